"""The register of agreements, and what makes a text binding and understood: signatures, anchoring and the
summary in the person's language.
"""

from __future__ import annotations

from hjemvei.agreements.models.register import (
    NOT_YET,
    Agreement,
    AgreementClause,
    AgreementParty,
    AgreementPartyQuerySet,
    AgreementQuerySet,
    AgreementScope,
    AgreementVersion,
    AgreementVersionQuerySet,
    AnchoringDocument,
    DeadlineChange,
    ReviewDate,
    RoleUnit,
    choices,
)
from hjemvei.agreements.models.signing import (
    AnchoringRecord,
    FrontLineInput,
    Signature,
    SignedClause,
    SummaryTranslation,
)

__all__ = [
    "NOT_YET",
    "Agreement",
    "AgreementClause",
    "AgreementParty",
    "AgreementPartyQuerySet",
    "AgreementQuerySet",
    "AgreementScope",
    "AgreementVersion",
    "AgreementVersionQuerySet",
    "AnchoringDocument",
    "AnchoringRecord",
    "DeadlineChange",
    "FrontLineInput",
    "ReviewDate",
    "RoleUnit",
    "Signature",
    "SignedClause",
    "SummaryTranslation",
    "choices",
]

"""The case shell and what opens it, the facts that hang on it, and what the person said about sharing."""

from __future__ import annotations

from hjemvei.sharing.models.access import BreakGlass, ProtectionChange, Relation
from hjemvei.sharing.models.case import (
    Case,
    CaseQuerySet,
    Grant,
    Participation,
    ParticipationQuerySet,
    SearchToken,
)
from hjemvei.sharing.models.consent import Consent, ConsentQuerySet, ConsentScope, Disclosure
from hjemvei.sharing.models.ended import AccessEnd, AccessEndQuerySet
from hjemvei.sharing.models.log import ConsentChange, ConsentEvent, ConsentEventQuerySet
from hjemvei.sharing.models.rows import CaseRow, CaseRowQuerySet, can_write, owned_by, writing_unit
from hjemvei.sharing.models.told import HiddenDisclosure, StatuteMessage, StatuteMessageQuerySet

__all__ = [
    "AccessEnd",
    "AccessEndQuerySet",
    "BreakGlass",
    "Case",
    "CaseQuerySet",
    "CaseRow",
    "CaseRowQuerySet",
    "Consent",
    "ConsentChange",
    "ConsentEvent",
    "ConsentEventQuerySet",
    "ConsentQuerySet",
    "ConsentScope",
    "Disclosure",
    "Grant",
    "HiddenDisclosure",
    "Participation",
    "ParticipationQuerySet",
    "ProtectionChange",
    "Relation",
    "SearchToken",
    "StatuteMessage",
    "StatuteMessageQuerySet",
    "can_write",
    "owned_by",
    "writing_unit",
]

"""From draft to signed: the one place where a version becomes what nobody can change (ADR-0027)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.agreements.models import AgreementVersion
from hjemvei.agreements.states import VERSION, VersionState
from hjemvei.core import states
from hjemvei.core.errors import RuleBroken


def freeze(version: AgreementVersion) -> AgreementVersion:
    """The version before ends where this one starts. Terms and clauses are written before: afterwards the
    database refuses them.

    Raises RuleBroken for what is signed already, and where the version it inherits from is no signed one.
    """
    if version.parent_version is not None and version.parent_version.state != VersionState.SIGNED:
        raise RuleBroken(
            _("Den sentrale avtalen må være undertegnet før en lokal avtale kan bygge på den."),
            code="parent_not_signed",
        )
    before = (
        AgreementVersion.objects.signed()
        .filter(agreement_id=version.agreement_id, starts_on__lt=version.starts_on)
        .order_by("-starts_on", "-id")
        .first()
    )
    if before is not None and (before.ends_before is None or before.ends_before > version.starts_on):
        before.ends_before = version.starts_on
        before.save(update_fields=["ends_before"])
    states.move(version, "freeze", by=VERSION)
    version.save(update_fields=["state"])
    return version

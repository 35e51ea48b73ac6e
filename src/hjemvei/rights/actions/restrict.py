"""Take one controller's part of a case out of use, and back again: decided by the privacy officer."""

from __future__ import annotations

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.rights.models import Disposal, Restriction
from hjemvei.rights.policy import can_decide, can_release


def restrict(*, actor: Actor, disposal: Disposal) -> Disposal:
    """The controller's units see nothing of the person's cases from now on, and not that it is so.

    Raises RuleBroken for a proposal that is decided, or of another kind.
    """
    can_decide(actor, disposal).require()
    _called("restrict", disposal.pk)
    disposal.refresh_from_db()
    return disposal


def lift_restriction(*, actor: Actor, restriction: Restriction, reason: str) -> Restriction:
    """Of every case of the record. Raises RuleBroken without a reason."""
    can_release(actor).require()
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor."), code="reason", field="reason")
    _called("lift_restriction", restriction.pk, reason.strip()[:300])
    restriction.refresh_from_db()
    return restriction


def _called(function: str, *arguments: object) -> None:
    try:
        with transaction.atomic():
            call(function, *arguments)
    except DatabaseError as error:
        raise RuleBroken(_("Dette kan ikke avgjøres slik. Se på forslaget igjen."), code="refused") from error

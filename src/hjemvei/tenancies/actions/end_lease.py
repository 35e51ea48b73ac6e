"""End a lease from a day, or cancel it before anybody moved in; either way with the reason."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.set_home_status import set_home_status
from hjemvei.cases.choices import HomeStage
from hjemvei.core.errors import RuleBroken
from hjemvei.needs.actions.record_housing_fact import Answered, record_housing_fact
from hjemvei.needs.choices import Situation, Topic
from hjemvei.tenancies.models import Lease
from hjemvei.tenancies.policy import can_lease

ENDED = gettext_noop("Leieforholdet tar slutt %(ends_before)s")
CANCELLED = gettext_noop("Leiekontrakten er opphevet før innflytting")


def end_lease(
    *, actor: Actor, lease: Lease, ends_before: dt.date | None, reason: str, at: dt.datetime
) -> Lease:
    """`ends_before` None cancels a lease whose keys were never handed out, and frees the dwelling.

    Raises RuleBroken without a reason, for a lease that is over, or for cancelling after the keys.
    """
    locked: Lease = Lease.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=lease.pk)
    can_lease(actor, unit_id=locked.owner_unit_id).require()
    _check(locked, ends_before, reason)
    if ends_before is None:
        locked.cancelled_at = at
    else:
        locked.ends_before = ends_before
    locked.end_reason = reason
    locked.save(update_fields=["cancelled_at", "ends_before", "end_reason"])
    record_event(
        actor=actor,
        case=locked.case,
        code="lease_ended",
        text=ENDED if ends_before else CANCELLED,
        info_class=InfoClass.HOUSING,
        at=at,
        milestone=True,
        ends_before=ends_before,
    )
    _tell_needs(actor, locked, at)
    set_home_status(actor=actor, case=locked.case, status=HomeStage.NO_HOME, at=at)
    return locked


def _check(lease: Lease, ends_before: dt.date | None, reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor leieforholdet tar slutt."), code="reason", field="reason")
    if lease.cancelled_at is not None or lease.end_reason:
        raise RuleBroken(_("Leieforholdet er allerede avsluttet."), code="wrong_state")
    if ends_before is None and lease.keys_handed_at is not None:
        text = _("Nøklene er utlevert. Oppgi dagen leieforholdet tar slutt.")
        raise RuleBroken(text, code="keys_handed", field="ends_before")
    if ends_before is not None and ends_before <= lease.starts_on:
        text = _("Leieforholdet må ha vart minst én dag.")
        raise RuleBroken(text, code="period", field="ends_before")


def _tell_needs(actor: Actor, lease: Lease, at: dt.datetime) -> None:
    answered = Answered(
        topic=Topic.AFTER,
        situation=Situation.NONE,
        as_of=localtime(at).date(),
        is_verified=True,
        source=str(_("Leiekontrakten er avsluttet")),
    )
    record_housing_fact(actor=actor, case=lease.case, answered=answered, at=at)

"""The keys are in the person's hand."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.set_home_status import set_home_status
from hjemvei.cases.choices import HomeStage
from hjemvei.core.errors import RuleBroken
from hjemvei.tenancies.models import Lease
from hjemvei.tenancies.policy import can_lease

HANDED = gettext_noop("Nøkler utlevert")


def hand_keys(*, actor: Actor, lease: Lease, at: dt.datetime) -> Lease:
    """Raises RuleBroken before the lease is signed, after it ended, or when it is done already."""
    locked: Lease = Lease.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=lease.pk)
    can_lease(actor, unit_id=locked.owner_unit_id).require()
    if locked.keys_handed_at is not None or locked.cancelled_at is not None:
        raise RuleBroken(_("Nøklene er allerede utlevert, eller kontrakten er opphevet."), code="wrong_state")
    if locked.signed_on is None:
        raise RuleBroken(_("Kontrakten må være signert først."), code="not_signed")
    locked.keys_handed_at = at
    locked.save(update_fields=["keys_handed_at"])
    record_event(
        actor=actor,
        case=locked.case,
        code="keys_handed",
        text=HANDED,
        info_class=InfoClass.HOUSING,
        at=at,
        milestone=True,
    )
    set_home_status(actor=actor, case=locked.case, status=HomeStage.KEYS, at=at)
    return locked

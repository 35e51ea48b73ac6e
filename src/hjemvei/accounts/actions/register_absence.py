"""Somebody is away and a deputy answers; the bulk hand-over and the on-shift question read it."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actions.record_event import record_account_event
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import Absence, AccountEventKind, Membership, User
from hjemvei.accounts.policy import can_register_absence
from hjemvei.core.errors import RuleBroken


def register_absence(
    *, actor: Actor, user: User, deputy: User | None, starts_on: dt.date, last_day: dt.date, at: dt.datetime
) -> Absence:
    """Sent twice it is one absence. Raises NotAllowed, and RuleBroken for a deputy of another controller."""
    can_register_absence(actor, user_id=user.pk, is_ours=_is_ours(actor, user, localdate(at))).require()
    if last_day < starts_on:
        raise RuleBroken(_("Siste dag kan ikke være før første dag."), field="last_day")
    if deputy is not None and (deputy.pk == user.pk or not _is_ours(actor, deputy, localdate(at))):
        raise RuleBroken(_("Velg en stedfortreder fra din egen virksomhet."), field="deputy")
    absence, made = Absence.objects.get_or_create(
        user=user, starts_on=starts_on, ends_before=last_day + dt.timedelta(days=1), deputy=deputy
    )
    if made:
        record_account_event(actor=actor, user_id=user.pk, kind=AccountEventKind.ABSENCE, at=at)
    return absence


def _is_ours(actor: Actor, user: User, today: dt.date) -> bool:
    seats = Membership.objects.filter(user=user, unit__controller_id=actor.controller_id)
    return seats.in_force(today).exists()

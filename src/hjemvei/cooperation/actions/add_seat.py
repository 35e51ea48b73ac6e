"""Seat somebody, and let a seat end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import Membership, User, UserKind
from hjemvei.cooperation.enums import SeatRole
from hjemvei.cooperation.models import Forum, Seat
from hjemvei.cooperation.policy import can_lead
from hjemvei.cooperation.words import refuse_numbers
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit

ONCE = "seat_once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """`email` of somebody with an account, or the `name` of somebody without."""

    unit: Unit
    email: str = ""
    name: str = ""
    title: str = ""
    role: SeatRole = SeatRole.MEMBER
    deputy_for: Seat | None = None
    starts_on: dt.date


def add_seat(*, actor: Actor, forum: Forum, seating: Seating, at: dt.datetime) -> Seat:
    """Raises RuleBroken where the address is nobody's in that organisation, or they sit there already."""
    can_lead(actor, forum).require()
    refuse_numbers(name=seating.name, title=seating.title)
    deputy_for = seating.deputy_for if seating.role == SeatRole.DEPUTY else None
    if deputy_for is not None and deputy_for.forum_id != forum.pk:
        raise RuleBroken(_("Vara må være for en som sitter her."), code="no_seat", field="deputy_for")
    user = _member(seating, day=seating.starts_on) if seating.email else None
    if user is None and not seating.name.strip():
        raise RuleBroken(_("Skriv e-postadressen eller navnet."), code="nobody", field="email")
    try:
        with transaction.atomic():
            return Seat.objects.create(
                forum=forum,
                controller_id=seating.unit.controller_id,
                unit=seating.unit,
                user=user,
                name="" if user else seating.name.strip(),
                title=seating.title.strip(),
                role=seating.role,
                deputy_for=deputy_for,
                starts_on=seating.starts_on,
                added_by_id=actor.user_id,
                added_at=at,
            )
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        raise RuleBroken(_("De sitter her allerede."), code="seated", field="email") from error


def _member(seating: Seating, *, day: dt.date) -> User:
    """Whoever works for the unit's organisation and has this address."""
    works = Membership.objects.in_force(day).filter(unit__controller_id=seating.unit.controller_id)
    users = User.objects.filter(email=seating.email.strip().lower(), kind=UserKind.PERSON, is_active=True)
    user = users.filter(pk__in=works.values("user_id")).first()
    if user is None:
        text = _("Ingen hos denne virksomheten har en konto med adressen. Skriv navnet i stedet.")
        raise RuleBroken(text, code="no_user", field="email")
    return user


def end_seat(*, actor: Actor, seat: Seat, ends_before: dt.date) -> Seat:
    """Raises RuleBroken where it has ended, or would end before it began."""
    can_lead(actor, seat.forum).require()
    if seat.ends_before is not None:
        raise RuleBroken(_("Plassen er alt avsluttet."), code="wrong_state")
    seat.ends_before = max(ends_before, seat.starts_on + dt.timedelta(days=1))
    seat.save(update_fields=["ends_before"])
    return seat

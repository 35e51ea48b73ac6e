"""The person gets a slot. What the visitor sees of it is decided by the person's consent, not by the slot."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.core.errors import RuleBroken
from hjemvei.presence.models import Booking, VisitDay
from hjemvei.presence.policy import can_book
from hjemvei.presence.rules import OSLO
from hjemvei.presence.slots import free_slots
from hjemvei.sharing.models import Case, owned_by
from hjemvei.sharing.queries import participants

BOOKED = gettext_noop("Besøk er avtalt %(on)s med %(unit)s")


def book_visit(
    *, actor: Actor, case: Case, day: VisitDay, starts_at: dt.datetime, about: str, at: dt.datetime,
    replaces: Booking | None = None,
) -> Booking:  # fmt: skip
    """Raises NotAllowed, and RuleBroken for a slot that is taken or none, or somebody who is not there.

    The same slot for the same person twice is one visit.
    """
    can_book(actor, case).require()
    mine = Booking.objects.visible_to(actor).filter(
        case=case, visit_day=day, starts_at=starts_at, state="booked"
    )
    if (standing := mine.first()) is not None:
        return standing  # type: ignore[no-any-return]
    if day.prison_id not in {part.unit_id for part in participants(case)}:
        raise RuleBroken(_("Personen er ikke i dette fengselet."), code="not_there")
    slot = next((one for one in free_slots(day, at=at) if one.starts_at == starts_at), None)
    if slot is None:
        raise _gone()
    try:
        with transaction.atomic():
            visit = Booking.objects.create(
                **owned_by(actor, case, at=at),
                visit_day=day,
                to_unit_id=day.unit_id,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                about=about.strip(),
                replaces=replaces,
            )
    except IntegrityError as error:
        raise _gone() from error
    on = starts_at.astimezone(OSLO).date()
    record_event(
        actor=actor, case=case, code="visit_booked", text=BOOKED, info_class=InfoClass.COORDINATION, at=at,
        on=on, unit=day.unit.name,
    )  # fmt: skip
    return visit


def _gone() -> RuleBroken:
    """One sentence for every reason: who has it is not told."""
    return RuleBroken(_("Tiden er ikke ledig lenger. Velg en annen."), code="not_free", field="slot")

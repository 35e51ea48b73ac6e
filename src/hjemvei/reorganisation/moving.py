"""What a reorganisation moves, each kind by itself; `actions.carry_out` binds them in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_noop

from hjemvei.accounts.actions.record_event import record_account_event
from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.models import AccountEventKind, ApiToken, Membership
from hjemvei.cases import rows
from hjemvei.cases.models import Assignment, Event, Task
from hjemvei.cases.queries.cooperation import LIVE_ASSIGNMENT
from hjemvei.cases.system_actor import system_actor
from hjemvei.core.db import call
from hjemvei.parties.models import ContactPoint, Unit
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import Participation

BECAME = gettext_noop(
    "%(before)s er blitt en del av %(unit)s. Det personen har sagt ja til, gjelder det samme som før"
)
WENT = gettext_noop("Saken gikk fra %(before)s til %(unit)s. Det personen har sagt ja til, er det samme")
ONE_DAY = dt.timedelta(days=1)


def for_unit(actor: Actor, unit: Unit) -> Actor:
    """The system with that unit's sight, in the name of whoever decides: an administrator sees no case."""
    return replace(system_actor(unit.pk), user_id=actor.user_id)


def move_cases(actor: Actor, from_unit: Unit, to_unit: Unit, *, only_of: Collection[int] | None) -> list[int]:
    """The cases that moved; `only_of` those of these people. Consent, class and period stay as they were."""
    with acting_as(for_unit(actor, from_unit)) as system:
        only = None if only_of is None else _cases_of(system, from_unit, only_of)
        moved: list[int] = call("move_unit", from_unit.pk, to_unit.pk, only) or []
        if only_of is None:
            call("move_rest", from_unit.pk, to_unit.pk)
        else:
            left = Task.objects.visible_to(system).filter(to_unit=from_unit, to_user_id__in=only_of)
            left.filter(done_at__isnull=True).update(to_user=None)
    return moved


def _cases_of(system: Actor, unit: Unit, users: Collection[int]) -> list[int]:
    parts = Assignment.objects.visible_to(system).filter(
        to_unit=unit, to_user_id__in=users, state__in=LIVE_ASSIGNMENT
    )
    return sorted(set(parts.values_list("case_id", flat=True)))


def tell_in_cases(
    actor: Actor, from_unit: Unit, to_unit: Unit, moved: Sequence[int], *, at: dt.datetime, is_whole: bool
) -> None:
    """A line in the history of the cases that the unit has written in, or takes part in by its own right.

    Where it was only shown what others hold, nothing is written: a line of its own would keep the case open
    to it after the person has taken the yes back (ADR-0005).
    """
    text = BECAME if is_whole else WENT
    with acting_as(for_unit(actor, to_unit)) as system:
        parts = (
            Participation.objects.visible_to(system)
            .in_force(at)
            .filter(unit=to_unit, case_id__in=moved, can_write=True, case__closed_at__isnull=True)
        )
        written = Event.objects.visible_to(system).filter(owner_unit=to_unit, case_id__in=moved)
        told = parts.filter(~Q(basis=Basis.CONSENT) | Q(case_id__in=written.values("case_id")))
        lines = []
        for case_id in sorted(set(told.values_list("case_id", flat=True))):
            row = rows.row_of(system, case_id, unit_id=to_unit.pk, at=at)
            line = rows.event_row(
                row, code="reorganised", text=text, at=at, before=from_unit.name, unit=to_unit.name
            )
            line.info_class = InfoClass.COORDINATION
            lines.append(line)
        Event.objects.bulk_create(lines, batch_size=rows.BATCH)


def move_people(
    actor: Actor,
    from_unit: Unit,
    to_unit: Unit,
    *,
    only: Collection[int] | None,
    at: dt.datetime,
    today: dt.date,
) -> None:
    """Seats end and begin on the same day, so that nobody is without one, and the log says who sat where."""
    seats = Membership.objects.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today), unit=from_unit)
    chosen = seats if only is None else seats.filter(user_id__in=only)
    found = list(chosen.order_by("id"))
    with acting_as(system_actor(from_unit.pk)):
        for seat in found:
            there = Membership.objects.in_force(today).filter(unit=to_unit, role=seat.role)
            live = there.filter(user_id=seat.user_id)
            starts_on = max(today, seat.starts_on)
            if not live.exists():
                Membership.objects.get_or_create(
                    user_id=seat.user_id,
                    unit=to_unit,
                    role=seat.role,
                    starts_on=starts_on,
                    defaults={"ends_before": seat.ends_before},
                )
            seat.starts_on = min(seat.starts_on, today - ONE_DAY)
            seat.ends_before = today
            seat.save(update_fields=["starts_on", "ends_before"])
    for seat in found:
        reason = f"{seat.get_role_display()}, {from_unit.name} → {to_unit.name}"
        record_account_event(
            actor=actor, user_id=seat.user_id, kind=AccountEventKind.SEAT_GIVEN, reason=reason[:300], at=at
        )


def move_house(from_unit: Unit, to_unit: Unit, *, today: dt.date) -> None:
    """Contact points with their hours, tokens, wards, and the units that this one took over before."""
    live = Q(ends_before__isnull=True) | Q(ends_before__gt=today)
    ContactPoint.objects.filter(live, unit=from_unit).update(unit=to_unit)
    ApiToken.objects.filter(unit=from_unit, revoked_at__isnull=True).update(unit=to_unit)
    Unit.objects.filter(live, parent=from_unit).exclude(pk=to_unit.pk).update(parent=to_unit)
    Unit.objects.filter(parent=from_unit, pk=to_unit.pk).update(parent=from_unit.parent_id)
    Unit.objects.filter(live, located_at=from_unit).update(located_at=to_unit)
    Unit.objects.filter(successor=from_unit).update(successor=to_unit)

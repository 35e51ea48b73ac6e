"""What the system finds by itself, gathered in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.remind_consents import CODE as RENEWAL
from hjemvei.cases.models import Assignment, Custody, Task
from hjemvei.cases.states import AssignmentState
from hjemvei.deviations.choices import DeviationKind
from hjemvei.deviations.rules import LOOK_BACK_DAYS, Released, release_deviations
from hjemvei.parties.enums import ControllerKind
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import ConsentState
from hjemvei.sharing.models import Consent
from hjemvei.tenancies.models import FirstNight

OUT = ("release", "probation_release", "acquittal")
ASKED_AGAIN = "consent_asked_again"


@dataclass(frozen=True, slots=True)
class Found:
    """One deviation that the system has found; `to_unit_id` None means the unit that looks."""

    case_id: int
    kind: DeviationKind
    happened_on: dt.date
    to_unit_id: int | None


def passed_deadlines(actor: Actor, *, today: dt.date) -> list[Found]:
    """Open tasks of the actor's units whose day has passed. Exempted and lapsed ones are none.

    A unit's own reminders, and the question whether a consent is renewed, were never agreed with anybody.
    A no is an answer: that nobody has asked again is no breach either.
    """
    rows = (
        Task.objects.visible_to(actor)
        .filter(to_unit_id__in=actor.case_units(), due_on__lt=today, case__closed_at=None)
        .filter(done_at=None, exempted_at=None, lapsed_at=None)
        .exclude(Q(code__startswith="own_") | Q(code__in=(RENEWAL, ASKED_AGAIN)))
        .order_by("case_id", "due_on", "id")
        .values_list("case_id", "due_on", "to_unit_id")
    )
    return [Found(case, DeviationKind.DEADLINE_PASSED, due, unit) for case, due, unit in rows]


def around_release(actor: Actor, *, today: dt.date) -> list[Found]:
    """People released lately: who answered, and where they slept."""
    since = today - dt.timedelta(days=LOOK_BACK_DAYS)
    custodies = Custody.objects.visible_to(actor).filter(
        way_out__in=OUT, ends_before__gte=since, ends_before__lt=today
    )
    released = dict(custodies.values_list("case_id", "ends_before").order_by("case_id", "starts_on", "id"))
    consented, owners, nights = (
        _consented(actor, released),
        _owners(actor, released),
        _nights(actor, released),
    )
    none: tuple[None, str | None] = (None, "" if _knows_owners(actor) else None)
    found = []
    for case_id, day in released.items():
        unit_id, kind = owners.get(case_id, none)
        facts = Released(
            released_on=day, consented=case_id in consented, owner_kind=kind, night=nights.get(case_id, "")
        )
        found += [Found(case_id, DeviationKind(code), day, unit_id) for code in release_deviations(facts)]
    return found


def _knows_owners(actor: Actor) -> bool:
    """Assignments are the municipality's rows; a prison that sees none can't conclude that there is none."""
    return Unit.objects.filter(pk=actor.unit_id, controller__kind=ControllerKind.MUNICIPALITY).exists()


def _consented(actor: Actor, case_ids: Iterable[int]) -> set[int]:
    rows = Consent.objects.visible_to(actor).filter(case_id__in=list(case_ids), state=ConsentState.GIVEN)
    return set(rows.values_list("case_id", flat=True).order_by("case_id"))


def _owners(actor: Actor, case_ids: Iterable[int]) -> dict[int, tuple[int, str]]:
    rows = Assignment.objects.visible_to(actor).filter(
        case_id__in=list(case_ids), is_owner=True, state=AssignmentState.ACCEPTED
    )
    found = rows.order_by("case_id", "id").values_list("case_id", "to_unit_id", "to_unit__kind")
    return {case_id: (unit_id, kind) for case_id, unit_id, kind in found}


def _nights(actor: Actor, case_ids: Iterable[int]) -> dict[int, str]:
    rows = FirstNight.objects.visible_to(actor).filter(case_id__in=list(case_ids))
    return dict(rows.order_by("case_id", "id").values_list("case_id", "place"))

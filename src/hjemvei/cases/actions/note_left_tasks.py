"""The timeline says what the prison had not done when its part in the case was over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.sharing.models import Case

TEXT = gettext_noop(
    "Fengselets tilgang til saken er slutt. Oppgaver som ikke ble gjort: %(tasks)s, over fristen: %(late)s"
)


@dataclass(frozen=True, slots=True)
class Left:
    """How many tasks lapsed, and how many of them were past their day."""

    tasks: int
    late: int


def note_left_tasks(*, actor: Actor, left: Mapping[int, Left], at: dt.datetime) -> set[int]:
    """The cases in which the actor has written it down: those open and seen. Numbers, never what it was."""
    cases = Case.objects.visible_to(actor).open().filter(pk__in=list(left)).order_by("id")
    for case in cases:
        found = left[case.pk]
        record_event(
            actor=actor,
            case=case,
            code="prison_tasks_lapsed",
            text=TEXT,
            info_class=InfoClass.COORDINATION,
            at=at,
            tasks=found.tasks,
            late=found.late,
        )
    return {case.pk for case in cases}

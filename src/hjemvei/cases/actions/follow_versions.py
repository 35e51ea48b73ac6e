"""A new version of an agreement comes into force: open cases follow it by a dated decision of their own.

What is done or past due stays as it was; the other deadlines move, and each move is a line of the timeline
that names clause and version (ADR-0027).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.clauses import clause_of_rule, number_of
from hjemvei.agreements.models import AgreementVersion
from hjemvei.cases import rows
from hjemvei.cases.actions.sync_tasks import sync_tasks_now
from hjemvei.cases.models import AppliedAgreement, Event, Task

BY_NEW_VERSION = gettext_noop("en ny versjon av avtalen gjelder fra sin dag")
MOVED = gettext_noop(
    "En frist er flyttet fra %(before)s til %(after)s: punkt %(clause)s i avtalen, versjon %(version)s"
)
CODE = "deadline_moved"
WRITTEN = ("case_id", "controller_id", "owner_unit_id", "recorded_by_id", "recorded_at")
OpenTasks = Mapping[int, Mapping[int, Task]]


def follow_versions(*, actor: Actor, case_ids: Sequence[int], at: dt.datetime, today: dt.date) -> int:
    """How many cases follow; twice is as good as once. It is for whoever decided which agreement applies."""
    fresh = _fresh(actor, case_ids, at=at, today=today)
    if not fresh:
        return 0
    cases = [row.case_id for row in fresh]
    sync_tasks_now(actor=actor, case_ids=cases, at=at, today=today)
    before = _open_dates(actor, cases)
    AppliedAgreement.objects.bulk_create(fresh, batch_size=rows.BATCH, ignore_conflicts=True)
    sync_tasks_now(actor=actor, case_ids=cases, at=at, today=today)
    after = _open_dates(actor, cases)
    lines = [line for row in fresh for line in _lines(row, before, after, at=at)]
    Event.objects.bulk_create(lines, batch_size=rows.BATCH)
    return len(cases)


def _fresh(
    actor: Actor, case_ids: Sequence[int], *, at: dt.datetime, today: dt.date
) -> list[AppliedAgreement]:
    """The next decision of each open case whose agreement has another version in force today."""
    newest = (
        AppliedAgreement.objects.visible_to(actor)
        .filter(case_id__in=list(case_ids), controller_id=actor.controller_id, case__closed_at=None)
        .order_by("case_id", "-id")
        .distinct("case_id")
        .select_related("version", "case")
    )
    found = list(newest)
    live = AgreementVersion.objects.in_force(today).filter(
        agreement_id__in={row.version.agreement_id for row in found}
    )
    versions = {version.agreement_id: version for version in live}
    made = []
    for row in found:
        version, unit_id = versions.get(row.version.agreement_id), _unit(actor, row)
        if version is not None and version.pk != row.version_id and unit_id:
            fields = rows.row_of(actor, row.case_id, unit_id=unit_id, at=at)
            made.append(
                AppliedAgreement(
                    **fields, version=version, municipality_id=row.municipality_id, rule=BY_NEW_VERSION
                )
            )
    return made


def _unit(actor: Actor, row: AppliedAgreement) -> int:
    """The unit that decided, else, once that has left the case, the one that is acted for; 0 for neither."""
    if row.owner_unit_id in row.case.access_units:
        return int(row.owner_unit_id) if row.owner_unit_id in actor.units else 0
    return actor.unit_id if actor.unit_id in row.case.access_units else 0


def _open_dates(actor: Actor, case_ids: Sequence[int]) -> dict[int, dict[int, Task]]:
    """Open tasks by case and key."""
    tasks = Task.objects.visible_to(actor).filter(
        case_id__in=list(case_ids), done_at=None, exempted_at=None, lapsed_at=None
    )
    found: dict[int, dict[int, Task]] = {}
    for task in tasks.only("id", "case_id", "code", "due_on", "info_class").order_by("id"):
        found.setdefault(task.case_id, {})[task.pk] = task
    return found


def _lines(row: AppliedAgreement, before: OpenTasks, after: OpenTasks, *, at: dt.datetime) -> list[Event]:
    """One for each task of the case that has another day now."""
    earlier = before.get(row.case_id, {})
    moved = [
        (earlier[pk].due_on, task)
        for pk, task in after.get(row.case_id, {}).items()
        if pk in earlier and earlier[pk].due_on != task.due_on
    ]
    fields = {name: getattr(row, name) for name in WRITTEN}
    return [
        Event(
            **fields,
            code=CODE,
            text=MOVED,
            info_class=task.info_class,
            values={
                "before": day.isoformat(),
                "after": task.due_on.isoformat(),
                "clause": number_of(clause_of_rule(task.code)),
                "version": row.version.number,
            },
            happened_at=at,
        )
        for day, task in moved
    ]

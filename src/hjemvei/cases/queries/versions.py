"""Which version of an agreement bound a case on a day, and what another version would move."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.calendar import NORWAY
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.queries import terms_of
from hjemvei.agreements.rules import DeadlineRule
from hjemvei.cases.models import AppliedAgreement, Task
from hjemvei.cases.queries.facts import facts_of
from hjemvei.cases.rules.held import moved_day
from hjemvei.cases.rules.steps import CaseFacts, due_under

CHUNK = 1000


@dataclass(slots=True)
class Moved:
    """Open tasks of one deadline that get another day: how many, how many of them an earlier one, and from
    what to what days.
    """

    rule: DeadlineRule
    tasks: int = 0
    earlier: int = 0
    from_first: dt.date = dt.date.max
    from_last: dt.date = dt.date.min
    to_first: dt.date = dt.date.max
    to_last: dt.date = dt.date.min

    def add(self, before: dt.date, after: dt.date) -> None:
        self.tasks += 1
        self.earlier += after < before
        self.from_first, self.from_last = min(self.from_first, before), max(self.from_last, before)
        self.to_first, self.to_last = min(self.to_first, after), max(self.to_last, after)


@dataclass(slots=True)
class VersionPreview:
    """Of what the actor may count. `past_due` tasks stay; of `unseen` the actor may not know what the day
    follows from.
    """

    open_cases: int = 0
    moved_cases: int = 0
    past_due: int = 0
    unseen: int = 0
    by_code: dict[str, Moved] = field(default_factory=dict)

    @property
    def tasks(self) -> int:
        return sum(row.tasks for row in self.by_code.values())

    @property
    def deadlines(self) -> list[Moved]:
        return sorted(self.by_code.values(), key=lambda row: (-row.tasks, row.rule.code))


def versions_on(actor: Actor, case_ids: Sequence[int], day: dt.date) -> dict[int, AgreementVersion]:
    """By case, in one statement; a case that no agreement was decided for by that day is left out."""
    rows = (
        AppliedAgreement.objects.visible_to(actor)
        .on(day)
        .filter(case_id__in=list(case_ids))
        .order_by("case_id", "-id")
        .distinct("case_id")
        .select_related("version__agreement")
    )
    return {row.case_id: row.version for row in rows}


def preview_version(
    actor: Actor,
    agreement: Agreement,
    rules: Sequence[DeadlineRule],
    *,
    starts_on: dt.date,
    today: dt.date,
) -> VersionPreview:
    """What the rules would move if they bound the agreement's open cases from `starts_on`; writes nothing.

    Held in memory are the numbers of the open tasks that could move and one chunk of cases.
    """
    bound = _bound(actor, agreement)
    work = _Work(preview=VersionPreview(), old=_rules_now(bound), new={rule.code: rule for rule in rules})
    work.versions = dict(bound.order_by("id").values_list("case_id", "version_id"))
    work.preview.open_cases = len(work.versions)
    open_tasks = Task.objects.visible_to(actor).filter(
        case_id__in=bound.values("case_id"),
        code__in=work.changed(),
        done_at=None,
        exempted_at=None,
        lapsed_at=None,
    )
    work.preview.past_due = open_tasks.filter(due_on__lt=starts_on).count()
    found = open_tasks.filter(due_on__gte=starts_on).order_by("case_id", "id")
    for case_id, code, due_on in found.values_list("case_id", "code", "due_on").iterator(CHUNK):
        work.take(case_id, code, due_on)
    cases = list(work.left)
    for start in range(0, len(cases), CHUNK):
        chunk = cases[start : start + CHUNK]
        work.ask(chunk, facts_of(actor, chunk, today=today))
    work.preview.moved_cases = len(work.moved)
    return work.preview


@dataclass(slots=True)
class _Work:
    """`left`: by case, the tasks whose new day only the case's own dates tell."""

    preview: VersionPreview
    old: Mapping[int, Mapping[str, DeadlineRule]]
    new: Mapping[str, DeadlineRule]
    versions: Mapping[int, int] = field(default_factory=dict)
    left: dict[int, list[tuple[str, dt.date]]] = field(default_factory=lambda: defaultdict(list))
    moved: set[int] = field(default_factory=set)
    known: dict[tuple[int, str, dt.date], dt.date | None] = field(default_factory=dict)

    def changed(self) -> list[str]:
        """Deadlines that differ from what one of the versions says that bind open cases now."""
        olds = self.old.values()
        return [code for code, rule in self.new.items() if any(o[code].due != rule.due for o in olds)]

    def take(self, case_id: int, code: str, due_on: dt.date) -> None:
        version = self.versions[case_id]
        if (version, code, due_on) not in self.known:
            day = moved_day(due_on, self.old[version][code], self.new[code], calendar=NORWAY)
            self.known[version, code, due_on] = day
        after = self.known[version, code, due_on]
        if after is None:
            self.left[case_id].append((code, due_on))
        else:
            self._count(case_id, code, due_on, after)

    def ask(self, case_ids: Sequence[int], facts: Mapping[int, CaseFacts]) -> None:
        for case_id in case_ids:
            for code, before in self.left[case_id]:
                after = due_under(self.new[code], facts[case_id]) if case_id in facts else None
                if after is None:
                    self.preview.unseen += 1
                else:
                    self._count(case_id, code, before, after)

    def _count(self, case_id: int, code: str, before: dt.date, after: dt.date) -> None:
        if before != after:
            self.preview.by_code.setdefault(code, Moved(self.new[code])).add(before, after)
            self.moved.add(case_id)


def _bound(actor: Actor, agreement: Agreement) -> QuerySet[Any, Any]:
    rows = AppliedAgreement.objects.visible_to(actor).binding()
    bound: QuerySet[Any, Any] = rows.filter(version__agreement=agreement, case__closed_at=None)
    return bound


def _rules_now(bound: QuerySet[Any, Any]) -> dict[int, dict[str, DeadlineRule]]:
    versions = list(bound.order_by("version_id").values_list("version_id", flat=True).distinct())
    return {pk: {rule.code: rule for rule in terms.rules} for pk, terms in terms_of(versions).items()}

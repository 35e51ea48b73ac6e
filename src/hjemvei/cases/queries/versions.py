"""Which version of an agreement bound a case on a day, and what another version would move."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import QuerySet

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.calendar import NORWAY
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.queries import terms_of
from hjemvei.agreements.rules import DeadlineRule
from hjemvei.cases.models import AppliedAgreement, Task
from hjemvei.cases.queries.counted import counted_from
from hjemvei.cases.rules.held import moved_day
from hjemvei.cases.rules.steps import CaseFacts, dues_under

CHUNK = 2500


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

    def add(self, before: dt.date, after: dt.date, count: int) -> None:
        self.tasks += count
        self.earlier += count if after < before else 0
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

    Tasks that one day, one deadline and one version have in common are counted together; only of those whose
    day alone does not tell are the cases' own dates read. Held in memory are the numbers of the cases with
    open tasks and one chunk of dates.
    """
    bound = list(_bound(actor, agreement).order_by("id").values_list("case_id", "version_id"))
    work = _Work(VersionPreview(), _rules_now(bound), {rule.code: rule for rule in rules}, dict(bound))
    work.preview.open_cases = len(work.versions)
    for code, due_on, cases in _open_tasks(actor, list(work.versions), work.changed()):
        if due_on < starts_on:
            work.preview.past_due += len(cases)
        else:
            work.take(code, due_on, cases)
    left, asked = sorted(work.left), work.asked()
    for start in range(0, len(left), CHUNK):
        chunk = left[start : start + CHUNK]
        work.ask(chunk, counted_from(actor, chunk, asked, today=today))
    work.preview.moved_cases = len(work.moved)
    return work.preview


def _open_tasks(
    actor: Actor, case_ids: Sequence[int], codes: Sequence[str]
) -> list[tuple[str, dt.date, list[int]]]:
    """Deadline, day and the cases that have it open, one for each task."""
    tasks = Task.objects.visible_to(actor).filter(
        case_id__any=case_ids, code__in=codes, done_at=None, exempted_at=None, lapsed_at=None
    )
    found = tasks.order_by("code", "due_on").values_list("code", "due_on").annotate(cases=ArrayAgg("case_id"))
    return list(found)


@dataclass(slots=True)
class _Work:
    """`left`: by case, the tasks whose new day only the case's own dates tell."""

    preview: VersionPreview
    old: Mapping[int, Mapping[str, DeadlineRule]]
    new: Mapping[str, DeadlineRule]
    versions: Mapping[int, int]
    left: dict[int, list[tuple[str, dt.date]]] = field(default_factory=lambda: defaultdict(list))
    moved: set[int] = field(default_factory=set)

    def changed(self) -> list[str]:
        """Deadlines that differ from what one of the versions says that bind open cases now."""
        olds = self.old.values()
        return [code for code, rule in self.new.items() if any(o[code].due != rule.due for o in olds)]

    def take(self, code: str, due_on: dt.date, case_ids: Sequence[int]) -> None:
        """Tasks of one deadline and one day, by the versions that bind their cases."""
        by_version: dict[int, list[int]] = defaultdict(list)
        for case_id in case_ids:
            by_version[self.versions[case_id]].append(case_id)
        for version, cases in by_version.items():
            after = moved_day(due_on, self.old[version][code], self.new[code], calendar=NORWAY)
            if after is not None:
                self._count(cases, code, due_on, after)
                continue
            for case_id in cases:
                self.left[case_id].append((code, due_on))

    def asked(self) -> list[DeadlineRule]:
        """The rules that the cases' own dates are asked for."""
        codes = {code for tasks in self.left.values() for code, _due_on in tasks}
        return [rule for code, rule in self.new.items() if code in codes]

    def ask(self, case_ids: Sequence[int], facts: Mapping[int, CaseFacts]) -> None:
        for case_id in case_ids:
            rules = [self.new[code] for code, _due_on in self.left[case_id]]
            days = dues_under(rules, facts[case_id]) if case_id in facts else {}
            for code, before in self.left[case_id]:
                after = days.get(code)
                if after is None:
                    self.preview.unseen += 1
                else:
                    self._count([case_id], code, before, after)

    def _count(self, case_ids: Sequence[int], code: str, before: dt.date, after: dt.date) -> None:
        if before != after:
            self.preview.by_code.setdefault(code, Moved(self.new[code])).add(before, after, len(case_ids))
            self.moved.update(case_ids)


def _bound(actor: Actor, agreement: Agreement) -> QuerySet[Any, Any]:
    rows = AppliedAgreement.objects.visible_to(actor).binding()
    bound: QuerySet[Any, Any] = rows.filter(version__agreement=agreement, case__closed_at=None)
    return bound


def _rules_now(bound: Sequence[tuple[int, int]]) -> dict[int, dict[str, DeadlineRule]]:
    versions = sorted({version for _case, version in bound})
    return {pk: {rule.code: rule for rule in terms.rules} for pk, terms in terms_of(versions).items()}

"""What thousands of cases are counted by at once is what each case is worked by alone."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.defaults import CASE_DEADLINES
from hjemvei.agreements.enums import EventCode, OffsetUnit
from hjemvei.agreements.rules import Offset, configured
from hjemvei.cases.actions.apply_agreement import apply_agreement
from hjemvei.cases.actions.end_absence import end_absence
from hjemvei.cases.actions.record_absence import record_absence
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.record_release import record_release
from hjemvei.cases.actions.sync_tasks import sync_tasks_now
from hjemvei.cases.actions.transfer_to import transfer_to
from hjemvei.cases.enums import AbsenceKind, WayOut
from hjemvei.cases.models import AppliedAgreement, Notice, Task
from hjemvei.cases.queries.counted import counted_from
from hjemvei.cases.queries.facts import situations
from hjemvei.cases.queries.versions import CHUNK, preview_version
from hjemvei.cases.rules.steps import due_under
from hjemvei.core import clock
from hjemvei.sharing.actions.refuse_consent import refuse_consent
from hjemvei.sharing.models import Case
from tests.cases.cooperation_factories import ORAL, consent_to, inside, move_date, notify
from tests.cases.factories import agree
from tests.world import World

FIRST_NAMES = ("Tapper", "Rolig", "Blid", "Modig", "Rask", "Snar", "Trygg", "Vennlig")


def roads(world: World, tor: Actor) -> list[int]:
    """One case for each way that a date comes about, under an agreement; call as Tor."""
    today, now = clock.today(), clock.now()
    at = {"actor": tor, "at": now, "today": today}
    cases = [
        inside(world, f"{name} Skog", reference=f"R{n}", **_known(n)) for n, name in enumerate(FIRST_NAMES)
    ]
    for case in cases[:-1]:
        apply_agreement(case=case, municipality="5001", **at)
    plain, noticed, moved, refused, away, out, told, _none = cases
    for case in (noticed, moved, out):
        consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
    move_date(tor, moved, dt.date(2027, 8, 1))
    Notice.objects.filter(case=moved).update(expected_release_on=dt.date(2027, 3, 3))
    refuse_consent(actor=tor, case=refused, terms=ORAL, at=now)
    start = dt.date(2026, 11, 20)
    record_absence(case=away, kind=AbsenceKind.INTERRUPTION, starts_on=start, ends_before=None, **at)
    end_absence(case=away, ends_before=start + dt.timedelta(days=2), **at)
    record_release(case=out, way_out=WayOut.RELEASE, on=today, **at)
    record_event(
        actor=tor,
        case=told,
        code=EventCode.TEMPORARY_STAY_STARTED,
        text="Midlertidig botilbud",
        info_class=InfoClass.CUSTODY,
        at=now,
    )
    transfer_to(case=plain, to_unit=world.unit("bergen"), on=today, **at)
    return [case.pk for case in cases]


def _known(number: int) -> dict[str, Any]:
    """The last has no date; every second came in long before anybody wrote it down."""
    admitted = dt.date(2026, 9, 1) if number % 2 else dt.date(2026, 11, 20)
    return {"admitted_on": admitted, "expected_on": dt.date(2027, 1 + number, 3) if number < 7 else None}


def test_every_deadline_has_the_day_that_the_case_alone_gives_it(world: World) -> None:
    agree(world)
    today, dice = clock.today(), random.Random(4)
    with acting_as(world.actor("Tor")) as tor:
        cases = roads(world, tor)
        whole = situations(tor, cases, today=today)
        for rule in CASE_DEADLINES:
            offset = Offset(dice.randint(-60, 60), dice.choice(list(OffsetUnit)))
            for asked in (rule, configured([rule], changes={rule.code: offset})[0]):
                found = counted_from(tor, cases, [asked], today=today)
                assert set(found) == set(whole)
                days = {case: due_under(asked, found[case]) for case in whole}
                assert days == {case: due_under(asked, whole[case].facts) for case in whole}, rule.code
    events = {code for situation in whole.values() for code in situation.facts.events}
    assert events >= {EventCode.NOTICE_SENT, EventCode.RELEASE_DATE_MOVED, EventCode.ABSENCE_ENDED}


@pytest.mark.parametrize("chunk", [2, CHUNK])
def test_a_preview_counts_what_each_task_alone_would_move(
    world: World, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr("hjemvei.cases.queries.versions.CHUNK", chunk)
    version = agree(world)
    today, dice = clock.today(), random.Random(chunk)
    with acting_as(world.actor("Tor")) as tor:
        cases = roads(world, tor)
        sync_tasks_now(actor=tor, case_ids=cases, at=clock.now(), today=today)
        for _round in range(4):
            changes = {r.code: _later(r.due.offset, dice.randint(0, 3)) for r in CASE_DEADLINES}
            rules = configured(CASE_DEADLINES, changes=changes)
            starts_on = today + dt.timedelta(days=dice.randint(0, 9))
            seen = preview_version(tor, version.agreement, rules, starts_on=starts_on, today=today)
            expected = _one_by_one(tor, cases, {r.code: r for r in rules}, starts_on, today)
            assert (seen.tasks, seen.moved_cases, seen.past_due, seen.unseen) == expected
            assert seen.tasks > 4


def _later(offset: Offset, by: int) -> Offset:
    return Offset(offset.count + by, offset.unit)


def _one_by_one(
    actor: Actor, cases: list[int], rules: Any, starts_on: dt.date, today: dt.date
) -> tuple[int, int, int, int]:
    bound = set(AppliedAgreement.objects.visible_to(actor).values_list("case_id", flat=True))
    still = set(Case.objects.visible_to(actor).open().filter(pk__in=bound).values_list("pk", flat=True))
    before = {rule.code: rule for rule in CASE_DEADLINES}
    moved, past, unseen = list[int](), 0, 0
    facts = situations(actor, cases, today=today)
    for task in Task.objects.visible_to(actor).filter(done_at=None, lapsed_at=None, case_id__in=still):
        if task.code not in rules or rules[task.code].due == before[task.code].due:
            continue
        if task.due_on < starts_on:
            past += 1
            continue
        day = due_under(rules[task.code], facts[task.case_id].facts)
        unseen += day is None
        moved += [task.case_id] if day not in (None, task.due_on) else []
    return len(moved), len(set(moved)), past, unseen


def test_the_preview_asks_as_often_for_many_cases_as_for_one(
    world: World, django_assert_max_num_queries: Any
) -> None:
    version = agree(world)
    changes = {r.code: _later(r.due.offset, 1) for r in CASE_DEADLINES}
    rules, today = configured(CASE_DEADLINES, changes=changes), clock.today()
    with acting_as(world.actor("Tor")) as tor:
        cases = roads(world, tor)
        sync_tasks_now(actor=tor, case_ids=cases, at=clock.now(), today=today)
        with django_assert_max_num_queries(20):
            preview_version(tor, version.agreement, rules, starts_on=today, today=today)

"""A new version of the agreement in open cases: from its day on, by a decision, and never backwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.actions.make_version import make_version
from hjemvei.agreements.drafts import draft_of
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.models import AgreementVersion
from hjemvei.agreements.queries import terms_of
from hjemvei.agreements.rules import Offset
from hjemvei.cases.actions.apply_agreement import apply_agreement
from hjemvei.cases.actions.follow_versions import CODE, follow_versions
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.models import AppliedAgreement, Event, Task
from hjemvei.cases.queries.cooperation import agreed_offsets
from hjemvei.cases.queries.timeline import said
from hjemvei.cases.queries.versions import preview_version, versions_on
from hjemvei.core import clock
from hjemvei.sharing.models import Case
from tests.cases.cooperation_factories import inside
from tests.cases.factories import agree, all_sign
from tests.world import World


def day(days: int) -> dt.date:
    return clock.today() + dt.timedelta(days=days)


def at(days: int) -> dt.datetime:
    return clock.now() + dt.timedelta(days=days)


def renew(world: World, version: AgreementVersion, starts_on: dt.date, **offsets: Offset) -> AgreementVersion:
    draft = draft_of(version)
    deadlines = {**draft.deadlines, **offsets}
    changed = replace(draft, starts_on=starts_on, note="Vedtatt i utvalget", deadlines=deadlines)
    with acting_as(world.actor("Ida")) as ida:
        made = make_version(
            actor=ida, agreement=version.agreement, draft=changed, today=clock.today(), at=clock.now()
        )
    return all_sign(world, made)


def apply(world: World, name: str = "Tapper Skog", reference: str = "R1", **values: Any) -> Case:
    """Inside for a week, under the agreement today, with its tasks; call as Tor."""
    tor = world.actor("Tor")
    case = inside(world, name, reference=reference, **{"admitted_on": day(-7), **values})
    apply_agreement(actor=tor, case=case, municipality="5001", at=clock.now(), today=clock.today())
    sync_tasks(actor=tor, case=case, at=clock.now(), today=clock.today())
    return case


def open_days(case: Case) -> dict[str, dt.date]:
    rows = Task.objects.filter(case=case, done_at=None, lapsed_at=None, exempted_at=None)
    return dict(rows.values_list("code", "due_on"))


LONGER = Offset(45, OffsetUnit.DAYS)


def test_open_deadlines_follow_the_new_version_on_its_day_and_not_before(world: World) -> None:
    first = agree(world)
    with acting_as(world.actor("Tor")) as tor:
        case = apply(world)
        before = open_days(case)
    second = renew(world, first, day(5), future_plan=LONGER)
    with acting_as(tor):
        assert follow_versions(actor=tor, case_ids=[case.pk], at=at(4), today=day(4)) == 0
        assert open_days(case) == before
        for again in (1, 0):
            assert follow_versions(actor=tor, case_ids=[case.pk], at=at(5), today=day(5)) == again
        after = open_days(case)
        applied = AppliedAgreement.objects.filter(case=case).order_by("id")
        assert [row.version_id for row in applied] == [first.pk, second.pk]
        moved = {code: (before[code], after[code]) for code in before if before[code] != after.get(code)}
        assert set(moved) == {"future_plan"}, before
        line = Event.objects.get(case=case, code=CODE)
        assert "versjon 2" in said(line.text, line.values) and "punkt 6" in said(line.text, line.values)
        offset = agreed_offsets(tor, case, codes=["future_plan"], counted_from=day(5))
        assert offset["future_plan"] == LONGER


def test_what_is_done_or_past_due_stays(world: World) -> None:
    first = agree(world)
    with acting_as(world.actor("Tor")) as tor:
        case = apply(world)
        before = open_days(case)
        late, done = "consent_asked", "future_plan"
        assert before[late] <= day(0)
        Task.objects.filter(case=case, code=done).update(done_at=clock.now(), done_by=tor.user_id)
        kept = Task.objects.get(case=case, code=done).due_on
    longer = {late: Offset(400, OffsetUnit.DAYS), done: Offset(400, OffsetUnit.DAYS)}
    renew(world, first, day(1), **longer)
    with acting_as(tor):
        seen = preview_version(
            tor, first.agreement, _rules(world, first, **longer), starts_on=day(1), today=day(0)
        )
        assert follow_versions(actor=tor, case_ids=[case.pk], at=at(1), today=day(1)) == 1
        assert Task.objects.get(case=case, code=done).due_on == kept
        for today in (1, 2, 40):
            sync_tasks(actor=tor, case=case, at=at(today), today=day(today))
            assert open_days(case)[late] == before[late]
        assert (seen.tasks, seen.past_due, seen.open_cases) == (0, 1, 1)


def _rules(world: World, version: AgreementVersion, **offsets: Offset) -> Any:
    from hjemvei.agreements.rules import configured  # noqa: PLC0415

    return configured(terms_of([version.pk])[version.pk].rules, changes=offsets)


def test_a_preview_says_how_many_move_and_between_which_days(world: World) -> None:
    first = agree(world)
    with acting_as(world.actor("Tor")) as tor:
        early = apply(world)
        late = apply(world, "Rolig Vik", reference="R2", admitted_on=day(-3))
        days = [open_days(case)["future_plan"] for case in (early, late)]
        rules = _rules(world, first, future_plan=LONGER)
        seen = preview_version(tor, first.agreement, rules, starts_on=day(3), today=day(0))
        counts = (seen.open_cases, seen.moved_cases, seen.tasks, seen.unseen, seen.past_due)
        assert counts == (2, 2, 2, 0, 0)
        row = seen.deadlines[0]
        assert (row.from_first, row.from_last, row.earlier) == (min(days), max(days), 0)
        renew(world, first, day(3), future_plan=LONGER)
    with acting_as(tor):
        follow_versions(actor=tor, case_ids=[early.pk, late.pk], at=at(3), today=day(3))
        moved = [open_days(case)["future_plan"] for case in (early, late)]
        assert (row.to_first, row.to_last) == (min(moved), max(moved))
    with acting_as(world.actor("Oda")) as oda:
        seen = preview_version(oda, first.agreement, rules, starts_on=day(3), today=day(0))
        assert (seen.open_cases, seen.tasks) == (0, 0)


GOLDEN = """
day case:early case:late
-1  -          -
0   1          -
4   1          -
5   2          -
6   2          2
9   2          2
10  3          2
11  3          3
"""


def test_the_version_of_a_case_on_a_day(world: World, django_assert_num_queries: Any) -> None:
    """Version 2 comes on day 5, version 3 on day 10; the second case comes under the agreement on day 6, and
    its night run fails on day 10.
    """
    first = agree(world)
    second = renew(world, first, day(5), future_plan=LONGER)
    renew(world, second, day(10), future_plan=Offset(50, OffsetUnit.DAYS))
    with acting_as(world.actor("Tor")) as tor:
        elsewhere = {"wished_municipality": "0301", "municipality_of_stay": "0301"}
        early, late = inside(world), inside(world, "Rolig Vik", reference="R2", **elsewhere)
        came = {0: early, 6: late}
        for night in range(12):
            if night in came:
                apply_agreement(
                    actor=tor, case=came[night], municipality="5001", at=at(night), today=day(night)
                )
            run = [early.pk] if night == 10 else [early.pk, late.pk]
            follow_versions(actor=tor, case_ids=run, at=at(night), today=day(night))
        for line in GOLDEN.split("\n")[2:-1]:
            on, *numbers = line.split()
            with django_assert_num_queries(1):
                found = versions_on(tor, [early.pk, late.pk], day(int(on)))
            shown = [str(found[case.pk].number) if case.pk in found else "-" for case in (early, late)]
            assert shown == numbers, line

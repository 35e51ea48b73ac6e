"""Figures of an agreement: counted by the database, suppressed, frozen, counted again in the open."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.models import owned_by
from hjemvei.statistics import sources, upkeep
from hjemvei.statistics.actions.count_figures import count_figures
from hjemvei.statistics.actions.record_actual import record_actual
from hjemvei.statistics.actions.recount_year import recount_year
from hjemvei.statistics.actions.set_aim import set_aim
from hjemvei.statistics.actions.set_target import set_target
from hjemvei.statistics.choices import Kind, Light, Measure, Way
from hjemvei.statistics.drafts import Aim, TargetDraft
from hjemvei.statistics.models import Figure
from hjemvei.statistics.queries import NumberView, numbers_of
from hjemvei.tenancies.models import FirstNight
from tests.cases.factories import agree
from tests.needs.factories import raw
from tests.statistics.factories import inside, people, released
from tests.world import CLOCK, World

TODAY = dt.date(2026, 11, 16)
NEXT_YEAR = dt.date(2027, 1, 15)


def count(world: World, version: AgreementVersion, *, year: int = 2026, today: dt.date = TODAY) -> int:
    with acting_as(world.actor("Ida")) as ida:
        return count_figures(actor=ida, agreement=version.agreement, year=year, today=today, at=CLOCK)


def figures(world: World, year: int = 2026) -> dict[str, tuple[object, ...]]:
    with acting_as(world.actor("Ida")):
        rows = Figure.objects.filter(year=year).order_by("id")
        return {row.code: (row.people, row.low, row.high, row.value) for row in rows}


def number(world: World, agreement: Agreement, name: str, today: dt.date = TODAY) -> NumberView:
    with acting_as(world.actor("Ida")):
        found = numbers_of([agreement.pk], today=today)[agreement.pk]
    return next(one for one in found if name in (one.code, one.name))


def test_shares_are_counted_for_each_party(world: World) -> None:
    version = agree(world)
    for place, case in enumerate(people(world, 15)):
        late, night = place < 5, "temporary" if place < 5 else "permanent"
        released(world, case, version, late=late, night=night)
    assert count(world, version) == 6
    assert figures(world) == {
        "date_held": (15, 0, 4, None),
        "housed": (15, 10, 10, None),
        "temporary": (15, 5, 5, None),
        "lead_days": (15, None, None, Decimal(60)),
        "notice_in_time": (15, 10, 10, None),
        "answer_in_time": (15, 10, 10, None),
    }
    assert count(world, version) == 0


def test_a_date_holds_when_it_was_known_a_fortnight_before(world: World) -> None:
    version = agree(world)
    held = [((60, 0),), ((60, 30), (14, 3)), ((60, -3), (13, 40)), ((60, 1), (30, 2)), ((15, 0),)]
    moved = [(), ((13, 0),), ((60, 0), (20, 4)), ((60, -4),), ((14, 30), (3, 0))]
    for case, dates in zip(people(world, 10), (*held, *moved), strict=True):
        released(world, case, version, dates=dates)
    count(world, version)
    assert figures(world)["date_held"] == (10, 5, 5, None)


def test_fewer_than_five_never_leave_the_database(world: World) -> None:
    version = agree(world)
    for case in people(world, 4):
        released(world, case, version)
    assert count(world, version) == 0
    assert figures(world) == {}


def test_one_to_four_that_are_missing_are_told_as_bounds(world: World) -> None:
    version = agree(world)
    for place, case in enumerate(people(world, 10)):
        released(world, case, version, night="rough" if place == 3 else "permanent")
    count(world, version)
    assert figures(world)["housed"] == (10, 6, 9, None)
    assert figures(world)["temporary"] == (10, 0, 4, None)
    assert figures(world)["notice_in_time"] == (10, 10, 10, None)


def test_a_running_year_is_counted_in_whole_fives(world: World) -> None:
    version = agree(world)
    cases = people(world, 9)
    for place, case in enumerate(cases):
        on = dt.date(2026, 3, 1) + dt.timedelta(days=place)
        released(world, case, version, on=on, night="rough" if place > 4 else "permanent")
    count(world, version)
    assert figures(world)["housed"] == (5, 5, 5, None)


@pytest.mark.parametrize("answer", ["refused", "asked"])
def test_who_said_no_is_in_no_denominator(world: World, answer: str) -> None:
    version = agree(world)
    cases = people(world, 10)
    for case in cases[:5]:
        released(world, case, version)
    for case in cases[5:]:
        released(world, case, version, night="rough", consent=answer, late=True)
    count(world, version)
    assert {people for people, *_rest in figures(world).values()} == {5}
    assert figures(world)["housed"] == (5, 5, 5, None)


def test_a_year_is_frozen_on_a_day_and_counted_again_only_with_a_reason(world: World) -> None:
    version = agree(world)
    cases = people(world, 11)
    for case in cases[:6]:
        released(world, case, version, on=dt.date(2025, 6, 1))
    count(world, version, year=2025)
    assert figures(world, 2025)["housed"] == (6, 6, 6, None)
    for case in cases[6:]:
        released(world, case, version, on=dt.date(2025, 6, 1), night="rough")
    assert count(world, version, year=2025) == 0
    with acting_as(world.actor("Ida")) as ida:
        say: dict[str, Any] = {
            "actor": ida,
            "agreement": version.agreement,
            "year": 2025,
            "today": TODAY,
            "at": CLOCK,
        }
        with pytest.raises(RuleBroken):
            recount_year(**say, note=" ")
        assert recount_year(**say, note="Fem førstenetter var ikke ført.") == 6
    assert figures(world, 2025)["housed"] == (11, 6, 6, None)
    shown = number(world, version.agreement, "housed").years[-2]
    assert (shown.is_final, shown.note, shown.history) == (True, "Fem førstenetter var ikke ført.", 1)


def test_a_frozen_figure_that_would_move_by_one_person_stays(world: World) -> None:
    version = agree(world)
    cases = people(world, 11)
    for case in cases[:10]:
        released(world, case, version, on=dt.date(2025, 6, 1))
    count(world, version, year=2025)
    released(world, cases[10], version, on=dt.date(2025, 6, 1), night="rough")
    with acting_as(world.actor("Ida")) as ida, pytest.raises(RuleBroken) as refusal:
        recount_year(actor=ida, agreement=version.agreement, year=2025, note="En til.", today=TODAY, at=CLOCK)
    assert refusal.value.code == "too_small"
    assert figures(world, 2025)["housed"] == (10, 10, 10, None)


def test_a_year_is_frozen_as_it_stood_unless_five_have_come_since(world: World) -> None:
    version = agree(world)
    cases = people(world, 15)
    for case in cases[:10]:
        released(world, case, version, on=dt.date(2025, 6, 1))
    count(world, version, year=2025, today=dt.date(2026, 1, 14))
    for case in cases[10:14]:
        released(world, case, version, on=dt.date(2025, 6, 1), night="rough")
    count(world, version, year=2025, today=dt.date(2026, 1, 15))
    shown = number(world, version.agreement, "housed").years[-2]
    assert (shown.people, shown.reach.low, shown.is_final) == (10, Decimal(100), True)


def test_what_is_younger_than_a_fortnight_waits(world: World) -> None:
    version = agree(world)
    for place, case in enumerate(people(world, 10)):
        released(world, case, version, on=TODAY - dt.timedelta(days=14 if place < 5 else 13))
    count(world, version)
    assert figures(world)["housed"] == (5, 5, 5, None)


def test_a_late_correction_of_one_moves_no_running_figure(world: World) -> None:
    version = agree(world)
    cases = people(world, 10)
    for case in cases:
        released(world, case, version)
    count(world, version)
    with acting_as(world.actor("Tor")) as tor:
        own = owned_by(tor, cases[0], at=CLOCK)
        FirstNight.objects.create(**own, place="rough", night_of=dt.date(2026, 6, 1), source="x")
    assert count(world, version) == 0
    assert figures(world)["housed"] == (10, 10, 10, None)


def test_the_middle_is_no_persons_own_number(world: World) -> None:
    version = agree(world)
    for place, case in enumerate(people(world, 5)):
        released(world, case, version, notice_days=(10, 20, 33, 40, 90)[place])
    count(world, version)
    assert figures(world)["lead_days"] == (5, None, None, Decimal(31))


def test_the_night_counts_every_agreement_and_meetings_that_others_know(world: World) -> None:
    version = agree(world)
    for case in people(world, 5):
        released(world, case, version)

    def meetings(ids: object, first: dt.date, before: dt.date) -> dict[int, int]:
        assert (first, before) == (dt.date(2026, 1, 1), dt.date(2027, 1, 1)) or first.year == 2025
        return {version.agreement_id: 3}

    sources.meetings_held.append(meetings)
    try:
        assert upkeep.count_all(today=TODAY, at=CLOCK) > 5
        assert upkeep.count_all(today=TODAY, at=CLOCK) == 0
    finally:
        sources.meetings_held.remove(meetings)
    assert figures(world)["meetings"] == (None, None, None, Decimal(3))


def test_targets_and_aims_are_the_parties_own(world: World) -> None:
    agreement = agree(world).agreement
    for case in people(world, 10):
        released(world, case, agreement.versions.get())
    with acting_as(world.actor("Ida")) as ida:
        target = set_target(actor=ida, agreement=agreement, draft=TargetDraft(code=Measure.HOUSED), at=CLOCK)
        with pytest.raises(RuleBroken):
            set_target(actor=ida, agreement=agreement, draft=TargetDraft(code=Measure.HOUSED), at=CLOCK)
        aim = Aim(year=2026, goal=Decimal(90), baseline=Decimal(50))
        set_aim(actor=ida, target=target, aim=aim, today=TODAY, at=CLOCK)
        for wrong in (Aim(year=2025, goal=Decimal(90)), Aim(year=2026, goal=Decimal(101))):
            with pytest.raises(RuleBroken):
                set_aim(actor=ida, target=target, aim=wrong, today=TODAY, at=CLOCK)
    count(world, agreement.versions.get())
    now = number(world, agreement, "housed").now
    assert (now.light, now.shown, now.change) == (Light.GREEN, "100 prosent", Decimal(100))
    for stranger in ("Oda", "Tor"):
        with acting_as(world.actor(stranger)) as actor, pytest.raises(NotAllowed):
            set_target(actor=actor, agreement=agreement, draft=TargetDraft(code=Measure.TEMPORARY), at=CLOCK)


def test_own_numbers_have_a_name_and_a_source(world: World) -> None:
    agreement = agree(world).agreement
    own = TargetDraft(code=Measure.OWN, name="Begjæringer om utkastelse", kind=Kind.TIMES, way=Way.DOWN)
    with acting_as(world.actor("Ida")) as ida:
        target = set_target(actor=ida, agreement=agreement, draft=own, at=CLOCK)
        aim = Aim(year=2026, goal=Decimal(40), baseline=Decimal(80))
        set_aim(actor=ida, target=target, aim=aim, today=TODAY, at=CLOCK)
        say: dict[str, Any] = {"actor": ida, "target": target, "today": TODAY, "at": CLOCK}
        record_actual(**say, year=2026, value=Decimal(60), note="Namsfogden")
        record_actual(**say, year=2026, value=Decimal(44), note="Namsfogden, rettet")
        with pytest.raises(RuleBroken):
            record_actual(**say, year=2026, value=Decimal(44), note=" ")
        with pytest.raises(RuleBroken):
            record_actual(**say, year=2027, value=Decimal(44), note="x")
    now = number(world, agreement, own.name).now
    assert (now.shown, now.change) == ("44 ganger", Decimal(-45))
    with acting_as(world.actor("Oda")):
        assert raw("SELECT count(*) FROM statistics_figure") == [(2,)]


def test_people_outside_are_told_in_fives_and_never_few(world: World) -> None:
    cases = people(world, 12)
    for case in cases[:7]:
        inside(world, case, stay="0301")
    for case in cases[7:11]:
        inside(world, case, stay="4601")
    trondheim = world.unit("trondheim").pk
    rows = raw("SELECT * FROM kernel.people_outside(%s)", TODAY)
    assert set(rows) == {("03", None, 5), ("46", None, None), (None, trondheim, 10), (None, None, 10)}
    inside(world, cases[11], stay="5001")
    agree(world)
    rows = raw("SELECT * FROM kernel.people_outside(%s)", TODAY)
    assert not [row for row in rows if row[0] == "50"]

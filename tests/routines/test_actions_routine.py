"""A routine from the first draft to the next version, who read it, and what was learned."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.routines import policy
from hjemvei.routines.actions.answer_effect import answer_effect
from hjemvei.routines.actions.approve_version import approve_version
from hjemvei.routines.actions.confirm_reading import confirm_reading
from hjemvei.routines.actions.log_improvement import log_improvement
from hjemvei.routines.actions.review_routine import review_routine
from hjemvei.routines.actions.withdraw_routine import withdraw_routine
from hjemvei.routines.actions.write_draft import write_draft
from hjemvei.routines.behind import NOTHING_BEHIND, ask_unread, concerns, read_behind, waiting_for
from hjemvei.routines.choices import Covers, Effect, Source
from hjemvei.routines.models import Improvement, RoutineReading, RoutineVersion
from hjemvei.routines.queries import reader_shares
from hjemvei.routines.states import ROUTINE_VERSION, VersionState
from hjemvei.routines.texts import Answer, Lesson
from tests.routines.factories import NEXT_YEAR, TODAY, approve, draft, in_use, text
from tests.world import CLOCK, World

locks = import_module("hjemvei.routines.migrations.0002_locks")
TOMORROW = TODAY + dt.timedelta(days=1)


def next_version(world: World, version: RoutineVersion, **changes: object) -> RoutineVersion:
    with acting_as(world.actor("Leif")) as leif:
        new = text(**({"steps": "1. Ring først."} | changes))
        return write_draft(actor=leif, routine=version.routine, text=new, at=CLOCK)


def held(world: World, today: dt.date) -> list[int]:
    with acting_as(world.actor("Tor")):
        return list(RoutineVersion.objects.in_force(today).order_by("id").values_list("number", flat=True))


def test_the_old_version_holds_until_the_new_one_begins(world: World) -> None:
    first = in_use(world)
    second = next_version(world, first, title="Varsel til kommunen")
    assert second.number == 2 and held(world, TODAY) == [1]
    approve(world, second, on=TOMORROW)
    assert (held(world, TODAY), held(world, TOMORROW)) == ([1], [2])
    with acting_as(world.actor("Tor")):
        second.routine.refresh_from_db()
    assert second.routine.title == "Varsel til kommunen"
    with pytest.raises(RuleBroken):
        approve(world, second, on=TOMORROW)
    with acting_as(world.actor("Leif")) as leif:
        assert withdraw_routine(actor=leif, routine=first.routine, today=TODAY) == 2
        assert withdraw_routine(actor=leif, routine=first.routine, today=TODAY) == 0
    assert held(world, TODAY) == held(world, TOMORROW) == []


def test_a_draft_is_written_on_and_not_begun_twice(world: World) -> None:
    first = draft(world)
    again = next_version(world, first)
    assert (again.pk, again.number, again.steps) == (first.pk, 1, "1. Ring først.")
    assert held(world, TODAY) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"steps": " \n#"},
        {"title": " "},
        {"steps": "Ring 27909642545"},
        {"roles": []},
        {"roles": ["person"]},
        {"rules": ["x"]},
        {"clauses": ["x"]},
    ],
    ids=["empty", "title", "number", "nobody", "role", "rule", "clause"],
)
def test_what_is_no_routine_is_refused(world: World, changes: dict[str, object]) -> None:
    with pytest.raises(RuleBroken):
        draft(world, **changes)  # type: ignore[arg-type]


def test_only_those_who_answer_for_the_unit_write_and_approve(world: World) -> None:
    for who in ("Tor", "Nils", "Kari", "Per", "Anne", "Vera"):
        with pytest.raises(NotAllowed):
            draft(world, who)
    version = draft(world, "Siv")
    with pytest.raises(NotAllowed):
        approve(world, version, "Siv")
    assert approve(world, version, "Leif").state == VersionState.APPROVED


@pytest.mark.parametrize("days", [(-1, 100), (0, 0)], ids=["past", "review"])
def test_days_that_do_not_fit(world: World, days: tuple[int, int]) -> None:
    version = draft(world)
    start, review = (TODAY + dt.timedelta(days=n) for n in days)
    with acting_as(world.actor("Leif")) as leif, pytest.raises(RuleBroken):
        approve_version(
            actor=leif, version=version, valid_from=start, review_on=review, today=TODAY, at=CLOCK
        )


def test_a_starter_is_taken_once_by_a_unit(world: World) -> None:
    draft(world, starter="first_notice")
    with pytest.raises(RuleBroken):
        draft(world, starter="first_notice")
    draft(world, "Ida", starter="first_notice")


@pytest.mark.parametrize("state", VersionState)
@pytest.mark.parametrize("verb", ROUTINE_VERSION.moves)
def test_every_move_from_every_state(state: VersionState, verb: str) -> None:
    expected = {
        "approve": {VersionState.DRAFT},
        "replace": {VersionState.APPROVED},
        "withdraw": {VersionState.DRAFT, VersionState.APPROVED, VersionState.REPLACED},
    }
    assert ROUTINE_VERSION.can(state, verb) is (state in expected[verb])


def unread(world: World, who: str, today: dt.date = TODAY) -> list[int]:
    with acting_as(world.actor(who)) as actor:
        rows = ask_unread(actor, None, today=today)
        return [row["number"] for row in rows if concerns(actor, row)]


def test_a_new_version_is_read_anew_by_those_whom_it_concerns(world: World) -> None:
    first = in_use(world)
    assert unread(world, "Tor") == [1]
    assert [unread(world, who) for who in ("Liv", "Siv", "Ida", "Berit")] == [[], [], [], []]
    with acting_as(world.actor("Tor")) as tor:
        once = confirm_reading(actor=tor, version=first, today=TODAY, at=CLOCK)
        assert confirm_reading(actor=tor, version=first, today=TODAY, at=CLOCK) == once
    assert unread(world, "Tor") == []
    approve(world, next_version(world, first), on=TOMORROW)
    assert (unread(world, "Tor"), unread(world, "Tor", TOMORROW)) == ([], [2])
    with acting_as(world.actor("Tor")) as tor, pytest.raises(RuleBroken):
        old = RoutineVersion.objects.get(pk=first.pk)
        confirm_reading(actor=tor, version=old, today=TOMORROW, at=CLOCK)


def test_nobody_confirms_a_draft_or_the_routine_of_others(world: World) -> None:
    waiting, used = draft(world), in_use(world, "Ida", roles=["municipal_coordinator"])
    with acting_as(world.actor("Tor")) as tor:
        with pytest.raises(RuleBroken):
            confirm_reading(actor=tor, version=waiting, today=TODAY, at=CLOCK)
        with pytest.raises(NotAllowed):
            confirm_reading(actor=tor, version=used, today=TODAY, at=CLOCK)


def test_the_leader_of_the_unit_alone_sees_who_has_read(world: World) -> None:
    version = in_use(world, covers=Covers.CONTROLLER, roles=["contact_officer", "prison_social_worker"])
    with acting_as(world.actor("Tor")) as tor:
        confirm_reading(actor=tor, version=version, today=TODAY, at=CLOCK)
    with acting_as(world.actor("Leif")) as leif:
        found = reader_shares(leif, version.routine, version, today=TODAY)
    lines = [(line.role, line.read, line.all, line.names) for line in found]
    assert lines == [
        ("kontaktbetjent", 1, 1, [("Tor Prøve", True)]),
        ("sosialkonsulent i fengsel", 0, 1, [("Siv Prøve", False)]),
    ]
    for who, seen in (("Leif", 1), ("Tor", 1), ("Siv", 0), ("Liv", 0), ("Berit", 0), ("Per", 0), ("Oda", 0)):
        with acting_as(world.actor(who)) as actor:
            assert RoutineReading.objects.count() == seen, who
            if who != "Leif":
                assert reader_shares(actor, version.routine, version, today=TODAY) == []


def test_a_task_leads_to_the_routine_of_its_unit_before_the_common_one(world: World) -> None:
    in_use(world, covers=Covers.CONTROLLER, title="Felles")
    in_use(world, title="Vår")
    in_use(world, "Ida", title="Kommunens")
    prison, leira = world.unit("trondheim").pk, world.unit("trondheim-leira").pk
    labels = {}
    for who in ("Tor", "Liv", "Ida"):
        with acting_as(world.actor(who)) as actor:
            behind = read_behind(actor, ["first_notice"], today=TODAY)
            labels[who] = [
                str(link.label) if (link := behind.link("first_notice", unit)) else ""
                for unit in (prison, leira)
            ]
            assert behind.link("keep_home", prison) is None
            assert read_behind(actor, ["own_x"], today=TODAY) is NOTHING_BEHIND
    assert labels == {
        "Tor": ["Rutine: Vår", ""],
        "Liv": ["Rutine: Vår", "Rutine: Felles"],
        "Ida": ["", ""],
    }


def lesson(
    world: World, who: str = "Tor", version: RoutineVersion | None = None, ref: str = ""
) -> Improvement:
    with acting_as(world.actor(who)) as actor:
        said = Lesson(source=Source.DEVIATION, kind="late_guarantee", reference=ref, learned="Spør før.")
        routine = version.routine if version else None
        return log_improvement(actor=actor, lesson=said, routine=routine, at=CLOCK)


def test_from_a_lesson_to_a_changed_routine_and_whether_it_helped(world: World) -> None:
    version = in_use(world)
    learned = lesson(world, version=version, ref="avvik-abc")
    assert lesson(world, version=version, ref="avvik-abc").pk == learned.pk
    with acting_as(world.actor("Leif")) as leif:
        with pytest.raises(RuleBroken):
            answer_effect(
                actor=leif, improvement=learned, answer=Answer(Effect.HELPED), today=TODAY, at=CLOCK
            )
        changed = write_draft(actor=leif, routine=version.routine, text=text(), improvement=learned, at=CLOCK)
    approve(world, changed)
    with acting_as(world.actor("Tor")):
        learned.refresh_from_db()
    may = dt.date(2027, 5, 16)
    assert (learned.version_id, learned.effect_on) == (changed.pk, may)
    with acting_as(world.actor("Leif")) as leif:
        assert [row.is_effect for row in waiting_for(leif, today=may).due] == [True]
        early = answer_effect(
            actor=leif, improvement=learned, answer=Answer(Effect.TOO_EARLY), today=may, at=CLOCK
        )
        assert early.effect_on == dt.date(2027, 11, 16)
        assert waiting_for(leif, today=may).due == []
        done = answer_effect(
            actor=leif, improvement=learned, answer=Answer(Effect.HELPED, "Ja."), today=NEXT_YEAR, at=CLOCK
        )
        assert (done.effect, done.answered_by_id) == ("helped", leif.user_id)
        assert [row.is_effect for row in waiting_for(leif, today=NEXT_YEAR).due] == [False]
        review_routine(actor=leif, routine=version.routine, review_on=dt.date(2029, 1, 1), today=NEXT_YEAR)
        assert waiting_for(leif, today=NEXT_YEAR).due == []


def test_a_lesson_needs_words_without_a_number_and_an_own_routine(world: World) -> None:
    other = in_use(world, "Ida", roles=["municipal_coordinator"])
    with acting_as(world.actor("Tor")) as tor:
        for words in (" ", "27909642545 ble glemt"):
            with pytest.raises(RuleBroken):
                log_improvement(actor=tor, lesson=Lesson(source=Source.OTHER, learned=words), at=CLOCK)
        with pytest.raises(NotAllowed):
            said = Lesson(source=Source.OTHER, learned="x")
            log_improvement(actor=tor, lesson=said, routine=other.routine, at=CLOCK)
    learned = lesson(world)
    with acting_as(world.actor("Ida")):
        assert not Improvement.objects.filter(pk=learned.pk).exists()


def test_the_roles_of_the_locks_are_those_of_the_policy() -> None:
    said = Path(str(locks.__file__)).read_text(encoding="utf-8").split("SEATED")[0]
    writers, leaders = said.split("LEADERS")
    assert {role for role in Role if f"'{role.value}'" in writers} == policy.WRITERS
    assert {role for role in Role if f"'{role.value}'" in leaders} == policy.LEADERS

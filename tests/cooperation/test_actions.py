"""A committee meets: who sees it, what it decides, and what comes back until it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership
from hjemvei.audit.models import Outbox
from hjemvei.cooperation.actions.add_seat import Seating, add_seat, end_seat
from hjemvei.cooperation.actions.build_agenda import add_point, build_agenda, withdraw_point
from hjemvei.cooperation.actions.found_forum import ForumFacts, close_forum, found_forum
from hjemvei.cooperation.actions.make_feed import hash_of, make_feed, revoke_feed
from hjemvei.cooperation.actions.plan_meeting import Slot, cancel_meeting, move_meeting
from hjemvei.cooperation.actions.record_decision import (
    Work,
    add_improvement,
    close_decision,
    close_improvement,
    record_decision,
)
from hjemvei.cooperation.actions.remind_overdue import remind_overdue
from hjemvei.cooperation.actions.write_minutes import approve_minutes, write_minutes
from hjemvei.cooperation.actions.write_post import answer_post, start_thread, withdraw_post
from hjemvei.cooperation.enums import AgendaSource, ChairWay, ForumKind, MeasureKind, Presence
from hjemvei.cooperation.models import AgendaPoint, Attendance, Decision, Forum, Meeting, Post, Seat
from hjemvei.cooperation.policy import can_lead
from hjemvei.cooperation.slips import told_at
from hjemvei.cooperation.sources import meetings_held
from hjemvei.cooperation.states import MEETING, WORK, MeetingState
from hjemvei.core.errors import Conflict, NotAllowed, RuleBroken
from hjemvei.deviations.choices import DeviationKind
from hjemvei.deviations.models import AgendaPoint as Slip
from hjemvei.statistics.actions.set_aim import set_aim
from hjemvei.statistics.actions.set_target import set_target
from hjemvei.statistics.choices import Measure
from hjemvei.statistics.drafts import Aim, TargetDraft
from tests.cooperation.factories import AT, HOUR, SOON, TODAY, agreement, committee, leave, meeting, seat
from tests.needs.factories import raw
from tests.world import World, system_actor

LATER = SOON + dt.timedelta(days=1)
TABLES = ("forum", "seat", "meeting", "agendapoint", "decision", "post")
NUMBER = "27909642545"


def held(world: World, forum: Forum) -> Meeting:
    found = meeting(world, forum)
    with acting_as(world.actor("Ida")) as ida:
        seats = {row.pk: Presence.PRESENT for row in Seat.objects.visible_to(ida)}
        return write_minutes(
            actor=ida, meeting=found, minutes="Vi gikk gjennom rutinene.", attended=seats, at=LATER
        )


def count(table: str) -> int:
    ((found,),) = raw(f"SELECT count(*) FROM cooperation_{table}")
    assert isinstance(found, int)
    return found


def decide(world: World, found: Meeting, owner: Seat, due_on: dt.date = TODAY) -> Decision:
    with acting_as(world.actor("Ida")) as ida:
        work = Work(text="Lage felles skjema", owner=owner, due_on=due_on)
        return record_decision(actor=ida, meeting=found, work=work, at=LATER)


def test_members_see_their_committee_by_both_locks_and_nobody_else_does(world: World) -> None:
    forum = committee(world)
    found = held(world, forum)
    decide(world, found, seat_of(world, forum, "Kari"))
    meeting(world, forum, starts_at=SOON + HOUR * 200)
    with acting_as(world.actor("Kari")) as kari:
        start_thread(actor=kari, forum=forum, title="Rutiner", body="Hva gjør dere?", at=AT)
    inside = {"Ida", "Leif", "Kari", "Vera"}
    for who in world.actors:
        with acting_as(world.actor(who)) as actor:
            counts = {table: count(table) for table in TABLES}
            assert all((n > 0) is (who in inside) for n in counts.values()), (who, counts)
            for model in (Forum, Seat, Meeting, AgendaPoint, Decision, Post):
                table = model._meta.db_table.removeprefix("cooperation_")
                if table in counts:
                    assert model.objects.visible_to(actor).count() == counts[table], (who, table)


def seat_of(world: World, forum: Forum, name: str) -> Seat:
    with acting_as(world.actor("Ida")):
        return Seat.objects.get(forum=forum, user_id=world.actor(name).user_id)


def test_whoever_leaves_the_organisation_or_the_seat_sees_nothing(world: World) -> None:
    forum = committee(world)
    kari, leif = seat_of(world, forum, "Kari"), world.actor("Leif")
    with acting_as(world.actor("Ida")) as ida:
        end_seat(actor=ida, seat=kari, ends_before=TODAY)
        with pytest.raises(RuleBroken):
            end_seat(actor=ida, seat=kari, ends_before=TODAY)
    leave(world, "Leif")
    for actor in (world.actor("Kari"), leif):
        with acting_as(actor):
            assert not Forum.objects.exists() and not Forum.objects.visible_to(actor).exists(), actor.name


def test_a_committee_that_nobody_leads_is_taken_up_by_its_organisation_and_no_other(world: World) -> None:
    forum = committee(world)
    for name in ("Ida", "Leif"):
        leave(world, name)
    Membership.objects.create(
        user_id=world.actor("Anne").user_id, unit=world.unit("tk-koordinering"),
        role=Role.MUNICIPAL_COORDINATOR, starts_on=TODAY - dt.timedelta(days=30),
    )  # fmt: skip
    anne = world.actor("Anne")
    anne = replace(anne, unit_roles={anne.unit_id: frozenset({Role.MUNICIPAL_COORDINATOR})})
    with acting_as(anne):
        assert list(Forum.objects.visible_to(anne)) == [forum] == list(Forum.objects.order_by("pk"))
        assert can_lead(anne, forum)
    with acting_as(world.actor("Oda")) as oda:
        assert not Forum.objects.exists()
        assert not can_lead(oda, forum)


def test_only_parties_found_a_committee_and_only_one(world: World) -> None:
    forum = committee(world)
    facts = ForumFacts(name="Et til")
    with acting_as(world.actor("Leif")) as leif, pytest.raises(Conflict):
        found_forum(actor=leif, kind=ForumKind.COMMITTEE, facts=facts, agreement=forum.agreement, at=AT)
    other = agreement(world)
    for who in ("Oda", "Kari", "Vera"):
        with acting_as(world.actor(who)) as actor, pytest.raises(NotAllowed):
            found_forum(actor=actor, kind=ForumKind.COMMITTEE, facts=facts, agreement=other, at=AT)
    with acting_as(world.actor("Oda")) as oda:
        network = found_forum(
            actor=oda, kind=ForumKind.MUNICIPAL, facts=ForumFacts(name="Fagforum"), agreement=None, at=AT
        )
    seat(world, network, "Ida", by="Oda")
    with acting_as(world.actor("Ida")) as ida:
        assert Forum.objects.visible_to(ida).count() == 2 == Forum.objects.count()
    with acting_as(world.actor("Leif")) as leif:
        assert list(Forum.objects.visible_to(leif)) == [forum]


def test_a_seat_is_for_somebody_of_that_organisation(world: World) -> None:
    forum = committee(world)
    with pytest.raises(RuleBroken, match="Ingen hos denne"):
        from_elsewhere(world, forum)
    with pytest.raises(RuleBroken, match="allerede"):
        seat(world, forum, "Kari")


def from_elsewhere(world: World, forum: Forum) -> Seat:
    with acting_as(world.actor("Ida")) as ida:
        seating = Seating(unit=world.unit("trondheim"), email="oda@example.test", starts_on=TODAY)
        return add_seat(actor=ida, forum=forum, seating=seating, at=AT)


def test_the_chair_goes_round_and_each_member_leads(world: World) -> None:
    forum = committee(world, chair_way=ChairWay.ROTATING)
    chairs = [meeting(world, forum, starts_at=SOON + n * HOUR * 48).chair_id for n in range(3)]
    leif, kari = seat_of(world, forum, "Leif"), seat_of(world, forum, "Kari")
    assert chairs == [leif.pk, kari.pk, leif.pk]
    with acting_as(world.actor("Kari")) as actor:
        assert can_lead(actor, forum)
    with acting_as(world.actor("Vera")) as vera:
        assert not can_lead(vera, forum)


def test_an_invitation_names_time_and_place_and_goes_to_each_member_once(world: World) -> None:
    found = meeting(world, committee(world))
    with acting_as(world.actor("Ida")) as ida:
        slot = Slot(starts_at=SOON + HOUR, ends_at=SOON + 2 * HOUR, link="https://video.example.test/1")
        moved = move_meeting(actor=ida, meeting=found, slot=slot, at=AT)
        cancel_meeting(actor=ida, meeting=moved, reason="Snøstorm", at=AT)
        letters = list(Outbox.objects.order_by("pk"))
    receivers = {world.actor(name).user_id for name in ("Leif", "Kari", "Vera")}
    assert [letter.subject.split(":")[0] for letter in letters] == [
        *["Innkalling"] * 3, *["Flyttet"] * 3, *["Avlyst"] * 3,
    ]  # fmt: skip
    assert {letter.to_user_id for letter in letters} == receivers
    assert "Rådhuset, rom 3" in letters[0].body and "Prøve" not in "".join(row.body for row in letters)


def test_the_agenda_brings_what_is_open_and_keeps_what_was_taken_away(world: World) -> None:
    forum = committee(world)
    decision = decide(world, held(world, forum), seat_of(world, forum, "Kari"))
    second = meeting(world, forum, starts_at=SOON + HOUR * 200)
    with acting_as(world.actor("Ida")) as ida:
        (point,) = AgendaPoint.objects.visible_to(ida).filter(meeting=second)
        assert (point.source, point.ref) == (AgendaSource.DECISIONS, decision.key)
        withdraw_point(actor=ida, point=point, at=AT)
        assert build_agenda(actor=ida, meeting=second, at=AT) == 0
    with acting_as(world.actor("Kari")) as kari:
        add_point(actor=kari, meeting=second, title="Ny rutine", text="", at=AT)
        with pytest.raises(RuleBroken):
            add_point(actor=kari, meeting=second, title="Gjelder", text=f"Han er {NUMBER}", at=AT)
        with pytest.raises(NotAllowed):
            withdraw_point(actor=kari, point=point, at=AT)
        close_decision(actor=kari, decision=decision, verb="finish", outcome="Skjemaet er i bruk.", at=AT)
    third = meeting(world, forum, starts_at=SOON + HOUR * 400)
    with acting_as(world.actor("Ida")):
        assert not AgendaPoint.objects.filter(meeting=third).exists()
    with acting_as(world.actor("Vera")) as vera, pytest.raises(NotAllowed):
        add_point(actor=vera, meeting=third, title="Fra en observatør", text="", at=AT)


def test_deviations_come_by_label_and_month_to_the_parties_and_are_kept_nowhere(world: World) -> None:
    forum = committee(world)
    assert forum.agreement_id
    with acting_as(world.actor("Leif")) as leif:
        slip = Slip.objects.create(
            agreement_id=forum.agreement_id, controller_id=leif.controller_id, kind=DeviationKind.OTHER,
            month=dt.date(2026, 10, 1), text="Varselet ble liggende over helgen.",
        )  # fmt: skip
    first, second = meeting(world, forum), meeting(world, forum, starts_at=SOON + HOUR * 200)
    labels = set()
    for found in (first, second):
        with acting_as(world.actor("Kari")) as kari:
            assert AgendaPoint.objects.filter(meeting=found, source=AgendaSource.DEVIATIONS).count() == 1
            ((month, point),) = told_at(kari, Meeting.objects.get(pk=found.pk)).points
            assert (month, point.text) == ("oktober 2026", "Varselet ble liggende over helgen.")
            labels.add(point.label)
    assert len(labels) == 2
    for outsider in ("Vera", "Oda"):
        with acting_as(world.actor(outsider)) as actor:
            assert not told_at(actor, first)
    with acting_as(world.actor("Leif")):
        Slip.objects.filter(pk=slip.pk).update(taken_back_month=dt.date(2026, 11, 1))
    with acting_as(world.actor("Kari")) as kari:
        assert not told_at(kari, first)


def test_target_numbers_come_on_the_agenda_and_meetings_held_are_one_of_them(world: World) -> None:
    forum = committee(world)
    assert forum.agreement is not None
    held(world, forum)
    meeting(world, forum, starts_at=SOON + HOUR * 500)
    year = [dt.date(2026, 1, 1), dt.date(2027, 1, 1)]
    for who in ("Oda", "Ida"):
        with acting_as(world.actor(who)):
            assert meetings_held([forum.agreement.pk, 0], *year) == {forum.agreement.pk: 1}
    with acting_as(world.actor("Ida")) as ida:
        draft = TargetDraft(code=Measure.MEETINGS)
        target = set_target(actor=ida, agreement=forum.agreement, draft=draft, at=AT)
        set_aim(actor=ida, target=target, aim=Aim(year=2026, goal=Decimal(4)), today=TODAY, at=AT)
        found = Meeting.objects.get(number=2)
        assert build_agenda(actor=ida, meeting=found, at=AT) == 1
        point = AgendaPoint.objects.get(meeting=found, source=AgendaSource.TARGETS)
        assert point.title == "Måltall i 2026" and point.text.endswith("mål 4 ganger")


def test_approved_minutes_never_change(world: World) -> None:
    found = held(world, committee(world))
    with acting_as(world.actor("Kari")) as kari, pytest.raises(NotAllowed):
        approve_minutes(actor=kari, meeting=found, at=LATER)
    with acting_as(world.actor("Leif")) as leif:
        approve_minutes(actor=leif, meeting=found, at=LATER)
        with pytest.raises(RuleBroken):
            write_minutes(actor=leif, meeting=found, minutes="Noe annet", attended={}, at=LATER)
        Meeting.objects.filter(pk=found.pk).update(minutes="Forbi alle låser")
        assert Meeting.objects.get(pk=found.pk).minutes == "Vi gikk gjennom rutinene."
        owner = Seat.objects.filter(forum=found.forum).order_by("id").first()
        assert owner is not None
        work = Work(text="Noe annet", owner=owner, due_on=LATER.date())
        with pytest.raises(RuleBroken, match="godkjent"):
            record_decision(actor=leif, meeting=found, work=work, at=LATER)
        assert Attendance.objects.count() == 4


def test_an_owner_closes_what_is_theirs_and_others_do_not(world: World) -> None:
    forum = committee(world)
    found, kari = held(world, forum), seat_of(world, forum, "Kari")
    decision = decide(world, found, kari)
    with acting_as(world.actor("Leif")) as leif:
        work = Work(text="Fast møtetid med vaktlaget", owner=kari, due_on=TODAY)
        measure = add_improvement(
            actor=leif, forum=forum, kind=MeasureKind.CALM, work=work, decision=decision, at=AT
        )
    with acting_as(world.actor("Vera")) as vera, pytest.raises(NotAllowed):
        close_decision(actor=vera, decision=decision, verb="drop", outcome="Nei", at=AT)
    with acting_as(world.actor("Kari")) as actor:
        close_improvement(actor=actor, improvement=measure, verb="finish", effect="Færre glipper", at=AT)
        with pytest.raises(RuleBroken):
            close_decision(actor=actor, decision=decision, verb="finish", outcome=" ", at=AT)
        close_decision(actor=actor, decision=decision, verb="drop", outcome="Ikke lenger aktuelt", at=AT)
        with pytest.raises(RuleBroken):
            close_decision(actor=actor, decision=decision, verb="finish", outcome="Likevel", at=AT)


def test_what_belongs_to_one_forum_cannot_be_put_into_another(world: World) -> None:
    forum = committee(world)
    found = held(world, forum)
    with acting_as(world.actor("Ida")) as ida:
        facts = ForumFacts(name="Fagnettverket", interval_days=30)
        other = found_forum(actor=ida, kind=ForumKind.PROFESSIONAL, facts=facts, agreement=None, at=AT)
        own = Seat.objects.get(forum=other)
        with pytest.raises(RuleBroken):
            record_decision(actor=ida, meeting=found, work=Work(text="x", owner=own, due_on=TODAY), at=AT)
        with pytest.raises(DatabaseError), transaction.atomic():
            Attendance.objects.create(forum=other, meeting=found, seat=own, presence=Presence.PRESENT)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_threads_refuse_identity_numbers_and_words_can_be_taken_back(world: World) -> None:
    forum = committee(world)
    with acting_as(world.actor("Kari")) as kari:
        with pytest.raises(RuleBroken, match="fødselsnummer"):
            start_thread(actor=kari, forum=forum, title="Spørsmål", body="Om 279096 42545", at=AT)
        thread = start_thread(actor=kari, forum=forum, title="Spørsmål", body="Hvordan gjør dere det?", at=AT)
    with acting_as(world.actor("Leif")) as leif:
        answer = answer_post(actor=leif, thread=thread, body="Slik.", at=AT)
        withdraw_post(actor=leif, post=thread, at=AT)
        assert Post.objects.get(pk=thread.pk).body == "" and Post.objects.get(pk=answer.pk).body == "Slik."
    with acting_as(world.actor("Kari")) as kari, pytest.raises(NotAllowed):
        withdraw_post(actor=kari, post=answer, at=AT)
    with acting_as(world.actor("Vera")) as vera, pytest.raises(NotAllowed):
        answer_post(actor=vera, thread=thread, body="Jeg også", at=AT)


def test_a_closed_forum_is_read_and_no_more_written(world: World) -> None:
    forum = committee(world)
    with acting_as(world.actor("Leif")) as leif:
        close_forum(actor=leif, forum=forum, at=AT)
        assert Forum.objects.visible_to(leif).get().closed_at == AT
        with pytest.raises(NotAllowed):
            start_thread(actor=leif, forum=forum, title="Hei", body="Hei", at=AT)


def feed(token: str) -> list[tuple[object, ...]]:
    return raw("SELECT key, name, place FROM kernel.meeting_feed(%s)", hash_of(token))


def test_a_calendar_is_told_of_meetings_until_its_address_is_revoked(world: World) -> None:
    found = meeting(world, committee(world))
    with acting_as(world.actor("Kari")) as kari:
        first, second = make_feed(actor=kari, at=AT), make_feed(actor=kari, at=AT)
    assert feed(first) == [] and feed(second) == [(found.key, "Samarbeidsutvalget", "Rådhuset, rom 3")]
    with acting_as(world.actor("Oda")) as oda:
        assert not revoke_feed(actor=oda, at=AT)
    with acting_as(world.actor("Kari")) as kari:
        assert revoke_feed(actor=kari, at=AT)
    assert feed(second) == []


def test_a_forum_that_has_not_met_reminds_those_who_lead_it_once_a_month(world: World) -> None:
    committee(world)
    for day, letters in ((89, 0), (91, 1), (92, 1)):
        at = AT + dt.timedelta(days=day)
        with acting_as(system_actor(world, "tk-koordinering")) as system:
            remind_overdue(actor=system, today=at.date(), at=at)
            assert Outbox.objects.filter(once__startswith="overdue").count() == letters, day
    with acting_as(world.actor("Ida")):
        assert raw("SELECT * FROM kernel.forums_overdue('2030-01-01')") == []


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("verb", sorted(MEETING.moves))
def test_every_verb_from_every_state(world: World, state: MeetingState, verb: str) -> None:
    found = meeting(world, committee(world))
    verbs: dict[str, Callable[..., Any]] = {
        "hold": lambda a: write_minutes(actor=a, meeting=found, minutes="Kort", attended={}, at=LATER),
        "approve": lambda a: approve_minutes(actor=a, meeting=found, at=LATER),
        "cancel": lambda a: cancel_meeting(actor=a, meeting=found, reason="Sykdom", at=AT),
    }
    with acting_as(world.actor("Leif")) as leif:
        Meeting.objects.filter(pk=found.pk).update(
            state=state, minutes="x", cancel_reason="x", approved_at=AT, chair=None
        )
        if MEETING.can(state, verb):
            assert verbs[verb](leif).state == MEETING.moves[verb].target
        else:
            with pytest.raises(RuleBroken):
                verbs[verb](leif)
    assert set(WORK.moves) == {"finish", "drop"}

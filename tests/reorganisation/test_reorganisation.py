"""Units merge, split and close: nothing is orphaned, nothing is widened, it happens whole or not at all."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.models import Membership, User
from hjemvei.accounts.queries import actor_of, user_with_seats
from hjemvei.agreements.enums import RoleCode
from hjemvei.agreements.models import Agreement, AgreementVersion, RoleUnit
from hjemvei.agreements.queries import terms_of
from hjemvei.cases.models import Assignment, Caseload, Event, Message, Task
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.parties.actions.end_unit import end_unit
from hjemvei.parties.models import ContactPoint, Unit
from hjemvei.reorganisation.actions.carry_out import carry_out
from hjemvei.reorganisation.actions.plan_reorganisation import plan_reorganisation
from hjemvei.reorganisation.choices import Held, ReorganisationKind
from hjemvei.reorganisation.holdings import held_by
from hjemvei.reorganisation.models import Reorganisation
from hjemvei.sharing.models import Case, owned_by
from tests.needs.factories import KLOK, raw, share, signed_in
from tests.world import World, system_actor

MERGE, SPLIT, CLOSE = ReorganisationKind.MERGE, ReorganisationKind.SPLIT, ReorganisationKind.CLOSE
OLD, NEW = "tk-oppfolging", "tk-boligkontor"


def planned(
    world: World, kind: ReorganisationKind = MERGE, *, to: str = NEW, who: str = "Anne"
) -> Reorganisation:
    with acting_as(world.actor(who)) as actor:
        return plan_reorganisation(
            actor=actor, unit=world.unit(OLD), kind=kind, to_unit=world.unit(to), happens_on=clock.today(),
            reason="Én dør", at=clock.now(), today=clock.today(),
        )  # fmt: skip


def done(world: World, plan: Reorganisation, users: tuple[int, ...] = ()) -> Reorganisation:
    with acting_as(world.actor("Anne")) as anne:
        return carry_out(actor=anne, plan=plan, users=users, at=clock.now(), today=clock.today())


def work_in(world: World, name: str = KLOK) -> None:
    """Odd's office has the case by consent: a task, a part of Odd's and a question that waits."""
    with acting_as(world.actor("Odd")) as odd:
        case = Case.objects.get(pk=world.admitted[name].case_id)
        own: dict[str, Any] = owned_by(odd, case, at=clock.now())
        today = clock.today()
        Task.objects.create(
            **own, info_class=InfoClass.COORDINATION, code="prove", title="x", party="municipality",
            to_unit_id=odd.unit_id, to_user_id=odd.user_id, opens_on=today, due_on=today, first_due_on=today,
        )  # fmt: skip
        Assignment.objects.create(
            **own, role=Role.FOLLOW_UP_WORKER, to_unit_id=odd.unit_id, to_user_id=odd.user_id,
            state="accepted", offered_at=clock.now(), answered_at=clock.now(),
        )  # fmt: skip
        Event.objects.create(
            **own, info_class=InfoClass.COORDINATION, code="prove", text="x", happened_at=clock.now()
        )
        Message.objects.create(
            **own, to_unit_id=odd.unit_id, body="Når?", sent_at=clock.now(), answer_by=today
        )


def counted(world: World, row: Reorganisation) -> dict[str, int]:
    with acting_as(world.actor("Anne")):
        return dict(row.moved.values_list("what", "count"))


def again(world: World, name: str) -> Actor:
    """The same user, signed in anew."""
    user, seats = user_with_seats(world.actor(name).user_id, today=clock.today())
    assert user is not None
    found = actor_of(user, seats)
    assert found is not None
    return found


def test_a_merge_leaves_nothing_behind_and_the_work_goes_on(world: World) -> None:
    share(world, [OLD])
    work_in(world)
    ContactPoint.objects.create(
        unit=world.unit(OLD), purpose="Oppfølging", phone="73 00 00 00", starts_on=dt.date(2020, 1, 1)
    )
    plan = planned(world)
    with acting_as(world.actor("Anne")):
        before = held_by(world.unit(OLD), today=clock.today())
    assert [before[kind] for kind in (Held.CASES, Held.ASSIGNMENTS, Held.TASKS, Held.QUESTIONS)] == [
        1,
        1,
        1,
        1,
    ]
    row = done(world, plan)
    moved = counted(world, row)
    assert moved == {"cases": 1, "assignments": 1, "tasks": 1, "questions": 1, "seats": 1, "contacts": 1}
    with acting_as(world.actor("Anne")):
        assert not any(held_by(world.unit(OLD), today=clock.today()).values())
    old = Unit.objects.get(slug=OLD)
    assert old.successor_id == world.unit(NEW).pk and old.ends_before == clock.today()
    odd = again(world, "Odd")
    assert odd.units == (world.unit(NEW).pk,)
    with acting_as(odd):
        case = world.case(KLOK)
        assert {task.to_user_id for task in Task.objects.visible_to(odd).of(case)} == {odd.user_id}
        assert Message.objects.visible_to(odd).of(case).count() == 1
        assert Caseload.objects.visible_to(odd).filter(case=case, unit=world.unit(NEW)).count() == 1
        assert Event.objects.visible_to(odd).of(case).filter(code="reorganised").count() == 1
    with pytest.raises(RuleBroken, match="gjennomført"):
        done(world, plan)


def test_consent_goes_along_as_it_was_and_no_wider(world: World) -> None:
    """The office that takes over sees what the person gave the old one, for as long, and nothing else."""
    given = (InfoClass.IDENTITY, InfoClass.HOUSING)
    consent = share(world, [OLD], classes=given)
    with acting_as(world.actor("Sara")):
        assert raw("SELECT 1 FROM sharing_case") == []
    old, new = world.unit(OLD).pk, world.unit(NEW).pk
    part = "SELECT ends_at FROM sharing_participation WHERE ends_at > now() AND unit_id = "
    keys = "SELECT DISTINCT unnest(keys) FROM sharing_grant WHERE ends_at > now() AND unit_id = "
    before = seen_by(world, OLD, f"{part}{old}")
    done(world, planned(world))
    assert seen_by(world, NEW, f"{part}{new}") == before != []
    opened = {key - new * 16 for (key,) in seen_by(world, NEW, f"{keys}{new}")}
    assert opened == {*map(int, given)}
    assert seen_by(world, OLD, f"{part}{old}") == []
    said = f"SELECT DISTINCT receiver_unit_id FROM sharing_consentscope WHERE consent_id = {consent.pk}"
    assert seen_by(world, "trondheim", said) == [(old,)], "what the person said is not written anew"
    with acting_as(world.actor("Sara")) as sara:
        assert Case.objects.visible_to(sara).count() == 1
    with acting_as(world.actor("Nils")):
        assert raw("SELECT 1 FROM sharing_case") == []
    with acting_as(world.actor("Tor")):
        call("withdraw", consent.pk, "oral")
    with acting_as(world.actor("Sara")) as sara:
        assert Case.objects.visible_to(sara).count() == 0


def seen_by(world: World, slug: str, sql: str) -> list[tuple[Any, ...]]:
    """Rows as the system sees them for one unit."""
    with acting_as(system_actor(world, slug)):
        return raw(sql)


def test_what_would_be_nobodys_stops_a_closing_by_either_page(world: World) -> None:
    share(world, [OLD])
    work_in(world)
    plan = planned(world, CLOSE)
    with pytest.raises(RuleBroken, match="uten noen"):
        done(world, plan)
    assert Membership.objects.in_force(clock.today()).filter(unit=world.unit(OLD)).exists()
    with acting_as(world.actor("Anne")) as anne, pytest.raises(RuleBroken, match="uten noen"):
        end_unit(actor=anne, unit=world.unit(OLD), last_day=clock.today(), successor=world.unit(NEW))
    assert Unit.objects.get(slug=OLD).ends_before is None


def test_an_empty_unit_closes(world: World) -> None:
    today = clock.today()
    Membership.objects.filter(unit=world.unit(OLD)).update(ends_before=today)
    row = done(world, planned(world, CLOSE))
    assert counted(world, row) == {} and Unit.objects.get(slug=OLD).ends_before == today


def test_in_a_split_those_who_go_take_their_cases_and_the_rest_stays(world: World) -> None:
    share(world, [OLD])
    share(world, [OLD], name="Tapper Foss")
    work_in(world)
    stays = User.objects.create_user("bo@example.test", name="Bo Prøve")
    Membership.objects.create(
        user=stays, unit=world.unit(OLD), role=Role.FOLLOW_UP_WORKER, starts_on=dt.date(2020, 1, 1)
    )
    plan = planned(world, SPLIT)
    with pytest.raises(RuleBroken, match="Velg hvem"):
        done(world, plan)
    row = done(world, plan, (world.actor("Odd").user_id,))
    moved = counted(world, row)
    assert (moved["cases"], moved["seats"]) == (1, 1)
    assert Unit.objects.get(slug=OLD).ends_before is None
    odd = again(world, "Odd")
    with acting_as(odd):
        assert len(raw("SELECT 1 FROM sharing_case")) == 1
    assert odd.units == (world.unit(NEW).pk,)
    with acting_as(world.actor("Odd")):
        assert len(raw("SELECT 1 FROM sharing_case")) == 1, "the old unit keeps the other case alone"


def test_another_organisation_needs_a_new_yes_and_only_administrators_decide(world: World) -> None:
    with pytest.raises(RuleBroken, match="spørres på nytt"):
        planned(world, to="frivillig")
    for name in ("Odd", "Ida", "Tor"):
        with pytest.raises(NotAllowed):
            planned(world, who=name)
    for name, old, new in (("Odd", OLD, NEW), ("Tor", "trondheim", "bergen")):
        with (
            acting_as(world.actor(name)),
            pytest.raises(DatabaseError, match="not allowed"),
            transaction.atomic(),
        ):
            call("move_unit", world.unit(old).pk, world.unit(new).pk, None)


def test_it_waits_for_its_day(world: World) -> None:
    today = clock.today()
    with acting_as(world.actor("Anne")) as anne:
        plan = plan_reorganisation(
            actor=anne, unit=world.unit(OLD), kind=MERGE, to_unit=world.unit(NEW), reason="x",
            happens_on=today + dt.timedelta(days=1), at=clock.now(), today=today,
        )  # fmt: skip
    with pytest.raises(RuleBroken, match="ikke kommet"):
        done(world, plan)


def test_an_agreement_that_names_the_old_unit_is_read_as_naming_the_new_one(world: World) -> None:
    made = Agreement.objects.create(name="Prøve")
    version = AgreementVersion.objects.create(agreement=made, number=1, starts_on=dt.date(2020, 1, 1))
    RoleUnit.objects.create(
        agreement=made, version=version, role=RoleCode.FOLLOW_UP_WORKER, unit=world.unit(OLD)
    )
    assert terms_of([version.pk])[version.pk].role_units == {RoleCode.FOLLOW_UP_WORKER: world.unit(OLD).pk}
    done(world, planned(world))
    assert terms_of([version.pk])[version.pk].role_units == {RoleCode.FOLLOW_UP_WORKER: world.unit(NEW).pk}
    assert RoleUnit.objects.get(version=version).unit_id == world.unit(OLD).pk


def test_the_pages_show_what_moves_before_and_after(world: World) -> None:
    share(world, [OLD])
    work_in(world)
    client = signed_in(world, "Anne")
    place = reverse("reorganisation:plan", args=[OLD])
    assert "Saker enheten deltar i" in client.get(place).content.decode()
    sent = {"kind": "merge", "to_unit": world.unit(NEW).pk, "happens_on": clock.today().isoformat()}
    assert client.post(place, {**sent, "reason": "", "once": "c" * 20}).status_code == 422
    answer = client.post(place, {**sent, "reason": "Én dør", "once": "d" * 20})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Gjennomfør nå" in page and "boligkontoret" in page and "Lyng" not in page
    assert client.post(answer["Location"], {"once": "e" * 20}).status_code == 302
    assert "Gjennomført" in client.get(answer["Location"]).content.decode()
    assert signed_in(world, "Ida").get(place).status_code == 403
    with time_machine.travel(clock.now() + dt.timedelta(days=1), tick=False):
        told = signed_in(world, "Tor").get(reverse("parties:unit", args=[OLD])).content.decode()
    assert "boligkontoret" in told


def test_no_unit_of_another_organisation_is_named_or_takes_over(world: World) -> None:
    """With the application's own rules taken away."""
    anne = world.actor("Anne")
    row: dict[str, Any] = {
        "controller_id": anne.controller_id, "kind": MERGE, "happens_on": clock.today(), "reason": "x",
        "recorded_by_id": anne.user_id, "recorded_at": clock.now(),
    }  # fmt: skip
    ours, theirs = world.unit(OLD), world.unit("trondheim")
    for before, after in ((theirs, ours), (ours, theirs)):
        with acting_as(anne), pytest.raises(DatabaseError), transaction.atomic():
            Reorganisation.objects.create(**row, from_unit=before, to_unit=after)
        with acting_as(anne), pytest.raises(DatabaseError), transaction.atomic():
            call("move_rest", before.pk, after.pk)

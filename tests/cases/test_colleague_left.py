"""What somebody who has left held: tasks go back to the unit, parts are shown to who may take them over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hjemvei.accounts.actions.end_everything import end_everything
from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership, User
from hjemvei.audit import reads
from hjemvei.cases.actions.assign_contact_officer import assign_contact_officer
from hjemvei.cases.actions.hand_over_assignments import hand_over_assignments
from hjemvei.cases.models import Assignment, Task
from hjemvei.cases.queries.inbox import inbox
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed
from hjemvei.sharing.models import owned_by
from tests.accounts.factories import administrator, letters_to
from tests.world import DAY, World


def staffed(world: World) -> tuple[User, Task]:
    """Tor has a case and a task in it."""
    tor = User.objects.get(pk=world.actor("Tor").user_id)
    with acting_as(world.actor("Leif")) as leif:
        case = world.case("Klok Lyng")
        assign_contact_officer(actor=leif, case=case, to_user=tor, today=clock.today(), at=clock.now())
    with acting_as(world.actor("Tor")) as actor:
        task = Task.objects.create(
            **owned_by(actor, world.case("Klok Lyng"), at=clock.now()),
            code="prove",
            title="Ring",
            party="prison",
            to_unit=world.unit("trondheim"),
            to_user=tor,
            opens_on=clock.today(),
            due_on=clock.today(),
            first_due_on=clock.today(),
        )
    return tor, task


def gone(world: World, user: User) -> None:
    ada = administrator(world, "trondheim")
    with acting_as(ada):
        end_everything(actor=ada, user=user, reason="sluttet", today=clock.today(), at=clock.now())


def test_tasks_go_back_and_leaders_are_told_without_a_word_of_whom_they_are_about(world: World) -> None:
    tor, task = staffed(world)
    gone(world, tor)
    with acting_as(world.actor("Siv")) as siv:
        assert Task.objects.visible_to(siv).get(pk=task.pk).to_user_id is None
    for name in ("Leif", "Siv"):
        subject, body = letters_to(world.actor(name).user_id)[-1]
        assert subject == "Hjemvei: saker må overtas"
        assert "Tor Prøve har sluttet i Trondheim fengsel" in body
        assert "1 oppdrag" in body
        assert "Lyng" not in subject + body


def test_the_inbox_shows_what_nobody_holds_and_a_colleague_takes_it_over(world: World) -> None:
    tor, _task = staffed(world)
    gone(world, tor)
    siv = world.actor("Siv")
    with acting_as(siv), reads.recording(siv, page="cases:inbox"):
        first = inbox(siv, today=clock.today()).loads[0]
        assert (first.name, first.count, first.has_left) == ("Tor Prøve", 1, True)
        part = Assignment.objects.visible_to(siv).get(to_user=tor, state="accepted")
        moved = hand_over_assignments(
            actor=siv,
            keys=[part.key],
            to_user=User.objects.get(pk=siv.user_id),
            reason="Tor har sluttet",
            today=clock.today(),
            at=clock.now(),
        )
        assert moved == 1
        assert not [load for load in inbox(siv, today=clock.today()).loads if load.has_left]


def test_any_colleague_takes_over_from_who_has_left_and_from_nobody_else(world: World) -> None:
    tor, _task = staffed(world)
    ny = User.objects.create_user("ny@example.test", name="Ny Prøve")
    unit = world.unit("trondheim")
    Membership.objects.create(user=ny, unit=unit, role=Role.CONTACT_OFFICER, starts_on=DAY)
    officer = replace(world.actor("Tor"), user_id=ny.pk, name=ny.name)

    def take_over() -> int:
        with acting_as(officer):
            part = Assignment.objects.visible_to(officer).get(to_user=tor, state="accepted")
            return hand_over_assignments(
                actor=officer,
                keys=[part.key],
                to_user=ny,
                reason="Tor har sluttet",
                today=clock.today(),
                at=clock.now(),
            )

    with pytest.raises(NotAllowed):
        take_over()
    gone(world, tor)
    assert take_over() == 1

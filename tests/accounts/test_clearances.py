"""A clearance for protected people takes two administrators, ends by its date, and one may take it away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actions.answer_clearance import answer_clearance
from hjemvei.accounts.actions.ask_clearance import ask_clearance
from hjemvei.accounts.actions.end_clearance import end_clearance
from hjemvei.accounts.actions.end_everything import end_everything
from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.models import AccountEvent, Membership, User
from hjemvei.accounts.models_clearance import Clearance
from hjemvei.accounts.queries import actor_of, user_with_seats
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.errors import Conflict, NotAllowed, RuleBroken
from tests.accounts.clearances import administrators, asked, clear
from tests.accounts.factories import letters_to
from tests.world import DAY, World

Two = tuple[Actor, Actor]


@pytest.fixture
def two(world: World) -> Two:
    return administrators(world, world.actor("Siv").unit_id)


def level(user_id: int, *, unit_id: int | None = None, in_days: int = 0) -> int:
    user, seats = user_with_seats(user_id, today=clock.today() + dt.timedelta(days=in_days))
    actor = actor_of(user, seats, unit_id=unit_id) if user else None
    return actor.clearance if actor else -1


def siv(world: World) -> int:
    return world.actor("Siv").user_id


def answer(actor: Actor, clearance: Clearance, *, give: bool = True) -> None:
    with acting_as(actor):
        answer_clearance(actor=actor, clearance=clearance, give=give, at=clock.now())


def test_it_holds_when_another_has_answered_and_until_its_day(world: World, two: Two) -> None:
    ask, embla = two
    clearance = asked(world, "Siv", 6, asker=ask)
    assert level(siv(world)) == 0
    with pytest.raises(NotAllowed, match="En annen administrator"):
        answer(ask, clearance)
    answer(embla, clearance)
    assert level(siv(world)) == 6
    assert level(siv(world), in_days=299) == 6 and level(siv(world), in_days=300) == 0
    assert "klarering" in letters_to(siv(world))[-1][0]
    told = [subject for subject, _body in letters_to(embla.user_id)]
    assert told == ["Hjemvei: en klarering venter på svar"] and not letters_to(ask.user_id)
    with acting_as(embla):
        kinds = AccountEvent.objects.filter(user_id=siv(world)).order_by("pk").values_list("kind", "reason")
        assert list(kinds) == [
            ("clearance_asked", clearance.reason),
            ("clearance_given", clearance.reason),
        ]


def test_several_add_up_and_one_controller_s_says_nothing_in_another(world: World, two: Two) -> None:
    clear(world, "Siv", 2)
    clear(world, "Siv", 4)
    assert level(siv(world)) == 6
    at = world.unit("tk-nav")
    Membership.objects.create(user_id=siv(world), unit=at, role="social_caseworker", starts_on=DAY)
    assert level(siv(world), unit_id=at.pk) == 0 and level(siv(world)) == 6


def test_no_is_no_and_it_may_be_asked_again(world: World, two: Two) -> None:
    ask, embla = two
    clearance = asked(world, "Siv", 1, asker=ask)
    with pytest.raises(Conflict, match="venter alt"):
        asked(world, "Siv", 2, asker=embla)
    answer(embla, clearance, give=False)
    with pytest.raises(Conflict, match="venter ikke"):
        answer(embla, clearance)
    assert level(siv(world)) == 0
    answer(ask, asked(world, "Siv", 1, asker=embla))
    assert level(siv(world)) == 1


def test_one_is_enough_to_take_it_away(world: World, two: Two) -> None:
    clearance = clear(world, "Siv", 7)
    with acting_as(two[0]) as ask:
        with pytest.raises(RuleBroken, match="hvorfor"):
            end_clearance(actor=ask, clearance=clearance, reason=" ", at=clock.now())
        end_clearance(actor=ask, clearance=clearance, reason="Andre oppgaver", at=clock.now())
        with pytest.raises(Conflict):
            end_clearance(actor=ask, clearance=clearance, reason="Andre oppgaver", at=clock.now())
    assert level(siv(world)) == 0


def test_who_leaves_and_comes_back_is_not_cleared(world: World, two: Two) -> None:
    clear(world, "Siv", 3)
    user = User.objects.get(pk=siv(world))
    with acting_as(two[0]) as ask:
        end_everything(actor=ask, user=user, reason="", today=clock.today(), at=clock.now())
    User.objects.filter(pk=user.pk).update(is_active=True)
    Membership.objects.create(user=user, unit=world.unit("bergen"), role="contact_officer", starts_on=DAY)
    assert level(user.pk) == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"value": 0}, "address"),
        ({"reason": " "}, "reason"),
        ({"ends_before": dt.timedelta(0)}, "last_day"),
        ({"ends_before": dt.timedelta(days=367)}, "last_day"),
    ],
)
def test_what_is_asked_for(world: World, two: Two, changed: dict[str, Any], field: str) -> None:
    today = clock.today()
    said = {"value": 1, "reason": "x", "ends_before": dt.timedelta(days=9), **changed}
    said["ends_before"] = today + said["ends_before"]
    with acting_as(two[0]) as ask, pytest.raises(RuleBroken) as refused:
        user = User.objects.get(pk=siv(world))
        ask_clearance(actor=ask, user=user, today=today, at=clock.now(), **said)
    assert refused.value.field == field


def test_who_may_not(world: World, two: Two) -> None:
    """Others than administrators, for oneself, of another controller, and where nobody is left to answer."""
    own = User.objects.get(pk=two[0].user_id)
    anne, user = world.actor("Anne"), User.objects.get(pk=siv(world))
    ida = User.objects.get(pk=world.actor("Ida").user_id)
    today, at = clock.today(), clock.now()
    said: dict[str, Any] = {"value": 1, "reason": "x", "ends_before": today + dt.timedelta(days=9), "at": at}
    for actor, about in ((world.actor("Leif"), user), (two[0], own), (anne, user)):
        with acting_as(actor), pytest.raises(NotAllowed):
            ask_clearance(actor=actor, user=about, today=today, **said)
    with acting_as(anne), pytest.raises(RuleBroken, match="to administratorer"):
        ask_clearance(actor=anne, user=ida, today=today, **said)


@pytest.mark.parametrize("by", ["asker", "Siv", "Leif", "Anne"])
def test_the_database_asks_for_four_eyes_itself(world: World, two: Two, by: str) -> None:
    clearance = asked(world, "Siv", 2, asker=two[0])
    with acting_as(two[0] if by == "asker" else world.actor(by)):
        with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
            call("answer_clearance", clearance.pk, True, clock.now())
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Clearance.objects.filter(pk=clearance.pk).update(is_given=True)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Clearance.objects.create(
                user_id=siv(world), controller_id=1, value=7, reason="x", asked_at=clock.now(),
                is_given=True, answered_at=clock.now(), ends_before=clock.today() + dt.timedelta(days=9),
            )  # fmt: skip
    assert level(siv(world)) == 0


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_on_the_member_s_page(world: World, two: Two, sign_in: Callable[[str], Client]) -> None:
    ask, embla = client_of(two[0]), client_of(two[1])
    key = User.objects.get(pk=siv(world)).key
    page = reverse("accounts:user", args=[key])
    address = {verb: reverse(f"accounts:{verb}_clearance", args=[key]) for verb in ("ask", "answer", "end")}
    form = {"address": "2", "shield": "on", "reason": "Skjulte boliger", "last_day": ""}
    assert ask.post(address["ask"], form).status_code == 422
    form["last_day"] = (clock.today() + dt.timedelta(days=30)).isoformat()
    assert ask.post(address["ask"], form).status_code == 302
    text = ask.get(page).content.decode()
    assert "En annen administrator må svare" in text and "Godkjenn" not in text
    assert "Siv Prøve" in embla.get(reverse("accounts:users")).content.decode().split("<form")[0]
    text = embla.get(page).content.decode()
    assert "Strengt fortrolig adresse, og skjermede" in text and "Ask Prøve ba om den" in text
    clearance = Clearance.objects.get()
    said = {"clearance": clearance.key, "answer": "yes"}
    assert embla.post(address["answer"], {**said, "clearance": "x\x00"}).status_code == 404
    assert embla.post(address["answer"], said).status_code == 302
    assert "Embla Prøve godkjente" in ask.get(page).content.decode() and level(siv(world)) == 6
    ended = {"clearance": clearance.key, "reason": ""}
    assert ask.post(address["end"], ended).status_code == 422
    assert ask.post(address["end"], {**ended, "reason": "Andre oppgaver"}).status_code == 302
    assert "Ikke klarert" in ask.get(page).content.decode() and level(siv(world)) == 0
    for where in address.values():
        assert sign_in("Leif").post(where, said).status_code == 403
        assert sign_in("Anne").post(where, said).status_code == 404


def test_a_fresh_second_factor_is_asked_for(world: World, two: Two, settings: Any) -> None:
    settings.MFA_REQUIRED = True
    clearance = asked(world, "Siv", 2, asker=two[0])
    client = client_of(two[1])
    session = client.session
    session["second_factor"] = True
    session["second_factor_at"] = int(clock.now().timestamp()) - 600
    session.save()
    key = User.objects.get(pk=siv(world)).key
    for verb in ("ask", "answer"):
        where = reverse(f"accounts:{verb}_clearance", args=[key])
        sent = client.post(where, {"clearance": clearance.key, "answer": "yes"})
        assert sent.status_code == 302 and "/bekreft/" in sent.headers["Location"]
    assert level(siv(world)) == 0

"""A double submit through the decorator: done once, answered twice; a refused form may be corrected."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.test import RequestFactory

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.drafts import keep_draft
from hjemvei.accounts.models import Draft, SavedView
from hjemvei.audit.models import OnceKey
from hjemvei.audit.once_view import once
from hjemvei.core.db import all_or_nothing
from hjemvei.core.errors import Conflict, RuleBroken
from hjemvei.ui.views import refusal
from tests.world import CLOCK, World

KEY = "k" * 22


def save_a_view(request: HttpRequest) -> HttpResponse:
    """Writes a row, and refuses afterwards when no name was given, as an action may."""
    user_id = request.actor.user_id  # type: ignore[attr-defined]
    SavedView.objects.create(user_id=user_id, page="x", name=request.POST["name"] or "tom")
    if not request.POST["name"]:
        return HttpResponse("mangler navn", status=422)
    return HttpResponseRedirect("/ferdig/")


@pytest.fixture
def send(world: World) -> Callable[..., HttpResponse]:
    def call(name: str, *, key: str = KEY) -> HttpResponse:
        request = RequestFactory().post("/skjema/", {"name": name, "once": key})
        request.actor = world.actor("Tor")  # type: ignore[attr-defined]
        with acting_as(world.actor("Tor")):
            return once(save_a_view)(request)

    return call


def names(world: World) -> list[str]:
    with acting_as(world.actor("Tor")):
        return sorted(SavedView.objects.values_list("name", flat=True))


def test_the_second_submit_gets_the_first_answer(world: World, send: Callable[..., HttpResponse]) -> None:
    first, second = send("mine"), send("mine")
    assert [first["Location"], second["Location"]] == ["/ferdig/", "/ferdig/"]
    assert names(world) == ["mine"]


def test_a_refused_form_leaves_nothing_and_may_be_corrected(
    world: World, send: Callable[..., HttpResponse]
) -> None:
    assert send("").status_code == 422
    assert names(world) == []
    with acting_as(world.actor("Tor")):
        assert not OnceKey.objects.exists()
    assert send("mine").status_code == 302
    assert names(world) == ["mine"]


def test_a_key_with_another_content_is_a_conflict(world: World, send: Callable[..., HttpResponse]) -> None:
    send("mine")
    with pytest.raises(Conflict, match="er ikke lagret") as refused:
        send("andres")
    assert names(world) == ["mine"]
    assert refused.value.link is not None and refused.value.link[1] == "/ferdig/"


def test_whoever_goes_back_and_changes_is_told_where_to_go_on(world: World) -> None:
    """Not to try the same again, which would be refused for ever."""
    request = RequestFactory().post("/skjema/")
    request.actor = world.actor("Tor")  # type: ignore[attr-defined]
    with acting_as(world.actor("Tor")):
        page = refusal(request, "x", status=409, code="key_reused", link=("Se det som er lagret", "/ferdig/"))
    text = page.content.decode()
    assert "Åpne skjemaet på nytt" in text and "prøv igjen" not in text and 'href="/ferdig/"' in text


@pytest.mark.parametrize("key", ["", "kort", "k" * 65, "æ" * 22])
def test_an_unusable_key_is_left_to_the_form(
    world: World, send: Callable[..., HttpResponse], key: str
) -> None:
    assert send("mine", key=key).status_code == 302
    with acting_as(world.actor("Tor")):
        assert not OnceKey.objects.exists()


def test_what_was_undone_cannot_be_answered_as_done(world: World) -> None:
    """A view that lets an action be refused and then redirects would lose the key: that is a fault."""

    def careless(request: HttpRequest) -> HttpResponse:
        with suppress(RuleBroken), all_or_nothing(RuleBroken):
            raise RuleBroken("nei", code="no")
        return HttpResponseRedirect("/ferdig/")

    request = RequestFactory().post("/skjema/", {"once": KEY})
    request.actor = world.actor("Tor")  # type: ignore[attr-defined]
    with acting_as(world.actor("Tor")), pytest.raises(LookupError):
        once(careless)(request)


def test_the_draft_of_what_was_sent_goes_with_the_answer(
    world: World, send: Callable[..., HttpResponse]
) -> None:
    tor = world.actor("Tor")

    def drafts() -> set[str]:
        with acting_as(tor):
            return set(Draft.objects.filter(user_id=tor.user_id).values_list("path", flat=True))

    with acting_as(tor):
        for path in ("/skjema/", "/annet/"):
            typed = QueryDict("name=halvt")
            keep_draft(user_id=tor.user_id, path=path, data=typed, at=CLOCK)
    assert send("").status_code == 422
    assert drafts() == {"/skjema/", "/annet/"}
    assert send("mine").status_code == 302
    assert drafts() == {"/annet/"}

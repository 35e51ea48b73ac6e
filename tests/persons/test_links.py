"""Duplicates are linked, shown and unlinked by people, and never seen by others."""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.persons.actions.correct_person import add_number, correct_person
from hjemvei.persons.actions.link_duplicate import link_duplicate
from hjemvei.persons.actions.unlink_duplicate import unlink_duplicate
from hjemvei.persons.models import DuplicateLink, Person
from tests.world import World


def pair(world: World) -> list[Person]:
    names = ("Klok Lyng", "Tapper Foss")
    return [Person.objects.get(pk=world.admitted[name].person_id) for name in names]


def client_of(world: World, name: str, settings: Any, tmp_path: Path) -> Client:
    settings.MFA_REQUIRED, settings.STATIC_ROOT = False, tmp_path
    backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    return client


def test_link_and_unlink_are_reversible_and_done_once(world: World, at: dt.datetime) -> None:
    with acting_as(world.actor("Tor")) as tor:
        first, second = pair(world)
        link = link_duplicate(actor=tor, persons=[second, first], reason="Samme bilde", at=at)
        assert link_duplicate(actor=tor, persons=[first, second], reason="Igjen", at=at).pk == link.pk
        with pytest.raises(RuleBroken):
            unlink_duplicate(actor=tor, link=link, reason=" ", at=at)
        assert unlink_duplicate(actor=tor, link=link, reason="Feil", at=at).unlinked_at == at
        assert unlink_duplicate(actor=tor, link=link, reason="Igjen", at=at).unlink_reason == "Feil"
        again = link_duplicate(actor=tor, persons=[first, second], reason="Likevel", at=at)
        assert again.pk != link.pk and Person.objects.filter(pk__in=[first.pk, second.pk]).count() == 2


def test_what_can_not_be_linked(world: World, at: dt.datetime) -> None:
    with acting_as(world.actor("Tor")) as tor:
        first, second = pair(world)
        for persons, reason in (([first, first], "x"), ([first, second], " ")):
            with pytest.raises(RuleBroken):
                link_duplicate(actor=tor, persons=persons, reason=reason, at=at)
    with acting_as(world.actor("Ida")) as ida, pytest.raises(NotAllowed):
        link_duplicate(actor=ida, persons=[first, second], reason="x", at=at)


def test_a_stranger_sees_no_link(world: World, at: dt.datetime) -> None:
    with acting_as(world.actor("Tor")) as tor:
        link_duplicate(actor=tor, persons=pair(world), reason="Samme bilde", at=at)
    for name, seen in (("Tor", 1), ("Berit", 0), ("Ida", 0), ("Liv", 0)):
        with acting_as(world.actor(name)), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM persons_duplicatelink")
            assert cursor.fetchone() == (seen,), name


def test_the_page_shows_what_a_link_shares(
    world: World, at: dt.datetime, settings: Any, tmp_path: Path
) -> None:
    tor = client_of(world, "Tor", settings, tmp_path)
    with acting_as(world.actor("Tor")) as actor:
        first, second = pair(world)
        correct_person(actor=actor, person=second, family_name="Lyng", given_name="Klok")
    address = f"/person/{first.key}/koblinger/"
    assert "Ingen koblinger" in tor.get(address).content.decode()
    form = {"other": second.key, "reason": "Samme bilde", "once": secrets.token_urlsafe(16)}
    assert tor.post(address, {**form, "reason": ""}).status_code == 422
    assert tor.post(address, form).status_code == 302
    page = tor.get(address).content.decode()
    assert "Samme bilde" in page and page.count(">likt<") == 6 and "27909642545" not in page
    with acting_as(world.actor("Tor")):
        link = DuplicateLink.objects.get()
    undo = f"{address}{link.key}/"
    assert tor.get(undo).status_code == 200
    assert tor.post(undo, {"reason": "Tvillinger", "once": secrets.token_urlsafe(16)}).status_code == 302
    assert "Tvillinger" in tor.get(address).content.decode()
    berit = client_of(world, "Berit", settings, tmp_path)
    assert berit.get(address).status_code == 404 and berit.get(undo).status_code == 404


def test_a_number_is_added_once_and_never_taken_from_another(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        _first, second = pair(world)
        assert not add_number(actor=tor, person=second, number="27909642545")
        assert add_number(actor=tor, person=second, number="05838670182")
        with pytest.raises(RuleBroken):
            add_number(actor=tor, person=second, number="12345678901")
        with pytest.raises(RuleBroken):
            correct_person(actor=tor, person=second, family_name=" ", given_name="")

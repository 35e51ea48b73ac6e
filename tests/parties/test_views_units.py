"""The organisation pages: everybody reads, few write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hjemvei.parties.models import ContactPoint, OpeningHours, UnitFact
from tests.world import World

MONDAY_TEN = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)


def point(world: World, slug: str = "tk-boligkontor") -> ContactPoint:
    made = ContactPoint.objects.create(
        unit=world.unit(slug), purpose="Bolig", phone="73 00 00 00", starts_on=dt.date(2020, 1, 1)
    )
    OpeningHours.objects.create(contact_point=made, weekday="1", opens_at=dt.time(9), closes_at=dt.time(15))
    return made


@pytest.mark.parametrize("name", ["Tor", "Kari", "Vera", "Per"])
def test_all_staff_read(world: World, sign_in: Callable[[str], Client], name: str) -> None:
    point(world)
    client = sign_in(name)
    found = client.get(reverse("parties:units"), {"q": "boligkontoret"})
    assert "Trondheim kommune, boligkontoret" in found.content.decode()
    page = client.get(reverse("parties:unit", args=["tk-boligkontor"])).content.decode()
    assert "73 00 00 00" in page
    assert "Legg til kontaktpunkt" not in page


def test_a_week_that_is_typed_is_kept_and_a_faulty_one_says_where(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    client, place = sign_in("Anne"), reverse("parties:hours", args=["tk-boligkontor", point(world).key])
    save = f"{reverse('accounts:save_draft')}?path={place}"
    assert "data-draft=" in client.get(place).content.decode()
    assert client.post(save, {"opens_2": "10:30", "closes_2": "14:00"}).status_code == 204
    page = client.get(place).content.decode()
    assert 'value="10:30"' in page and "Forkast kladden" in page
    refused = client.post(place, {"opens_2": "14:00", "closes_2": "10:30"})
    assert refused.status_code == 422
    assert "data-error-summary" in refused.content.decode()


def test_nobody_reads_without_signing_in(client: Client, world: World) -> None:
    assert client.get(reverse("parties:units")).status_code == 302


def test_open_now_follows_the_norwegian_clock(world: World, sign_in: Callable[[str], Client]) -> None:
    point(world)
    client = sign_in("Tor")
    path = reverse("parties:unit", args=["tk-boligkontor"])
    with time_machine.travel(MONDAY_TEN, tick=False):
        assert "Åpent nå" in client.get(path).content.decode()
    with time_machine.travel(MONDAY_TEN + dt.timedelta(hours=6), tick=False):
        assert "Stengt nå" in sign_in("Tor").get(path).content.decode()


def test_the_list_costs_the_same_for_one_and_three(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Tor")
    client.get(reverse("parties:units"))
    counts = []
    for slugs in (["tk-boligkontor"], ["tk-nav", "tk-helse"]):
        for slug in slugs:
            point(world, slug)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse("parties:units"), {"q": "Trondheim"}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_filters_and_pages(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Tor")
    page = client.get(reverse("parties:units"), {"group": "prisons"}).content.decode()
    assert "cursor=" in page
    assert "boligkontoret" not in page
    assert client.get(reverse("parties:units"), {"cursor": "ødelagt"}).status_code == 409


def test_the_coordinator_edits_from_the_page(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Ida")
    slug = "tk-koordinering"
    new = reverse("parties:new_contact_point", args=[slug])
    assert client.post(new, {"purpose": "Varsler"}).status_code == 422
    values = {"purpose": "Varsler", "phone": "73 11 11 11"}
    for _ in range(2):
        assert client.post(new, values).status_code == 302
    made = ContactPoint.objects.get(unit=world.unit(slug))
    hours = reverse("parties:hours", args=[slug, made.key])
    assert "Mandag, åpner" in client.get(hours).content.decode()
    assert client.post(hours, {"opens_1": "09:00"}).status_code == 422
    assert client.post(hours, {"opens_1": "09:00", "closes_1": "15:00"}).status_code == 302
    assert OpeningHours.objects.filter(contact_point=made).count() == 1
    fact = {"kind": "phone_access", "text": "Ring 9-11", "starts_on": "2026-11-16"}
    assert client.post(reverse("parties:fact", args=[slug]), fact).status_code == 302
    page = client.get(reverse("parties:unit", args=[slug])).content.decode()
    assert "Ring 9-11" in page
    assert client.post(reverse("parties:end_contact_point", args=[slug, made.key])).status_code == 302
    assert "73 11 11 11" not in client.get(reverse("parties:unit", args=[slug])).content.decode()


@pytest.mark.parametrize("name", ["Sara", "Oda", "Tor"])
def test_others_are_refused(world: World, sign_in: Callable[[str], Client], name: str) -> None:
    made = point(world)
    client = sign_in(name)
    slug = "tk-boligkontor"
    for path in (
        reverse("parties:new_contact_point", args=[slug]),
        reverse("parties:contact_point", args=[slug, made.key]),
        reverse("parties:end_contact_point", args=[slug, made.key]),
        reverse("parties:hours", args=[slug, made.key]),
        reverse("parties:fact", args=[slug]),
        reverse("parties:end", args=[slug]),
    ):
        answer = client.post(path, {"purpose": "x", "phone": "1", "kind": "staff", "number": 1})
        assert answer.status_code == 403, path
    assert not UnitFact.objects.filter(unit=world.unit(slug)).exists()


def test_a_contact_point_belongs_to_its_unit(world: World, sign_in: Callable[[str], Client]) -> None:
    made = point(world, "ok-koordinering")
    client = sign_in("Ida")
    assert (
        client.post(reverse("parties:end_contact_point", args=["tk-koordinering", made.key])).status_code
        == 404
    )


def test_an_administrator_ends_a_unit(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Anne")
    path = reverse("parties:end", args=["tk-oppfolging"])
    values = {"last_day": "2026-11-20", "successor": world.unit("tk-helse").pk}
    assert client.post(path, values).status_code == 302
    page = client.get(reverse("parties:unit", args=["tk-oppfolging"])).content.decode()
    assert "Tatt over av" in page

"""From application to follow-up through the pages, each by the one who does it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hjemvei.accounts.actor import acting_as
from hjemvei.allocation.models import Application, Offer
from hjemvei.core import clock
from hjemvei.deviations.models import Deviation
from hjemvei.plans.models import Goal, Measure
from hjemvei.sharing.models import owned_by
from hjemvei.tenancies.actions.plan_follow_ups import plan_follow_ups
from hjemvei.tenancies.models import FirstNight, FollowUp, Guarantee, Lease
from tests.allocation.factories import apply, decide
from tests.homes.factories import dwelling
from tests.needs.factories import KLOK, share, signed_in, the_case
from tests.world import CLOCK, World

TODAY = clock.today()
PEOPLE = (KLOK, "Stø Måke", "Tapper Foss")


class Sender:
    """Sends forms as somebody, each with a fresh key against double submits."""

    def __init__(self, world: World, who: str) -> None:
        self.client: Client = signed_in(world, who)
        self.number = 0

    def send(self, address: str, /, *, expect: int = 302, **values: Any) -> str:
        assert self.client.get(address).status_code == 200, address
        self.number += 1
        once = f"once-key-number-{self.number:04}"
        answer = self.client.post(
            address, {"once": once} | {name: str(value) for name, value in values.items()}
        )
        page = answer.content.decode()
        assert answer.status_code == expect, (answer.status_code, page[page.find("ds-error-summary") :][:600])
        return page

    def page(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return str(answer.content.decode())


def newest(world: World, who: str, model: Any) -> Any:
    with acting_as(world.actor(who)):
        return model.objects.order_by("-id")[0]


def test_the_whole_road(world: World) -> None:
    share(world)
    key = the_case(world).key
    home = dwelling(world)
    tor, sara, nils, odd = (Sender(world, who) for who in ("Tor", "Sara", "Nils", "Odd"))
    place = f"/bolig/sak/{key}"
    office = world.unit("tk-boligkontor").pk
    assert "Ingen søknad ennå" in tor.page(f"{place}/tildeling/")
    tor.send(
        f"{place}/tildeling/sok/", to_unit=office, received_on=TODAY, household_size=1, wishes="Nær barna"
    )
    application = newest(world, "Sara", Application)
    assert "Klok Lyng" in sara.page("/bolig/ko/")
    asked = f"{place}/tildeling/soknad/{application.key}"
    sara.send(f"{asked}/forelopig-svar/")
    sara.send(
        f"{asked}/vedtak/", outcome="grant", reasons="Mangler bolig", help_given="Bolig", decided_on=TODAY
    )
    later = TODAY + dt.timedelta(days=7)
    sara.send(f"{asked}/tilby/", dwelling=home.key, available_from=TODAY, answer_by=later)
    offer = newest(world, "Sara", Offer)
    sara.send(f"{place}/tildeling/tilbud/{offer.key}/svar/", answer="yes")
    assert "Skriv kontrakt" in sara.page(f"{place}/tildeling/")
    sara.send(f"{place}/kontrakt/{offer.key}/", rent=8000, signed_on=TODAY, starts_on=TODAY)
    lease = newest(world, "Sara", Lease)
    nils.send(f"{place}/leie/{lease.key}/sikkerhet/", kind="guarantee", amount=48_000, issued_on=TODAY)
    sara.send(f"{place}/leie/{lease.key}/nokler/")
    assert "nøkler utlevert" in sara.page(f"{place}/leie/")
    odd.send(f"{place}/forste-natt/", place="permanent", night_of=TODAY, source="Samtale")
    odd.send(
        f"{place}/oppfolging/plan/",
        to_unit=world.unit("tk-oppfolging").pk,
        released_on=TODAY - dt.timedelta(days=2),
        person_agreed="on",
    )
    with acting_as(world.actor("Odd")):
        contact = FollowUp.objects.order_by("planned_on", "id")[0]
    odd.page("/bolig/i-dag/")
    odd.send(
        f"{place}/oppfolging/{contact.key}/",
        outcome="met",
        happened_on=TODAY,
        still_housed="yes",
        went_well="Låste opp selv",
    )
    assert "Låste opp selv" in odd.page(f"{place}/oppfolging/")
    assert newest(world, "Nils", Guarantee).amount == 48_000
    assert newest(world, "Odd", FirstNight).place == "permanent"
    for address in (f"{place}/leie/", f"{place}/oppfolging/", f"{place}/tildeling/", f"{place}/klar/"):
        Sender(world, "Oda").page(address, 404)
        fragment = odd.client.get(address, headers={"HX-Request": "true"}).content.decode()
        assert fragment.lstrip().startswith("<section"), address


def test_readiness_plan_and_deviations_through_the_pages(world: World) -> None:
    key, tor = the_case(world).key, Sender(world, "Tor")
    answers = dict.fromkeys(("home", "keys", "income", "allowance", "id", "phone", "work"), "yes")
    answers |= {"transport": "no", "contact": "unknown"}
    tor.send(f"/bolig/sak/{key}/klar/gjennomgang/", task="readiness_14", **answers)
    assert "7 av 9" in tor.page(f"/bolig/sak/{key}/klar/")
    assert "Ingen plan ennå" in tor.page(f"/sak/{key}/plan/")
    tor.send(f"/sak/{key}/plan/skriv/", own_words="Jeg vil hjem")
    tor.send(f"/sak/{key}/plan/omrade/housing/", text="En dør jeg kan låse", in_own_words="on")
    wish = newest(world, "Tor", Goal)
    tor.send(f"/sak/{key}/plan/mal/{wish.key}/tiltak/", text="Ringe", who="0")
    step = newest(world, "Tor", Measure)
    tor.send(f"/sak/{key}/plan/tiltak/{step.key}/", verb="finish")
    tor.send(f"/sak/{key}/plan/mal/{wish.key}/nadd/")
    assert "Små seire" in tor.page(f"/sak/{key}/plan/")
    assert "Plan for Klok Lyng" in tor.page(f"/sak/{key}/plan/papir/")
    tor.send(f"/avvik/sak/{key}/meld/", kind="other", happened_on=TODAY, to_unit=world.unit("trondheim").pk)
    slip = newest(world, "Tor", Deviation)
    assert "Klok Lyng" in tor.page("/avvik/")
    tor.send(f"/avvik/sak/{key}/{slip.key}/lukk/", cause="routines", measure="Ny rutine")
    assert "Ny rutine" in tor.page(f"/avvik/sak/{key}/")
    assert "Klok" not in Sender(world, "Kari").page("/avvik/")
    Sender(world, "Ida").page(f"/avvik/sak/{key}/", 404)
    Sender(world, "Ida").page(f"/sak/{key}/plan/", 404)


def test_a_dwelling_taken_meanwhile_is_not_free_and_nothing_is_lost(world: World) -> None:
    for name in PEOPLE[:2]:
        share(world, name=name)
    home = dwelling(world)
    sara = Sender(world, "Sara")
    asked = []
    for name in PEOPLE[:2]:
        granted = decide(world, apply(world, name=name))
        asked.append(f"/bolig/sak/{the_case(world, name=name).key}/tildeling/soknad/{granted.key}/tilby/")
    later = TODAY + dt.timedelta(days=5)
    sara.send(asked[0], dwelling=home.key, available_from=TODAY, answer_by=later)
    page = sara.send(asked[1], expect=422, dwelling=home.key, available_from=TODAY, answer_by=later)
    assert "Boligen er ikke ledig." in page and later.isoformat() in page
    assert "Klok Lyng" not in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("received_on", "igår"),
        ("received_on", "2999-01-01"),
        ("household_size", "0"),
        ("household_size", "mange"),
        ("to_unit", "999999"),
        ("to_unit", "x"),
        ("wanted_kind", "slott"),
        ("wishes", "x" * 601),
    ],
)
def test_bad_input_gives_the_form_again(world: World, field: str, value: str) -> None:
    share(world)
    values: dict[str, Any] = {
        "to_unit": world.unit("tk-boligkontor").pk,
        "received_on": TODAY,
        "household_size": 1,
    }
    address = f"/bolig/sak/{the_case(world).key}/tildeling/sok/"
    Sender(world, "Tor").send(address, expect=422, **(values | {field: value}))
    with acting_as(world.actor("Tor")):
        assert Application.objects.count() == 0


def test_a_double_submit_files_one_application(world: World) -> None:
    share(world)
    client = signed_in(world, "Tor")
    values = {
        "to_unit": world.unit("tk-boligkontor").pk,
        "received_on": TODAY.isoformat(),
        "household_size": 1,
        "once": "the-same-key-twice",
    }
    for _again in range(2):
        answer = client.post(f"/bolig/sak/{the_case(world).key}/tildeling/sok/", values)
        assert answer.status_code == 302
    with acting_as(world.actor("Tor")):
        assert Application.objects.count() == 1


def test_the_stock_through_the_pages(world: World) -> None:
    sara = Sender(world, "Sara")
    assert "Ingen boliger her" in sara.page("/boliger/")
    values: dict[str, Any] = {
        "name": "Gata 1",
        "address": "Gata 1",
        "postal_code": "7011",
        "municipality": "5001",
        "kind": "ordinary",
        "ownership": "municipal",
        "rooms": 2,
        "rent": 8000,
        "available_from": TODAY,
    }
    sara.send("/boliger/ny/", expect=422, **(values | {"postal_code": "70"}))
    sara.send("/boliger/ny/", **values)
    sara.send("/boliger/ny/", expect=422, **values)
    page = sara.page("/boliger/?q=gata&free=on")
    key = next(part[:12] for part in page.split('href="/boliger/') if part[12:13] == "/")
    sara.page(f"/boliger/{key}/")
    sara.send(f"/boliger/{key}/endre/", **(values | {"rent": 9000}))
    assert "9000" in sara.page(f"/boliger/{key}/")
    sara.send(f"/boliger/{key}/avslutt/", ends_before=TODAY + dt.timedelta(days=30))
    Sender(world, "Oda").page(f"/boliger/{key}/", 404)
    Sender(world, "Ida").page("/boliger/ny/", 403)


def test_lists_ask_the_database_as_often_for_three_as_for_one(world: World) -> None:
    clients = {"/bolig/ko/": signed_in(world, "Sara"), "/bolig/i-dag/": signed_in(world, "Odd")}
    clients["/avvik/"], clients["/boliger/"] = signed_in(world, "Odd"), clients["/bolig/ko/"]
    counts: dict[str, list[int]] = {address: [] for address in clients}
    for number, name in enumerate(PEOPLE):
        share(world, name=name)
        apply(world, name=name)
        dwelling(world, f"Gata {number}")
        with acting_as(world.actor("Odd")) as odd:
            case, unit = world.case(name), world.unit("tk-oppfolging").pk
            plan_follow_ups(
                actor=odd, case=case, to_unit_id=unit, released_on=TODAY, person_agreed=True, at=CLOCK
            )
            Deviation.objects.create(
                **owned_by(odd, case, at=CLOCK), kind="other", happened_on=TODAY, to_unit_id=unit
            )
        if number == 1:
            continue
        for address, client in clients.items():
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts[address].append(len(queries))
    for address, (one, three) in counts.items():
        assert one == three, address

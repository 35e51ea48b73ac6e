"""From a closed deviation, and from what a committee decided, to a routine that is changed by it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed
from hjemvei.deviations.actions.learn_from_deviation import learn_from_deviation
from hjemvei.deviations.choices import DeviationKind
from hjemvei.deviations.learning import CLAUSES, lesson_of
from hjemvei.deviations.models import Deviation
from hjemvei.routines.models import Improvement, RoutineVersion
from tests.cooperation.factories import committee
from tests.cooperation.test_actions import decide, held, seat_of
from tests.deviations.test_actions_deviation import report
from tests.needs.factories import KLOK, signed_in
from tests.routines.factories import approve, in_use
from tests.world import CLOCK, World

CLOSED = {"cause": "routines", "measure": "Ring først"}


def send(client: Client, address: str, **values: Any) -> Any:
    page = client.get(address).content.decode()
    once = re.search(r'name="once"[^>]*value="([^"]+)"', page)
    assert once, page[:1000]
    return client.post(address, {"once": once[1], **values})


def place(world: World, name: str, slip: Deviation) -> str:
    with acting_as(world.actor("Tor")):
        return reverse(f"deviations:{name}", args=[world.case(KLOK).key, slip.key])


def test_a_closed_deviation_becomes_a_changed_routine(world: World) -> None:
    routine = in_use(world).routine
    slip, tor = report(world, kind=DeviationKind.NOTICE_LATE), signed_in(world, "Tor")
    panel = place(world, "lesson", slip).replace(f"{slip.key}/laering/", "")
    assert "Skriv ned hva vi lærte" not in tor.get(panel).content.decode()
    assert tor.get(place(world, "lesson", slip)).status_code == 403
    assert send(tor, place(world, "close", slip), **CLOSED).status_code == 302
    assert "Skriv ned hva vi lærte" in tor.get(panel).content.decode()
    form = tor.get(place(world, "lesson", slip)).content.decode()
    assert re.search(r'value="prison_duties" selected', form) and f'value="{routine.key}" selected' in form
    said = {"learned": "Ring i stedet for brev", "clause": "prison_duties", "routine": routine.key}
    for _twice in range(2):
        sent = send(tor, place(world, "lesson", slip), **said, effect_months=3)
        assert sent.status_code == 302
    with acting_as(world.actor("Tor")):
        (lesson,) = Improvement.objects.all()
    assert (lesson.source, lesson.kind, lesson.clause) == ("deviation", "routines", "prison_duties")
    assert reverse("routines:lesson", args=[lesson.key]) in tor.get(panel).content.decode()
    leif = signed_in(world, "Leif")
    page = leif.get(reverse("routines:lesson", args=[lesson.key])).content.decode()
    assert "Rutiner" in page and "Punkt 6: " in page and slip.key not in page
    edit = reverse("routines:edit", args=[routine.key])
    assert f"{edit}?laering={lesson.key}" in page
    assert f'value="{lesson.key}" selected' in leif.get(edit, {"laering": lesson.key}).content.decode()
    new = {"title": "Første varsel", "steps": "1. Ring.", "language": "nb", "roles": ["contact_officer"]}
    assert send(leif, edit, **new, improvement=lesson.key).status_code == 302
    with acting_as(world.actor("Leif")):
        version = RoutineVersion.objects.get(number=2)
    approve(world, version, on=clock.today(), today=clock.today())
    page = leif.get(reverse("routines:lesson", args=[lesson.key])).content.decode()
    assert "endret i versjon 2" in page


def test_what_all_colleagues_read_tells_of_nobody(world: World) -> None:
    """Anne does not see the case; she reads what was learned, and nothing leads her back."""
    slip, tor = report(world), signed_in(world, "Tor")
    send(tor, place(world, "close", slip), **CLOSED)
    lesson = place(world, "lesson", slip)
    for words in ("Klok Lyng, spør Klok Lyng først", "Gjelder 27909642545", "Født 27.10.1996"):
        assert send(tor, lesson, learned=words, effect_months=6).status_code == 422, words
    assert send(tor, lesson, learned="Spør først", effect_months=6).status_code == 302
    for who in ("Berit", "Oda"):
        assert signed_in(world, who).get(lesson).status_code in (403, 404)
    with acting_as(world.actor("Leif")):
        row = Improvement.objects.get()
        case = world.case(KLOK)
    told = f"{row.__dict__}"
    assert slip.key not in told and case.key not in told and "Klok" not in told


def test_nothing_is_learned_before_it_is_closed_and_every_breach_has_its_clause(world: World) -> None:
    slip = report(world)
    with acting_as(world.actor("Tor")) as tor, pytest.raises(NotAllowed):
        learn_from_deviation(actor=tor, deviation=slip, lesson=lesson_of(slip), routine=None, at=CLOCK)
    untold = {DeviationKind.OTHER, DeviationKind.WELL_OTHER, DeviationKind.DEADLINE_PASSED}
    assert set(DeviationKind) - set(CLAUSES) == untold


def test_each_organisation_learns_from_a_decision_once(world: World) -> None:
    forum = committee(world)
    decision = decide(world, held(world, forum), seat_of(world, forum, "Kari"))
    address = reverse("cooperation:lesson", args=[forum.key, decision.key])
    ida, leif = signed_in(world, "Ida"), signed_in(world, "Leif")
    assert send(ida, address, learned="Møt tidlig", effect_months=6).status_code == 422
    work = reverse("cooperation:work", args=[forum.key])
    close = reverse("cooperation:close_decision", args=[forum.key, decision.key])
    assert send(ida, close, verb="finish", outcome="I bruk", checked="on").status_code == 302
    for client in (ida, ida, leif):
        assert address in client.get(work).content.decode() or client is ida
        assert send(client, address, learned="Møt tidlig", clause="committee", effect_months=6)
    for who in ("Ida", "Leif"):
        with acting_as(world.actor(who)):
            row = Improvement.objects.get()
        assert (row.source, row.clause, row.reference) == (
            "meeting",
            "committee",
            "Samarbeidsutvalget, møte 1",
        )
        assert reverse("routines:lesson", args=[row.key]) in signed_in(world, who).get(work).content.decode()
    assert signed_in(world, "Oda").get(address).status_code == 404

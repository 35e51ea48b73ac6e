"""One message without consent: who may send which, that it opens nothing, that hiding it takes two people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.audit import reads
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.actions.approve_hiding import approve_hiding
from hjemvei.sharing.actions.read_message import read_message
from hjemvei.sharing.actions.tell_by_statute import tell_by_statute
from hjemvei.sharing.enums import ShareBasis
from hjemvei.sharing.models import Case, Disclosure, Grant, HiddenDisclosure, Participation, StatuteMessage
from hjemvei.sharing.policy import statutes_for
from hjemvei.sharing.told import open_message, told_to_others
from tests.cases.cooperation_factories import raw
from tests.cases.test_cooperation_views import sign_in
from tests.world import World

DANGER, BENEFITS = ShareBasis.STATUTE_DANGER, ShareBasis.STATUTE_BENEFITS


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def tell(world: World, who: str = "Siv", basis: ShareBasis = DANGER, **values: Any) -> StatuteMessage:
    actor = world.actor(who)
    said = {
        "to_unit": world.unit("tk-nav"),
        "classes": [InfoClass.CUSTODY],
        "body": "Klok Lyng slippes ut i morgen.",
        "why": "Fare for liv.",
    }
    case = world.case("Klok Lyng")
    return tell_by_statute(actor=actor, case=case, basis=basis, at=clock.now(), **{**said, **values})


def nothing_opened(world: World, case_id: int) -> None:
    """Both locks: no case, no part, no grant, no row of the case."""
    with acting_as(world.actor("Nils")) as nils:
        assert not Case.objects.visible_to(nils).filter(pk=case_id).exists()
        assert raw("SELECT count(*) FROM sharing_case WHERE id = %s", case_id) == [(0,)]
        assert raw("SELECT count(*) FROM sharing_disclosure WHERE case_id = %s", case_id) == [(0,)]
        assert not Participation.objects.filter(case_id=case_id).exists()
        assert not Grant.objects.filter(case_id=case_id).exists()
        assert raw("SELECT count(*) FROM persons_person WHERE given_name = 'Klok'") == [(0,)]


def test_the_receiver_reads_the_message_and_nothing_else(world: World) -> None:
    with acting_as(world.actor("Siv")):
        message = tell(world)
        case_id = message.disclosure.case_id
        stored = raw("SELECT body FROM sharing_statutemessage WHERE id = %s", message.pk)
        assert b"Klok" not in bytes(stored[0][0])  # type: ignore[arg-type]
    nothing_opened(world, case_id)
    with acting_as(world.actor("Nils")) as nils:
        row = StatuteMessage.objects.visible_to(nils).get()
        with reads.recording(nils, page="sharing:message"):
            assert open_message(nils, row).body == "Klok Lyng slippes ut i morgen."
        assert read_message(actor=nils, message=row, at=clock.now())
        assert not read_message(actor=nils, message=row, at=clock.now())
    nothing_opened(world, case_id)
    for name in ("Ida", "Berit", "Vera", "Kari"):
        with acting_as(world.actor(name)) as other:
            assert not StatuteMessage.objects.visible_to(other).exists()
            assert raw("SELECT count(*) FROM sharing_statutemessage") == [(0,)]


def test_a_role_that_may_not_read_a_class_does_not_read_the_message(world: World) -> None:
    """Nils's unit gets it, but a leader there reads no dates of custody."""
    with acting_as(world.actor("Siv")):
        tell(world)
    nils = world.actor("Nils")
    leader = replace(nils, unit_roles={nils.unit_id: frozenset({Role.MUNICIPAL_LEADER})})
    with acting_as(leader):
        assert not StatuteMessage.objects.visible_to(leader).exists()
        assert raw("SELECT count(*) FROM sharing_statutemessage") == [(0,)]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("Tor", {"statute_child", "statute_avert", "statute_danger"}),
        ("Siv", {"statute_benefits", "statute_child", "statute_avert", "statute_danger"}),
        ("Leif", {"statute_benefits", "statute_child", "statute_avert", "statute_danger"}),
        ("Nils", set()),
        ("Kari", set()),
        ("Per", set()),
    ],
)
def test_each_statute_names_its_roles(world: World, who: str, expected: set[str]) -> None:
    with acting_as(world.actor("Tor")):
        case = world.case("Klok Lyng")
    assert {basis.value for basis in statutes_for(world.actor(who), case)} == expected
    with acting_as(world.actor(who)) as actor:
        for basis in set(ShareBasis) - {ShareBasis(code) for code in expected}:
            with pytest.raises(NotAllowed):
                tell_by_statute(
                    actor=actor,
                    case=case,
                    basis=basis,
                    to_unit=world.unit("tk-nav"),
                    classes=[],
                    body="x",
                    why="x",
                    at=clock.now(),
                )


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"basis": BENEFITS, "classes": [InfoClass.HEALTH]}, "classes"),
        ({"classes": [InfoClass.ECONOMY]}, "classes"),
        ({"classes": [InfoClass.CONFIDENTIAL]}, "classes"),
        ({"body": "  "}, "body"),
        ({"why": ""}, "why"),
        ({"basis": BENEFITS, "slug": "tk-helse"}, "to_unit"),
        ({"slug": "trondheim-leira"}, "to_unit"),
    ],
)
def test_no_more_than_the_statute_allows(world: World, values: dict[str, Any], code: str) -> None:
    slug = values.pop("slug", "")
    unit = {"to_unit": world.unit(slug)} if slug else {}
    with acting_as(world.actor("Siv")):
        with pytest.raises(RuleBroken) as refused:
            tell(world, **values, **unit)
        assert refused.value.field == code
        assert not Disclosure.objects.exclude(basis="consent").exists()


def test_the_person_sees_it_until_two_people_hide_it(world: World) -> None:
    with acting_as(world.actor("Siv")) as siv:
        message = tell(world, hide_because="Kan røpe den som varslet.")
        case, hidden = world.case("Klok Lyng"), HiddenDisclosure.objects.visible_to(siv).get()
        assert [row.pk for row in told_to_others(siv, case)] == [message.disclosure_id]
        with pytest.raises(NotAllowed, match="En annen"):
            approve_hiding(actor=siv, hidden=hidden, at=clock.now())
        alone = "UPDATE sharing_hiddendisclosure SET approved_by_id = %s, approved_at = now() RETURNING id"
        assert raw(alone, siv.user_id) == []
        tor = world.actor("Tor").user_id
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            HiddenDisclosure.objects.create(
                case=case,
                controller_id=siv.controller_id,
                owner_unit_id=siv.unit_id,
                recorded_by_id=tor,
                recorded_at=clock.now(),
                disclosure=Disclosure.objects.create(
                    case=case,
                    controller_id=siv.controller_id,
                    owner_unit_id=siv.unit_id,
                    recorded_by_id=tor,
                    recorded_at=clock.now(),
                    receiver_unit=world.unit("tk-nav"),
                    info_classes=[1],
                    basis=DANGER,
                    what="x",
                ),
                reason="x",
            )
    with acting_as(world.actor("Tor")) as tor_actor:
        approve_hiding(actor=tor_actor, hidden=hidden, at=clock.now())
        assert told_to_others(tor_actor, case) == []
        with pytest.raises(RuleBroken):
            approve_hiding(actor=tor_actor, hidden=hidden, at=clock.now())


def test_the_pages(world: World) -> None:
    with acting_as(world.actor("Siv")):
        case = world.case("Klok Lyng")
    siv, nils = sign_in(world, "Siv"), sign_in(world, "Nils")
    place = f"/sak/{case.key}/samtykke/meld/"
    assert "Meld uten samtykke" in siv.get(place).content.decode()
    sent = {
        "once": "m" * 22,
        "basis": DANGER.value,
        "to_unit": world.unit("tk-nav").pk,
        "classes": ["2"],
        "body": "Ring straks.",
        "why": "Fare for liv.",
        "hide_because": "Utrygt.",
    }
    assert siv.post(place, {**sent, "why": ""}).status_code == 422
    assert siv.post(place, {**sent, "once": "n" * 22}).status_code == 302
    page = siv.get(f"/sak/{case.key}/samtykke/").content.decode()
    assert "ber om at den skjules" in page and "Godkjenn" not in page
    assert (
        "Godkjenn at den skjules" in sign_in(world, "Tor").get(f"/sak/{case.key}/samtykke/").content.decode()
    )
    assert "Meldinger etter loven" in nils.get("/sak/innboks/").content.decode()
    with acting_as(world.actor("Nils")) as actor:
        key = StatuteMessage.objects.visible_to(actor).get().key
    message = nils.get(f"/sak/melding/{key}/").content.decode()
    assert "Ring straks." in message and "Klok" not in message
    assert nils.post(f"/sak/melding/{key}/lest/", {"once": "p" * 22}).status_code == 302
    assert "Meldinger etter loven" not in nils.get("/sak/innboks/").content.decode()
    assert sign_in(world, "Ida").get(f"/sak/melding/{key}/").status_code == 404
    assert nils.get(f"/sak/{case.key}/samtykke/").status_code == 404

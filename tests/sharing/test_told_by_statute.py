"""One message without consent: who may send which, that it opens nothing, that hiding it takes two people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.audit import reads
from hjemvei.core import clock
from hjemvei.core.crypto import Undecipherable
from hjemvei.core.db import call
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.persons import keys
from hjemvei.sharing.actions.approve_hiding import approve_hiding
from hjemvei.sharing.actions.declare_relation import declare_relation
from hjemvei.sharing.actions.lift_relation import lift_relation
from hjemvei.sharing.actions.protect_person import protect_person
from hjemvei.sharing.actions.read_message import read_message
from hjemvei.sharing.actions.tell_by_statute import tell_by_statute
from hjemvei.sharing.enums import RelationKind, ShareBasis
from hjemvei.sharing.models import (
    Case,
    Disclosure,
    Grant,
    HiddenDisclosure,
    Participation,
    Relation,
    StatuteMessage,
)
from hjemvei.sharing.policy import statutes_for
from hjemvei.sharing.told import open_message, told_to_others
from tests.accounts.clearances import clear
from tests.cases.cooperation_factories import raw
from tests.cases.test_cooperation_views import sign_in
from tests.web.factories import signed_in
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
        stored = raw("SELECT body, reason FROM sharing_statutemessage WHERE id = %s", message.pk)
        assert all(keys.is_sealed(bytes(value)) for value in stored[0])  # type: ignore[call-overload]
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


def test_the_key_is_given_with_the_message_and_to_nobody_else(world: World) -> None:
    """Nor to a role there that may not read one of its classes."""
    person = world.admitted["Klok Lyng"].person_id

    def has_key(actor: Actor) -> bool:
        with acting_as(actor):
            return raw("SELECT count(*) FROM persons_datakey WHERE person_id = %s", person) == [(1,)]

    nils, others = world.actor("Nils"), [world.actor(name) for name in ("Ida", "Berit", "Vera", "Kari")]
    assert not any(has_key(actor) for actor in (nils, *others))
    with acting_as(world.actor("Siv")):
        message = tell(world)
        sealed = bytes(message.__dict__["body"])
    assert has_key(nils) and not any(has_key(actor) for actor in others)
    assert not has_key(replace(nils, unit_roles={nils.unit_id: frozenset({Role.MUNICIPAL_LEADER})}))
    with acting_as(nils), pytest.raises(Undecipherable):
        keys.unseal(sealed, bound_to=f"sharing_statutemessage:{message.key}x:body")


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


ADDRESS = "Bor i Skjultveien 7, 7030 Trondheim."


def told_an_address(world: World) -> str:
    """Its page, as Nils who received it reads it today."""
    with acting_as(world.actor("Siv")):
        message = tell(world, classes=[InfoClass.HOUSING], body=ADDRESS)
    return f"/sak/melding/{message.key}/"


def read_by(world: World, who: str) -> int:
    """How many messages, by both locks alike."""
    with acting_as(world.actor(who)) as actor:
        ((count,),) = raw("SELECT count(*) FROM sharing_statutemessage")
        assert StatuteMessage.objects.visible_to(actor).count() == count
        return int(str(count))


def protected(world: World, grade: int, *, is_shielded: bool = False) -> None:
    """By a leader, who may lift it too."""
    leif = replace(world.actor("Leif"), clearance=7)
    with acting_as(leif):
        protect_person(
            actor=leif,
            case=world.case("Klok Lyng"),
            grade=grade,
            is_shielded=is_shielded,
            reason="Folkeregisteret",
            at=clock.now(),
        )


@pytest.mark.parametrize(("grade", "is_shielded"), [(2, False), (1, False), (0, True)])
def test_a_protection_set_later_holds_for_what_was_told_before(
    world: World, grade: int, is_shielded: bool
) -> None:
    place = told_an_address(world)
    nils = sign_in(world, "Nils")
    assert ADDRESS in nils.get(place).content.decode()
    protected(world, grade, is_shielded=is_shielded)
    assert nils.get(place).status_code == 404
    assert (read_by(world, "Nils"), read_by(world, "Siv")) == (0, 0)
    protected(world, 0)
    assert ADDRESS in nils.get(place).content.decode()


def test_a_grade_from_a_list_holds_for_it_too_and_a_new_message_is_born_with_it(world: World) -> None:
    told_an_address(world)
    siv = replace(world.actor("Siv"), clearance=2)
    with acting_as(siv):
        call("set_protection", world.admitted["Klok Lyng"].case_id, 2)
    assert read_by(world, "Nils") == 0
    with acting_as(siv):
        first = StatuteMessage.objects.get()
        assert first.protection == 2
        case = world.case("Klok Lyng")
        case.protection, case.blocked_users = 0, []
        again = tell_by_statute(
            actor=siv,
            case=case,
            basis=DANGER,
            to_unit=world.unit("tk-nav"),
            classes=[InfoClass.CUSTODY],
            body="x",
            why="x",
            at=clock.now(),
        )
        again.refresh_from_db()
        assert again.protection == 2


def test_whoever_is_cleared_reads_it_after_a_fresh_factor(world: World, settings: Any) -> None:
    place = told_an_address(world)
    clear(world, "Nils", 2)
    protected(world, 2)
    settings.MFA_REQUIRED = True
    nils = signed_in(world, "Nils")
    session = nils.session
    session["second_factor_at"] = int(clock.now().timestamp()) - 900
    session.save()
    answer = nils.get(place)
    assert answer.status_code == 302 and "/bekreft/" in answer.headers["Location"]
    session["second_factor_at"] = int(clock.now().timestamp())
    session.save()
    assert ADDRESS in nils.get(place).content.decode()


def test_whoever_is_said_to_be_related_later_is_blocked_from_it_and_let_in_again(world: World) -> None:
    told_an_address(world)
    assert read_by(world, "Siv") == 1
    with acting_as(world.actor("Leif")) as leif:
        declare_relation(
            actor=leif,
            user_id=world.actor("Siv").user_id,
            kind=RelationKind.SIBLING,
            case=world.case("Klok Lyng"),
        )
    assert read_by(world, "Siv") == 0
    with acting_as(world.actor("Leif")) as leif:
        lift_relation(actor=leif, relation=Relation.objects.get(), reason="Feil person")
    assert read_by(world, "Siv") == 1


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

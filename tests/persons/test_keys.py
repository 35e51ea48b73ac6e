"""Everybody's own key: who is given it, what it opens, and that nothing is left when it is destroyed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership
from hjemvei.cases.actions.send_message import send_message
from hjemvei.cases.models import Message, Notice
from hjemvei.core import clock
from hjemvei.core.crypto import Undecipherable
from hjemvei.core.db import call, session_store
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.persons import keys
from hjemvei.persons.actions.destroy_key import destroy_key
from hjemvei.persons.models import DataKey, DestructionGround, Identifier, KeyDestruction, Person
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Case, Consent, Participation
from tests.cases.cooperation_factories import consent_to, inside, notify, raw
from tests.world import World

SECRET = "Han vil helst bo nær datteren sin."


def given(name: str, world: World) -> set[int]:
    """The person records whose wrapped key a raw SELECT gives."""
    with acting_as(world.actor(name)):
        return {int(str(row[0])) for row in raw("SELECT person_id FROM persons_datakey")}


@pytest.fixture
def shared(world: World) -> tuple[Case, Consent]:
    """Trondheim prison has told the municipality's coordinator about somebody."""
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case, note=SECRET)
    return case, consent


def own_record(name: str, world: World, case: Case) -> int:
    with acting_as(world.actor(name)) as actor:
        return Participation.objects.visible_to(actor).filter(case=case).latest("id").person_id


def test_a_key_is_given_to_those_who_see_the_record_and_nobody_else(world: World) -> None:
    own = {world.admitted[name].person_id for name in ("Klok Lyng", "Stø Måke", "Tapper Foss")}
    assert given("Tor", world) == own
    assert given("Berit", world) == {world.admitted["Blid Ås"].person_id}
    for name in ("Ida", "Kari", "Per", "Anne", "Vera"):
        assert given(name, world) == set(), name
    assert raw("SELECT count(*) FROM persons_datakey") == [(0,)]


def test_the_application_writes_no_key_and_makes_none_for_a_strangers_case(world: World) -> None:
    case_id, fresh = world.admitted["Blid Ås"].case_id, keys.fresh_key()
    with acting_as(world.actor("Tor")) as tor:
        for sql in ("UPDATE persons_datakey SET wrapped = ''", "DELETE FROM persons_datakey"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                raw(sql)
        for controller_id in (tor.controller_id, world.unit("tk-nav").controller_id):
            with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
                keys.key_of_case(case_id, controller_id)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            raw("SELECT * FROM kernel.keys_to_wrap(1, 10)")
        assert fresh.wrapped


def test_what_was_sent_is_read_by_its_receiver_also_after_the_withdrawal(
    world: World, shared: tuple[Case, Consent]
) -> None:
    case, consent = shared
    of_prison = own_record("Tor", world, case)
    assert of_prison in given("Ida", world)
    assert given("Oda", world) == {world.admitted["Rask Øy"].person_id}
    with acting_as(world.actor("Tor")) as tor:
        withdraw_consent(actor=tor, consent=consent, how=ConsentForm.ORAL, at=clock.now())
    assert of_prison in given("Ida", world)  # the notice is hers to keep
    with acting_as(world.actor("Ida")):
        assert Notice.objects.get(case=case).note == SECRET


def test_the_municipalitys_key_comes_to_the_prison_with_the_first_message_to_it(
    world: World, shared: tuple[Case, Consent]
) -> None:
    case, _consent = shared
    theirs = own_record("Ida", world, case)
    assert theirs not in given("Tor", world)
    with acting_as(world.actor("Ida")) as ida:
        send_message(actor=ida, case=case, to_unit=world.unit("trondheim"), body=SECRET, at=clock.now())
    assert theirs in given("Tor", world)
    with acting_as(world.actor("Tor")):
        assert Message.objects.get(case=case).body == SECRET
        assert not Person.objects.filter(pk=theirs).exists()


def test_a_ciphertext_opens_in_its_own_row_and_column_alone(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        one, two = (
            Message.objects.create(
                case=world.case("Klok Lyng"),
                controller_id=tor.controller_id,
                owner_unit_id=tor.unit_id,
                recorded_by_id=tor.user_id,
                recorded_at=clock.now(),
                sent_at=clock.now(),
                to_unit_id=tor.unit_id,
                body=body,
            )
            for body in (SECRET, "En annen tekst")
        )
        ((raw_body,),) = raw("SELECT body FROM cases_message WHERE id = %s", one.pk)
        assert isinstance(raw_body, bytes)
        assert SECRET.encode() not in raw_body
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_message SET body = %s WHERE id = %s", [raw_body, two.pk])
        assert Message.objects.get(pk=one.pk).body == SECRET
        with pytest.raises(Undecipherable):
            _ = Message.objects.get(pk=two.pk).body
        with pytest.raises(TypeError, match="never search"):
            Message.objects.filter(body=SECRET).exists()


def test_opened_keys_are_forgotten_with_the_session(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        keys.key_of_case(world.case("Klok Lyng").pk, tor.controller_id)
        assert session_store("opened keys")
        with acting_as(world.actor("Berit")):
            assert not session_store("opened keys")
    assert session_store("opened keys") == {}


def test_a_key_that_was_undone_with_its_text_is_not_used_again(
    world: World, shared: tuple[Case, Consent]
) -> None:
    case, _consent = shared
    with acting_as(world.actor("Ida")) as ida:
        with transaction.atomic():
            keys.key_of_case(case.pk, ida.controller_id)
            transaction.set_rollback(True)
        send_message(actor=ida, case=case, to_unit=world.unit("trondheim"), body=SECRET, at=clock.now())
    with acting_as(world.actor("Ida")):
        assert Message.objects.get(case=case).body == SECRET


def number_is_gone(world: World, name: str, ciphertext: bytes, key: str) -> None:
    with acting_as(world.actor(name)), pytest.raises(Undecipherable):
        keys.number_of(key, ciphertext)


def rights_officer(world: World) -> None:
    """Rut answers for the prison here."""
    prison = world.unit("trondheim")
    Membership.objects.create(
        user_id=world.actor("Rut").user_id,
        unit=prison,
        role=Role.RIGHTS_OFFICER,
        starts_on=dt.date(2020, 1, 1),
    )
    world.actors["Pia"] = type(world.actor("Rut"))(
        **{
            **{name: getattr(world.actor("Rut"), name) for name in ("user_id", "name")},
            "unit_id": prison.pk,
            "unit_name": prison.name,
            "controller_id": prison.controller_id,
            "controller_name": "",
            "unit_roles": {prison.pk: world.actor("Rut").roles},
        }
    )


def test_a_destroyed_key_opens_nothing_for_anybody_and_stands_with_its_ground(world: World) -> None:
    rights_officer(world)
    who, ground = world.admitted["Klok Lyng"], DestructionGround.ARCHIVE_RECEIPT
    with acting_as(world.actor("Tor")) as tor:
        number = Identifier.objects.get(person_id=who.person_id)
        key, kept = number.person.key, bytes(number.ciphertext)
        assert keys.number_of(key, kept) == "27909642545"
        with pytest.raises(NotAllowed):
            destroy_key(actor=tor, person_id=who.person_id, ground=ground, reference="K-1")
        row = Message(case_id=who.case_id, controller_id=tor.controller_id, key="m" * 12, body=SECRET)
        sealed = keys.seal(keys.key_of_case(who.case_id, tor.controller_id), b"x", bound_to="y")
    with acting_as(world.actor("Pia")) as pia, pytest.raises(RuleBroken, match="sak er åpen"):
        destroy_key(actor=pia, person_id=who.person_id, ground=ground, reference="K-1")
    with acting_as(world.actor("Tor")):
        call("close_case", who.case_id, "completed")
    with acting_as(world.actor("Pia")) as pia:
        with pytest.raises(RuleBroken, match="kvittering"):
            destroy_key(actor=pia, person_id=who.person_id, ground=ground, reference=" ")
        with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
            call("destroy_key", who.person_id, "because", "K-1")
        with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
            call("destroy_key", world.admitted["Rask Øy"].person_id, ground.value, "K-1")
        destroy_key(actor=pia, person_id=who.person_id, ground=ground, reference="K-1")
        stands = KeyDestruction.objects.get()
        assert (stands.person_id, stands.reference, stands.decided_by_id) == (
            who.person_id,
            "K-1",
            pia.user_id,
        )
    for name in ("Tor", "Siv", "Leif", "Pia", "Ida"):
        number_is_gone(world, name, kept, key)
    with acting_as(world.actor("Tor")):
        gone = DataKey.objects.get(person_id=who.person_id)
        assert bytes(gone.wrapped) == b"" and gone.destroyed_at is not None
        with pytest.raises(keys.Destroyed):
            keys.unseal(sealed, bound_to="y")
        assert row.body == SECRET  # what somebody holds in memory; nothing can be sealed or opened again
        with pytest.raises(keys.Destroyed):
            keys.key_of_case(who.case_id, tor.controller_id)


def test_what_others_received_keeps_the_key(world: World, shared: tuple[Case, Consent]) -> None:
    rights_officer(world)
    case, _consent = shared
    of_prison = own_record("Tor", world, case)
    with acting_as(world.actor("Ida")):
        call("close_case", case.pk, "completed")
    with acting_as(world.actor("Pia")) as pia, pytest.raises(RuleBroken, match="mottatt"):
        destroy_key(
            actor=pia, person_id=of_prison, ground=DestructionGround.DISPOSAL_DECISION, reference="V-7"
        )
    with acting_as(world.actor("Ida")):
        assert Notice.objects.get(case=case).note == SECRET

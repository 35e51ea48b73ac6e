"""The second lock: what the database shows and refuses when no Python stands before it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.sharing.models import Case, Consent, ConsentScope, owned_by
from tests.world import World


def rows(sql: str, *parameters: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def give_consent(world: World, case: Case, *, to: str, classes: list[InfoClass]) -> Consent:
    """A consent recorded by Tor in Trondheim prison, for a year from today."""
    tor = world.actor("Tor")
    today = clock.today()
    fields = owned_by(tor, case, at=dt.datetime.now(dt.UTC))
    consent = Consent.objects.create(
        **fields, state="given", form="oral", starts_on=today, ends_before=today + dt.timedelta(days=365)
    )
    for info_class in classes:
        ConsentScope.objects.create(
            **fields,
            consent=consent,
            giver_id=tor.controller_id,
            receiver_unit=world.unit(to),
            info_class=info_class,
        )
    return consent


def test_without_a_session_nothing_is_seen(world: World) -> None:
    assert rows("SELECT count(*) FROM sharing_case") == [(0,)]
    assert rows("SELECT count(*) FROM persons_person") == [(0,)]


def test_each_unit_sees_its_own_people_only(world: World) -> None:
    with acting_as(world.actor("Tor")):
        assert rows("SELECT given_name FROM persons_person ORDER BY sort_key") == [
            ("Tapper",),
            ("Klok",),
            ("Stø",),
        ]
    with acting_as(world.actor("Berit")):
        assert rows("SELECT given_name FROM persons_person") == [("Blid",)]
    with acting_as(world.actor("Ida")):
        assert rows("SELECT count(*) FROM persons_person") == [(0,)]
    with acting_as(world.actor("Kari")):
        assert rows("SELECT count(*) FROM sharing_case") == [(0,)]


def test_no_access_without_a_consent_that_names_the_unit(world: World) -> None:
    with acting_as(world.actor("Tor")):
        consent = give_consent(
            world, world.case("Klok Lyng"), to="tk-koordinering", classes=[InfoClass.IDENTITY]
        )
        with pytest.raises(DatabaseError, match="not allowed"), transaction.atomic():
            call("give_access", consent.pk, world.unit("tk-boligkontor").pk)


def test_consent_opens_the_named_classes_and_withdrawal_closes_them(world: World) -> None:
    with acting_as(world.actor("Tor")):
        case = world.case("Klok Lyng")
        consent = give_consent(
            world, case, to="tk-koordinering", classes=[InfoClass.IDENTITY, InfoClass.COORDINATION]
        )
        call("give_access", consent.pk, world.unit("tk-koordinering").pk)
    with acting_as(world.actor("Ida")):
        assert rows("SELECT given_name FROM persons_person") == [("Klok",)]
        assert rows("SELECT count(*) FROM sharing_case") == [(1,)]
    with acting_as(world.actor("Oda")):
        assert rows("SELECT given_name FROM persons_person") == [("Rask",)]
    with acting_as(world.actor("Tor")):
        assert call("withdraw", consent.pk, "oral") == 1
    with acting_as(world.actor("Ida")):
        assert rows("SELECT count(*) FROM sharing_case") == [(0,)]
        assert rows("SELECT count(*) FROM persons_person") == [(0,)]


def test_access_tables_are_written_by_the_kernel_alone(world: World) -> None:
    with acting_as(world.actor("Tor")):
        for sql in (
            "UPDATE sharing_case SET access_units = '{1,2,3}'",
            "UPDATE persons_person SET access_units = '{1,2,3}'",
            "INSERT INTO sharing_grant (participation_id, case_id, giver_id, unit_id, keys,"
            " starts_at, ends_at) VALUES (1, 1, 1, 1, '{1}', now(), now())",
            "DELETE FROM sharing_consent",
            "SELECT * FROM audit_changelog",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                rows(sql)


def test_another_units_row_cannot_be_written_in_its_name(world: World) -> None:
    with acting_as(world.actor("Tor")):
        case = world.case("Klok Lyng")
        fields = {**owned_by(world.actor("Tor"), case, at=dt.datetime.now(dt.UTC))}
        fields["owner_unit_id"] = world.unit("bergen").pk
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Consent.objects.create(**fields, form="oral")


def test_a_transfer_by_identity_number_keeps_the_case(world: World) -> None:
    from hjemvei.sharing.actions.admit_people import Newcomer, admit_people  # noqa: PLC0415
    from hjemvei.sharing.enums import Basis  # noqa: PLC0415

    with acting_as(world.actor("Berit")) as berit:
        moved = admit_people(
            actor=berit,
            unit_id=world.unit("bergen").pk,
            basis=Basis.CUSTODY,
            people=[Newcomer(family_name="Lyng", given_name="Klok", number="27909642545", reference="B77")],
        )[0]
    assert (moved.outcome, moved.case_id) == ("moved", world.admitted["Klok Lyng"].case_id)
    with acting_as(world.actor("Tor")):
        assert rows("SELECT given_name FROM persons_person ORDER BY sort_key") == [("Tapper",), ("Stø",)]
    with acting_as(world.actor("Berit")):
        assert rows("SELECT given_name FROM persons_person ORDER BY sort_key") == [("Klok",), ("Blid",)]

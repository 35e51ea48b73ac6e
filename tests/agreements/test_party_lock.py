"""What a party writes lets it into no other agreement, and binds and frees nobody: the database says so."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.actions.move_agreement import move_agreement
from hjemvei.agreements.models import Agreement, AgreementParty
from tests.cases.factories import agree
from tests.world import World


def run(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def of_oslo(world: World) -> AgreementParty:
    """Oda's own organisation, alone in an agreement that is talked about."""
    own = Agreement.objects.create(name="Oslos egen")
    unit = world.unit("ok-koordinering")
    return AgreementParty.objects.create(
        agreement=own, controller=unit.controller, side="municipality", contact_unit=unit
    )


@pytest.mark.parametrize("column", ["agreement_id", "controller_id"])
def test_a_party_is_never_moved_to_another_agreement_or_organisation(world: World, column: str) -> None:
    other, row = agree(world).agreement, of_oslo(world)
    value = {"agreement_id": other.pk, "controller_id": world.unit("trondheim").controller_id}[column]
    with acting_as(world.actor("Oda")), pytest.raises(IntegrityError, match="stays in its agreement"):
        run(f"UPDATE agreements_agreementparty SET {column} = %s WHERE id = %s", value, row.pk)
    with acting_as(world.actor("Oda")):
        assert not AgreementParty.objects.filter(agreement=other, controller_id=row.controller_id).exists()


@pytest.mark.parametrize("change", ["joins_on = '9999-12-31'", "leaves_before = current_date + 2"])
def test_no_party_takes_itself_out_of_what_it_has_signed(world: World, change: str) -> None:
    agreement = agree(world).agreement
    with acting_as(world.actor("Ida")) as ida, pytest.raises(IntegrityError, match="bound by"):
        run(
            f"UPDATE agreements_agreementparty SET {change} WHERE agreement_id = %s AND controller_id = %s",
            *(agreement.pk, ida.controller_id),
        )


@pytest.mark.parametrize("state", ["draft", "dialogue", "ended"])
def test_what_is_signed_is_not_begun_again_or_over(world: World, state: str) -> None:
    agreement = agree(world).agreement
    with acting_as(world.actor("Ida")), pytest.raises(IntegrityError, match="what is signed"):
        run("UPDATE agreements_agreement SET state = %s WHERE id = %s", state, agreement.pk)


@pytest.mark.parametrize("state", ["signed", "in_force", "under_revision"])
def test_what_nobody_has_signed_is_not_agreed(world: World, state: str) -> None:
    row = of_oslo(world)
    with acting_as(world.actor("Oda")), pytest.raises(IntegrityError, match="what is signed"):
        run("UPDATE agreements_agreement SET state = %s WHERE id = %s", state, row.agreement_id)


def test_talks_that_ended_unsigned_stay_the_parties_own(world: World) -> None:
    """Oda reads them still; Ida of another organisation, and everybody, read nothing of them."""
    row = of_oslo(world)
    Agreement.objects.filter(pk=row.agreement_id).update(is_public=True)
    with acting_as(world.actor("Oda")) as oda:
        move_agreement(actor=oda, agreement=row.agreement, verb="end")
        assert Agreement.objects.visible_to(oda).filter(pk=row.agreement_id).exists()
    with acting_as(world.actor("Ida")) as ida:
        assert not Agreement.objects.filter(pk=row.agreement_id).exists()
        assert not Agreement.objects.visible_to(ida).filter(pk=row.agreement_id).exists()
    assert not Agreement.objects.public().exists()

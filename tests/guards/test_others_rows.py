"""What an organisation writes of its own touches no other's agreement or unit: the database says so."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import ProgrammingError, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.models import NOT_YET, Agreement, AgreementParty
from hjemvei.cooperation.models import Forum
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.deviations.models import AgendaPoint
from hjemvei.presence.models import ContactDuty
from tests.cases.factories import agree
from tests.world import World

MONTH = dt.date(2026, 11, 1)


def asked(world: World) -> Agreement:
    """Oslo has been asked into the agreement and has not answered: it is no party."""
    agreement, unit = agree(world).agreement, world.unit("ok-koordinering")
    AgreementParty.objects.create(
        agreement=agreement,
        controller=unit.controller,
        side="municipality",
        contact_unit=unit,
        joins_on=NOT_YET,
    )
    return agreement


def point(agreement: Agreement, controller_id: int) -> AgendaPoint:
    return AgendaPoint(
        agreement=agreement, controller_id=controller_id, kind="other", month=MONTH, text="Svaret kom sent."
    )


def test_who_is_only_asked_puts_nothing_before_the_committee(world: World) -> None:
    agreement = asked(world)
    with acting_as(world.actor("Ida")) as ida:
        AgendaPoint.objects.bulk_create([point(agreement, ida.controller_id)])
    with acting_as(world.actor("Oda")) as oda, pytest.raises(ProgrammingError), transaction.atomic():
        AgendaPoint.objects.bulk_create([point(agreement, oda.controller_id)])


def test_what_the_committee_reads_is_what_was_released(world: World) -> None:
    agreement = agree(world).agreement
    with acting_as(world.actor("Ida")) as ida:
        (row,) = AgendaPoint.objects.bulk_create([point(agreement, ida.controller_id)])
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            AgendaPoint.objects.filter(pk=row.pk).update(text="Noe annet.")
        assert AgendaPoint.objects.filter(pk=row.pk).update(taken_back_month=MONTH) == 1


def test_who_is_only_asked_counts_nobody(world: World) -> None:
    agreement, year = asked(world), clock.today().year - 1
    for name, expected in (("Oda", False), ("Ida", True)):
        with acting_as(world.actor(name)):
            written = call("count_figures", agreement.pk, year, clock.today(), clock.now(), "på nytt")
            assert bool(written) is expected


def test_nobody_founds_the_committee_of_others(world: World) -> None:
    agreement = agree(world).agreement
    with acting_as(world.actor("Oda")) as oda, pytest.raises(ProgrammingError), transaction.atomic():
        Forum.objects.create(
            kind="committee",
            agreement=agreement,
            controller_id=oda.controller_id,
            founded_by_id=oda.user_id,
            founded_at=clock.now(),
            name="Utvalg",
        )


def test_nobody_says_whom_to_turn_to_in_anothers_unit(world: World) -> None:
    with acting_as(world.actor("Oda")) as oda, pytest.raises(ProgrammingError), transaction.atomic():
        ContactDuty.objects.create(
            controller_id=oda.controller_id,
            unit=world.unit("trondheim"),
            user_id=oda.user_id,
            topic="Alt",
            starts_on=clock.today(),
            recorded_by_id=oda.user_id,
            recorded_at=clock.now(),
        )

"""What a committee reads: released by a second person, under a new label each time, and never of a few."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.models import Agreement, AgreementParty, AgreementVersion
from hjemvei.cases.models import AppliedAgreement
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.deviations.actions.close_deviation import Closing, close_deviation
from hjemvei.deviations.actions.put_on_agenda import put_on_agenda
from hjemvei.deviations.actions.release_summary import release_summary, take_back_summary
from hjemvei.deviations.actions.withdraw_deviation import withdraw_deviation
from hjemvei.deviations.actions.write_summary import write_summary
from hjemvei.deviations.agenda import agenda_points
from hjemvei.deviations.choices import Cause
from hjemvei.deviations.models import AgendaPoint, Deviation, DeviationSummary
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Consent, owned_by
from tests.cases.factories import agree
from tests.deviations.test_actions_deviation import report
from tests.needs.factories import KLOK, raw, share, signed_in, the_case
from tests.world import CLOCK, World

TEXT = "Svaret ble liggende da vakten byttet."


@pytest.fixture
def agreement(world: World) -> Agreement:
    """Of the case, which has consent."""
    version = agree(world)
    share(world)
    apply(world, version)
    return version.agreement


def apply(world: World, version: AgreementVersion) -> None:
    with acting_as(world.actor("Tor")) as tor:
        own = owned_by(tor, world.case(KLOK), at=CLOCK)
        AppliedAgreement.objects.create(**own, version=version, municipality_id="5001", rule="x")


def written(world: World, agreement: Agreement, text: str = TEXT) -> DeviationSummary:
    slip = report(world)
    with acting_as(world.actor("Tor")) as tor:
        return write_summary(actor=tor, deviation=slip, agreement=agreement, text=text, at=CLOCK)


def released(world: World, agreement: Agreement) -> AgendaPoint:
    summary = written(world, agreement)
    with acting_as(world.actor("Siv")) as siv:
        return release_summary(actor=siv, summary=summary, at=CLOCK)


def test_a_second_person_of_the_same_organisation_releases(world: World, agreement: Agreement) -> None:
    summary = written(world, agreement)
    for name in ("Tor", "Ida"):
        with acting_as(world.actor(name)) as actor, pytest.raises(NotAllowed):
            release_summary(actor=actor, summary=summary, at=CLOCK)
    with acting_as(world.actor("Siv")) as siv:
        point = release_summary(actor=siv, summary=summary, at=CLOCK)
        with pytest.raises(RuleBroken):
            release_summary(actor=siv, summary=summary, at=CLOCK)
    assert (point.month, point.text) == (dt.date(2026, 11, 1), TEXT)
    names = {field.name for field in AgendaPoint._meta.get_fields()}
    assert not names & {"case", "deviation", "person", "happened_on", "recorded_by"}


@pytest.mark.parametrize(
    "text",
    [
        " ",
        "Det var om Klok Lyng igjen.",
        "Han er født 27.10.1996.",
        "Det var Lyng igjen.",
        "Svaret kom 3. mars.",
        "Svaret kom 14/3.",
        "Ring 73 55 01 23.",
    ],
)
def test_a_text_that_tells_who_is_refused(world: World, agreement: Agreement, text: str) -> None:
    with pytest.raises(RuleBroken):
        written(world, agreement, text)


def test_each_meeting_has_its_own_label_until_it_is_settled(world: World, agreement: Agreement) -> None:
    released(world, agreement)
    labels = []
    for meeting in ("mote1", "mote2"):
        with acting_as(world.actor("Kari")) as kari:
            assert put_on_agenda(actor=kari, agreement=agreement, meeting=meeting) == 1
            assert put_on_agenda(actor=kari, agreement=agreement, meeting=meeting) == 0
            points = agenda_points(kari, agreement, meeting)
            assert [(point.text, point.settled) for point in points] == [(TEXT, False)]
            labels += [point.label for point in points]
            assert raw("SELECT count(*) FROM deviations_deviation") == [(0,)]
            assert raw("SELECT count(*) FROM deviations_deviationsummary") == [(0,)]
    assert len(set(labels)) == 2
    with acting_as(world.actor("Tor")) as tor:
        closing = Closing(cause=Cause.ROUTINES, measure="Leses ved vaktskifte")
        close_deviation(actor=tor, deviation=Deviation.objects.get(), closing=closing, at=CLOCK)
    with acting_as(world.actor("Kari")) as kari:
        assert put_on_agenda(actor=kari, agreement=agreement, meeting="mote3") == 0


def test_what_is_taken_back_is_on_no_agenda(world: World, agreement: Agreement) -> None:
    released(world, agreement)
    with acting_as(world.actor("Tor")) as tor:
        take_back_summary(actor=tor, summary=DeviationSummary.objects.get(), at=CLOCK)
    with acting_as(world.actor("Kari")) as kari:
        assert put_on_agenda(actor=kari, agreement=agreement, meeting="mote1") == 0


def test_nothing_is_told_without_consent_or_under_another_agreement(
    world: World, agreement: Agreement
) -> None:
    other = Agreement.objects.create(name="En annen avtale")
    for side, slug in (("prison", "trondheim"), ("municipality", "tk-koordinering")):
        unit = world.unit(slug)
        AgreementParty.objects.create(
            agreement=other, controller_id=unit.controller_id, side=side, contact_unit=unit
        )
    with pytest.raises(NotAllowed, match="følger ikke"):
        written(world, other)
    withdraw(world)
    with acting_as(world.actor("Tor")) as tor:
        slip = Deviation.objects.get()
        with pytest.raises(NotAllowed, match="ikke samtykket"):
            write_summary(actor=tor, deviation=slip, agreement=agreement, text=TEXT, at=CLOCK)
        row = owned_by(tor, slip.case, at=CLOCK)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            DeviationSummary.objects.create(**row, deviation=slip, agreement=agreement, text=TEXT)


def withdraw(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        consent = Consent.objects.get()
        withdraw_consent(actor=tor, consent=consent, how=ConsentForm.ORAL, at=clock.now())


def test_a_withdrawn_consent_takes_the_point_back(world: World, agreement: Agreement) -> None:
    released(world, agreement)
    with acting_as(world.actor("Kari")) as kari:
        put_on_agenda(actor=kari, agreement=agreement, meeting="mote1")
    withdraw(world)
    with acting_as(world.actor("Kari")) as kari:
        assert agenda_points(kari, agreement, "mote1") == []
        assert raw("SELECT count(*) FROM deviations_agendapoint") == [(0,)]
    with acting_as(world.actor("Tor")):
        assert DeviationSummary.objects.get().state == "taken_back"


def test_what_was_no_deviation_is_no_point(world: World, agreement: Agreement) -> None:
    released(world, agreement)
    with acting_as(world.actor("Tor")) as tor:
        withdraw_deviation(actor=tor, deviation=Deviation.objects.get(), at=CLOCK)
        assert DeviationSummary.objects.get().state == "taken_back"
    with acting_as(world.actor("Kari")) as kari:
        assert put_on_agenda(actor=kari, agreement=agreement, meeting="mote1") == 0
        assert raw("SELECT count(*) FROM deviations_agendapoint") == [(0,)]


LOOKS = ["find_slips(1, '2026-11-16', now())", "take_back_slips('2026-11-16', now())"]


@pytest.mark.parametrize("look", LOOKS)
def test_only_the_system_looks_in_all_cases(world: World, look: str) -> None:
    refused = pytest.raises(ProgrammingError, match="only the system")
    with acting_as(world.actor("Tor")), refused, transaction.atomic():
        raw(f"SELECT kernel.{look}")


def test_nobody_outside_the_agreement_reads_a_point(world: World, agreement: Agreement) -> None:
    released(world, agreement)
    with acting_as(world.actor("Oda")) as oda:
        assert AgendaPoint.objects.visible_to(oda).count() == 0
        assert raw("SELECT count(*) FROM deviations_agendapoint") == [(0,)]


def test_the_application_can_neither_count_nor_write_counts(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_function_privilege('hjemvei_app', 'kernel.slip_cells(bigint, date, date)', 'execute')"
        )
        assert cursor.fetchone() == (False,)


def post(world: World, who: str, address: str, **values: Any) -> int:
    return signed_in(world, who).post(address, values).status_code


def test_two_clicks_report_it_and_the_same_two_again_change_nothing(world: World) -> None:
    key = the_case(world).key
    page = signed_in(world, "Tor").get(f"/avvik/sak/{key}/").content.decode()
    assert "Henvendelse ikke besvart i tide: kommunikasjon" in page
    address = f"/avvik/sak/{key}/meld/rask/"
    for _twice in range(2):
        assert post(world, "Tor", address, kind="inquiry_unanswered", cause="communication") == 302
    assert post(world, "Tor", address, kind="well_early", cause="routines") == 302
    assert post(world, "Tor", address, kind="finnes ikke") == 302
    with acting_as(world.actor("Tor")) as tor:
        rows = Deviation.objects.visible_to(tor).of(world.case(KLOK)).order_by("id")
        assert list(rows.values_list("kind", "state")) == [
            ("inquiry_unanswered", "open"),
            ("well_early", "noted"),
        ]


def test_pages_answer_and_the_export_holds_the_row(world: World) -> None:
    report(world)
    tor = signed_in(world, "Tor")
    for tail in ("", "?vis=mine", "?vis=bra", "?vis=lukket&kind=other", "?vis=feil", "varsler/", "utvalg/"):
        assert tor.get(f"/avvik/{tail}").status_code == 200, tail
    sheet = tor.get("/avvik/regneark/")
    assert sheet.status_code == 200 and sheet.content[:2] == b"PK"

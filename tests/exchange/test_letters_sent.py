"""Letters are made where the action is done, kept sealed, and come out only to those who may read them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.models import User
from hjemvei.allocation.actions.send_provisional_reply import send_provisional_reply
from hjemvei.cases.document_content import opened
from hjemvei.cases.models import Document
from hjemvei.core import clock
from hjemvei.persons.models import Person
from hjemvei.plans.actions.start_plan import start_plan
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Case
from hjemvei.tenancies.actions.issue_guarantee import Security, issue_guarantee
from hjemvei.tenancies.choices import SecurityKind
from tests.allocation.factories import TODAY, apply, decide, offer
from tests.cases.cooperation_factories import consent_to, inside, notify
from tests.homes.factories import dwelling
from tests.needs.factories import share
from tests.tenancies.factories import leased
from tests.world import CLOCK, World


@pytest.fixture(autouse=True)
def signed_in_without_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def client_of(world: World, name: str) -> Client:
    client = Client()
    user = User.objects.get(pk=world.actor(name).user_id)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def logged(client: Client, address: str) -> tuple[HttpResponse, str]:
    """The answer, and the one statement that wrote down who was read; the application can't read that log."""
    with CaptureQueriesContext(connection) as said:
        answer = client.get(address)
    (log,) = [query["sql"] for query in said if "audit_readlog" in query["sql"]]
    return answer, log


def kept(world: World, who: str, about: str) -> list[Document]:
    """With their titles opened, which nobody does after the session."""
    with acting_as(world.actor(who)) as actor:
        rows = Document.objects.visible_to(actor).filter(about__startswith=f"{about}:")
        return [row for row in rows.select_related("to_unit").order_by("-id") if row.title]


def notified(world: World) -> Case:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case, note="Ønsker å bo på Saupstad")
    return case


def test_a_notice_leaves_as_a_sealed_letter_to_its_unit(world: World) -> None:
    notified(world)
    row = kept(world, "Ida", "notice")[0]
    assert (row.title, row.kind, row.info_class) == ("Varsel om løslatelse", "letter", InfoClass.COORDINATION)
    assert row.to_unit == world.unit("tk-koordinering")
    assert b"%PDF" not in bytes(row.content)
    with acting_as(world.actor("Ida")):
        assert opened(row).startswith(b"%PDF-1.7")
    assert len(kept(world, "Tor", "notice")) == 1


def test_nobody_else_gets_the_letter_not_even_by_raw_sql(world: World) -> None:
    case = notified(world)
    row = kept(world, "Ida", "notice")[0]
    address = f"/sak/{case.key}/brev/notice/{row.about.partition(':')[2]}/"
    for stranger in ("Oda", "Berit", "Nils", "Vera"):
        refused = {403} if stranger == "Berit" else {403, 404} if stranger == "Nils" else {404}
        for path in (address, f"/sak/{case.key}/dokumenter/{row.key}/arkiv/"):
            assert client_of(world, stranger).get(path).status_code in refused, stranger
        with acting_as(world.actor(stranger)), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_document")
            assert cursor.fetchone() == (0,)


def test_a_download_is_an_attachment_and_is_written_down(world: World) -> None:
    case = notified(world)
    row = kept(world, "Ida", "notice")[0]
    address = f"/sak/{case.key}/brev/notice/{row.about.partition(':')[2]}/"
    answer, log = logged(client_of(world, "Ida"), address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer.content.startswith(b"%PDF-1.7")
    assert "'exchange:letter'" in log
    assert f"{{{case.pk}}}" in log


def test_receipts_of_a_yes_and_of_taking_it_back(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = consent_to(world, tor, case, "tk-koordinering", "tk-boligkontor")
    assert [row.title for row in kept(world, "Tor", "consent")] == ["Kvittering for samtykke"]
    with acting_as(world.actor("Tor")) as tor:
        withdraw_consent(actor=tor, consent=consent, how=ConsentForm.ORAL, at=clock.now())
    row = kept(world, "Tor", "withdrawal")[0]
    assert row.title == "Kvittering: samtykket er trukket"
    assert row.info_class == InfoClass.CONSENT
    assert kept(world, "Ida", "withdrawal") == []


@pytest.mark.parametrize(("granted", "title"), [(True, "innvilget"), (False, "avslått")])
def test_a_decision_leaves_in_the_persons_language(world: World, granted: bool, title: str) -> None:
    share(world)
    decide(world, apply(world), is_granted=granted)
    row = kept(world, "Sara", "decision")[0]
    assert (row.kind, row.info_class, row.language) == ("decision", InfoClass.HOUSING, "nb")
    assert row.title == f"Vedtak om bolig: {title}"


@pytest.mark.parametrize(("speaks", "written"), [("nn", "nn"), ("so", "so"), ("uk", "nb")])
def test_the_languages_of_the_person_and_bokmal_for_the_rest(world: World, speaks: str, written: str) -> None:
    share(world)
    with acting_as(world.actor("Sara")):
        people = Person.objects.filter(controller_id=world.actor("Sara").controller_id)
        assert people.update(language=speaks)
    decide(world, apply(world))
    assert kept(world, "Sara", "decision")[0].language == written


def test_reply_offer_lease_and_guarantee(world: World) -> None:
    share(world)
    first = apply(world)
    with acting_as(world.actor("Sara")) as sara:
        send_provisional_reply(actor=sara, application=first, at=CLOCK)
    assert kept(world, "Sara", "reply")[0].title == "Foreløpig svar på søknaden om bolig"
    offer(world, decide(world, first), dwelling(world))
    assert kept(world, "Sara", "offer")[0].title == "Tilbud om bolig"


def test_the_landlord_gets_a_neutral_letter(world: World) -> None:
    share(world)
    lease = leased(world)
    assert kept(world, "Sara", "lease")[0].title == "Bekreftelse på leieforhold"
    security = Security(kind=SecurityKind.GUARANTEE, amount=16000, issued_on=TODAY)
    with acting_as(world.actor("Sara")) as sara:
        issue_guarantee(actor=sara, lease=lease, security=security, at=CLOCK)
    row = kept(world, "Sara", "guarantee")[0]
    assert (row.title, row.info_class) == ("Garanti for husleie", InfoClass.ECONOMY)
    assert kept(world, "Odd", "guarantee") == []


def test_the_plan_on_paper_is_made_when_asked_for(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = world.case("Klok Lyng")
        start_plan(actor=tor, case=case, own_words="Jeg vil hjem", review_on=None, at=CLOCK)
    answer, log = logged(client_of(world, "Tor"), f"/sak/{case.key}/plan/pdf/")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-1.7")
    assert client_of(world, "Oda").get(f"/sak/{case.key}/plan/pdf/").status_code == 404
    assert "'exchange:plan'" in log


def test_no_plan_no_paper(world: World) -> None:
    with acting_as(world.actor("Tor")):
        case = world.case("Klok Lyng")
    assert client_of(world, "Tor").get(f"/sak/{case.key}/plan/pdf/").status_code == 404

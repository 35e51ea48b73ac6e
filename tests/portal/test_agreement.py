"""The agreement in plain words, as the person reads it: the version their case stands under, in the page's
language, with what is known of the translation; and nothing of any other agreement.
"""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.actions.approve_summary import approve_summary
from hjemvei.agreements.actions.check_summary import check_summary
from hjemvei.agreements.actions.write_summary import write_summary
from hjemvei.agreements.clauses import SUMMARY_LANGUAGES, read_summary
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.models import AgreementVersion, SummaryTranslation
from hjemvei.agreements.rules import Offset
from hjemvei.cases.actions.follow_versions import follow_versions
from hjemvei.core import clock
from hjemvei.core.db import session
from hjemvei.portal.enums import BY_CODE
from hjemvei.portal.locks import PORTAL
from hjemvei.sharing.models import Case
from tests.cases.factories import agree
from tests.cases.test_follow_versions import apply, at, day, renew
from tests.exchange.letters import unpacked
from tests.guards.test_person_lock import values
from tests.portal.ways import inside
from tests.world import World

PAGE = "/min-side/avtalen/"
SOURCE = read_summary("nb")
SHUT = (
    *("agreement", "agreementversion", "agreementparty", "deadlinechange", "agreementclause", "signature"),
    *("summarytranslation", "anchoringrecord", "signedclause", "roleunit"),
)


def bound(world: World) -> tuple[Case, AgreementVersion]:
    version = agree(world)
    with acting_as(world.actor("Tor")):
        return apply(world), version


def written(world: World, version: AgreementVersion, language: str, **text: str) -> SummaryTranslation:
    title, body = text.get("title", "Marrëveshja"), text.get("body", "Një shtëpi.\n\n- një")
    with acting_as(world.actor("Ida")) as ida:
        return write_summary(
            actor=ida, version=version, language=language, title=title, body=body, is_machine_made=True,
            at=clock.now(),
        )  # fmt: skip


def checked(world: World, row: SummaryTranslation) -> None:
    """Read by another than its writer, and approved by her too: she leads the prison's side."""
    with acting_as(world.actor("Leif")) as leif:
        row = check_summary(actor=leif, summary=row, role="autorisert translatør", at=clock.now())
        approve_summary(actor=leif, summary=row, at=clock.now())


def read(client: Client, text: str = "") -> str:
    answer = client.get(PAGE, {"tekst": text} if text else {})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", SUMMARY_LANGUAGES)
def test_it_is_read_in_the_language_of_the_page(world: World, language: str) -> None:
    case, _version = bound(world)
    page = read(inside(world, case=case, language=language))
    way = "rtl" if language == "ar" else "ltr"
    assert f'<section lang="{language}" dir="{way}">' in page
    assert read_summary(language).title in page
    is_foreign = language not in {"nb", "nn", "en"}
    assert ('<section lang="nb" dir="ltr">' in page) is (is_foreign or language == "nb")
    for party in ("Trondheim kommune", "Kriminalomsorgen"):
        assert f"<bdi>{party}</bdi>" in page
    assert "/min-side/avtalen/" in inside(world, case=case).get("/min-side/na/").content.decode()


def test_it_says_who_shall_do_what_and_how_soon_as_the_version_does(world: World) -> None:
    case, first = bound(world)
    page = read(inside(world, case=case))
    told = re.findall(r"<li>([^<]+)<span class=\"mine-small\">Frist: ([^<]+)</span>", page)
    assert dict(told)["Ta kontakt med deg etter at du er ute"] == "2 virkedager etter at du slapp ut"
    assert dict(told)["Søke om bolig sammen med deg"] == "6 måneder før du slipper ut"
    assert "<strong>1 måned</strong>" in page
    renew(world, first, day(5), first_follow_up=Offset(1, OffsetUnit.WORKING_DAYS))
    assert "2 virkedager etter at du slapp ut" in read(inside(world, case=case))
    with acting_as(world.actor("Tor")) as tor:
        assert follow_versions(actor=tor, case_ids=[case.pk], at=at(5), today=day(5)) == 1
    assert "1 virkedag etter at du slapp ut" in read(inside(world, case=case))


def test_a_checked_text_stands_alone_until_its_source_moves_on(world: World) -> None:
    case, version = bound(world)
    row = written(world, version, "sq")
    client = inside(world, case=case)
    assert "Marrëveshja" not in read(client) + read(client, "sq")
    polish = read(client, "pl")
    assert "Ingen har kontrollert oversettelsen av denne teksten" in polish and SOURCE.title in polish
    checked(world, row)
    assert 'lang="sq" href="?tekst=sq">Marrëveshja</a>' in read(client)
    page = read(client, "sq")
    assert "Oversettelsen av denne teksten er kontrollert." in page and SOURCE.title not in page
    source = written(world, version, "nb", title="Avtalen", body="Nå er den endret.")
    assert "Nå er den endret." not in read(client, "sq")
    checked(world, source)
    page = read(client, "sq")
    assert "Den norske teksten er endret siden denne ble skrevet" in page and "Nå er den endret." in page
    for language in ("en", "ar"):
        other = read(inside(world, case=case, language=language))
        assert "Nå er den endret." in other and '<section lang="nb" dir="ltr">' in other
    assert "Nå er den endret." in read(client, "xx") and 'lang="xx"' not in read(client, "xx")


def test_the_paper_is_shown_and_tagged_in_the_language(world: World) -> None:
    case, version = bound(world)
    client = inside(world, case=case, language="ar")
    link = re.search(r'href="(/min-side/avtalen/[^"]+\.pdf\?tekst=ar)"', read(client))
    assert link is not None
    answer = client.get(link.group(1))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Content-Disposition" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert b"/Lang(ar-NO)" in unpacked(answer.content)
    polish = client.get(reverse("portal:agreement_paper", args=[version.agreement.key]), {"tekst": "pl"})
    assert b"/Lang(pl-NO)" in unpacked(polish.content)


def test_without_a_decision_there_is_no_agreement_to_read(world: World) -> None:
    _case, version = bound(world)
    client = inside(world, "Klok Lyng")
    assert "Det er ikke bestemt ennå hvilken avtale som gjelder for deg" in read(client)
    assert client.get(reverse("portal:agreement_paper", args=[version.agreement.key])).status_code == 404


def test_the_persons_role_reads_that_agreement_alone(world: World) -> None:
    """By the kernel, own cases and in the class of the decision; the tables themselves stay shut."""
    case, version = bound(world)
    checked(world, written(world, version, "sq"))
    draft = AgreementVersion.objects.create(agreement=version.agreement, number=2, starts_on=day(90))
    checked(world, written(world, draft, "sq", title="Utkast"))
    with acting_as(world.actor("Tor")):
        other = world.case("Klok Lyng").pk
    without = BY_CODE - {InfoClass.COORDINATION}
    for own, classes, asked, count in (
        (case.pk, BY_CODE, case.pk, 1),
        (other, BY_CODE, case.pk, 0),
        (other, BY_CODE, other, 0),
        (case.pk, without, case.pk, 0),
    ):
        with session(values([own], classes), role=PORTAL), connection.cursor() as cursor:
            cursor.execute("SELECT name FROM kernel.portal_agreements(%s, %s)", [asked, day(0)])
            assert len(cursor.fetchall()) == count
            cursor.execute("SELECT title FROM kernel.portal_summaries(%s)", [asked])
            assert cursor.fetchall() == [("Marrëveshja",)] * count
    with session(values([case.pk], BY_CODE), role=PORTAL):
        for table in SHUT:
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(f"SELECT 1 FROM agreements_{table}")
    with (
        acting_as(world.actor("Tor")),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        connection.cursor().execute("SELECT * FROM kernel.portal_agreements(%s, %s)", [case.pk, day(0)])

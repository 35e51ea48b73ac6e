"""The pages of signing and of the summary, and how a summary comes to be trusted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import User
from hjemvei.agreements.actions.approve_summary import approve_summary
from hjemvei.agreements.actions.check_summary import check_summary
from hjemvei.agreements.actions.write_summary import write_summary
from hjemvei.agreements.models import Agreement, AgreementVersion, SummaryTranslation
from hjemvei.agreements.summaries import Use, open_summaries, summaries_of, summary_for, unread
from hjemvei.core import clock
from hjemvei.core.db import session
from hjemvei.core.errors import NotAllowed, RuleBroken
from tests.agreements.test_signing import AT, draft, party_of, signed
from tests.api.factories import Caller, make_token
from tests.world import World

__all__ = ["draft"]
ONCE = "x" * 20


@pytest.fixture(autouse=True)
def _served(settings: Any, tmp_path: Path) -> None:
    settings.MFA_REQUIRED = False
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=world.actor(name).user_id))
    return client


def page(version: AgreementVersion, rest: str) -> str:
    return f"/avtaler/{version.agreement.key}/versjon/{version.number}/{rest}"


def form(version: AgreementVersion, side: str, **changes: str) -> dict[str, str]:
    values = {
        "once": ONCE + side,
        "party": str(party_of(version, side).pk),
        "way": "paper",
        "name": "Kari Nordmann",
        "title": "Direktør",
        "signed_on": clock.today().isoformat(),
        "language": "nb",
        "paper_reference": "2026/114-3",
    }
    return values | changes


def test_both_parties_sign_on_the_page(world: World, draft: AgreementVersion) -> None:
    AgreementVersion.objects.filter(pk=draft.pk).update(starts_on=clock.today() + dt.timedelta(days=30))
    ida, path = signed_in(world, "Ida"), page(draft, "underskrift/")
    empty = ida.get(path)
    assert empty.status_code == 200 and "Ingen har undertegnet ennå" in empty.content.decode()
    assert "ikke ført opp at" in empty.content.decode()
    wrong = ida.post(path, form(draft, "prison", paper_reference="", signed_on="32.13.2026"))
    assert wrong.status_code == 422
    assert ida.post(path, form(draft, "prison")).status_code == 422
    leif = signed_in(world, "Leif")
    for _time in range(2):
        assert leif.post(path, form(draft, "prison", once="l" * 20)).status_code == 302
    text = ida.get(path).content.decode()
    assert "Kari Nordmann" in text and "Mangler: Trondheim kommune" in text and "Samme tekst" in text
    assert ida.post(path, form(draft, "municipality")).status_code == 302
    draft.refresh_from_db()
    with acting_as(world.actor("Ida")):
        assert draft.state == "signed" and draft.signatures.count() == 2
    done = ida.get(path).content.decode()
    assert "Trekk" not in done and 'id="undertegn"' not in done
    assert "Underskrifter og forankring" in ida.get(f"/avtaler/{draft.agreement.key}/").content.decode()


def test_others_see_no_draft_and_no_form(world: World, draft: AgreementVersion) -> None:
    oda = signed_in(world, "Oda")
    for rest in ("underskrift/", "sammendrag/", "sammendrag/pl/", "nb.pdf"):
        assert oda.get(page(draft, rest)).status_code == 404, rest
    signed(world, draft)
    for rest in ("underskrift/", "sammendrag/", "sammendrag/pl/", "sammendrag/ar/", "nb.pdf"):
        assert oda.get(page(draft, rest)).status_code == 200, rest
    for rest in ("forankring/", "forstelinje/"):
        assert oda.get(page(draft, rest)).status_code == 403, rest
    for rest in ("sammendrag/xx/", "sammendrag/xx.pdf"):
        assert oda.get(page(draft, rest)).status_code == 404, rest


def test_an_approval_and_the_front_line_on_the_page(world: World, draft: AgreementVersion) -> None:
    ida, day = signed_in(world, "Ida"), clock.today().isoformat()
    said = {"level": "unit", "body": "Enhetsleder", "decided_on": day, "reference": "sak 1", "once": ONCE}
    assert ida.get(page(draft, "forankring/")).status_code == 200
    assert ida.post(page(draft, "forankring/"), {**said, "body": ""}).status_code == 422
    assert ida.post(page(draft, "forankring/"), said).status_code == 302
    took = {"how": "Høring", "held_on": day, "staff_count": "12", "once": ONCE + "2"}
    assert ida.post(page(draft, "forstelinje/"), took).status_code == 302
    text = ida.get(page(draft, "underskrift/")).content.decode()
    assert "Enhetsleder" in text and "Høring" in text


def test_a_summary_is_written_checked_and_approved(world: World, draft: AgreementVersion) -> None:
    ida, path = signed_in(world, "Ida"), page(draft, "sammendrag/ckb/")
    assert ida.get(page(draft, "sammendrag/")).status_code == 200
    assert 'dir="rtl"' in ida.get(page(draft, "sammendrag/ar/")).content.decode()
    words = {"title": "ڕێککەوتن", "body": "ماڵێک", "is_machine_made": "on", "once": ONCE}
    assert ida.post(path, words).status_code == 302
    leif = signed_in(world, "Leif")
    assert ida.post(path + "kontroll/", {"role": "tolk", "once": ONCE + "0"}).status_code == 403
    assert "kontroll/" not in ida.get(path).content.decode()
    assert leif.post(path + "kontroll/", {"role": "", "once": ONCE + "1"}).status_code == 422
    assert leif.post(path + "kontroll/", {"role": "translatør", "once": ONCE + "2"}).status_code == 302
    assert ida.post(path + "godkjenn/").status_code == 403
    text = ida.get(path).content.decode()
    assert "translatør" in text and "kontrollert" in text
    assert leif.post(path + "godkjenn/").status_code == 302


def test_nothing_leaves_the_house_before_it_is_approved(world: World, draft: AgreementVersion) -> None:
    """Neither the open page, nor the papers, nor another organisation's system; then all of them."""
    key = draft.agreement.key
    with acting_as(world.actor("Ida")) as ida:
        row = write_summary(
            actor=ida, version=draft, language="pl", title="Umowa dwa", body="Dom.", is_machine_made=False,
            at=AT,
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="checked_by_another"), transaction.atomic():
            SummaryTranslation.objects.filter(pk=row.pk).update(
                status="checked", checked_by_id=ida.user_id, checked_role="tolk", checked_at=AT
            )
    signed(world, draft)
    Agreement.objects.filter(pk=draft.agreement_id).update(is_public=True)
    theirs = Caller(make_token(world, "ok-koordinering", Role.MUNICIPAL_COORDINATOR))

    def outside() -> list[bool]:
        found = {
            one["language"]: one["title"]
            for one in theirs.get(f"/agreements/{key}/summaries").json()["items"]
        }
        with session({}):
            rows = SummaryTranslation.objects.filter(pk=row.pk).exists()
            shown = open_summaries(draft)["pl"].title == "Umowa dwa"
        return [found["pl"] == "Umowa dwa", rows, shown, summary_for(draft, "pl").title == "Umowa dwa"]

    assert outside() == [False] * 4
    with acting_as(world.actor("Leif")) as leif:
        row = check_summary(actor=leif, summary=row, role="tolk", at=AT)
    assert outside() == [False] * 4
    with acting_as(world.actor("Ida")) as ida, pytest.raises(NotAllowed):
        approve_summary(actor=ida, summary=row, at=AT)
    with acting_as(world.actor("Leif")) as leif:
        approve_summary(actor=leif, summary=row, at=AT)
    assert outside() == [True] * 4


def test_a_translation_goes_stale_when_the_source_moves(world: World, draft: AgreementVersion) -> None:
    with acting_as(world.actor("Ida")) as ida:
        args: dict[str, Any] = {"actor": ida, "version": draft, "is_machine_made": False, "at": AT}
        polish = write_summary(**args, language="pl", title="Umowa", body="Dom.")
        assert write_summary(**args, language="pl", title="Umowa", body="Dom.").pk == polish.pk
        with pytest.raises(NotAllowed):
            check_summary(actor=ida, summary=polish, role="tolk", at=AT)
        with acting_as(world.actor("Leif")) as leif:
            polish = check_summary(actor=leif, summary=polish, role="tolk", at=AT)
        assert summaries_of(draft)["pl"].is_checked
        with pytest.raises(NotAllowed):
            approve_summary(actor=ida, summary=polish, at=AT)
        with pytest.raises(IntegrityError, match="by_another"), transaction.atomic():
            SummaryTranslation.objects.filter(pk=polish.pk).update(
                status="approved", approved_by_id=ida.user_id, approved_at=AT
            )
        write_summary(**args, language="nb", title="Avtalen", body="Et sted å bo, og hjelp.")
        found = summaries_of(draft)
        assert found["pl"].is_stale and not found["pl"].is_checked and found["ar"].is_stale
        with acting_as(world.actor("Leif")) as leif:
            check_summary(actor=leif, summary=polish, role="tolk", at=AT)
        assert not summaries_of(draft)["pl"].is_stale
        with pytest.raises(RuleBroken):
            write_summary(**args, language="tlh", title="x", body="x")
    with acting_as(world.actor("Oda")) as oda, pytest.raises(NotAllowed):
        write_summary(**(args | {"actor": oda}), language="pl", title="x", body="x")


def test_the_next_version_reads_the_text_of_the_one_before(world: World, draft: AgreementVersion) -> None:
    with acting_as(world.actor("Ida")) as ida:
        write_summary(
            actor=ida, version=draft, language="pl", title="Umowa", body="Dom.", is_machine_made=False, at=AT
        )
    signed(world, draft)
    third = AgreementVersion.objects.create(
        agreement=draft.agreement, number=3, starts_on=draft.starts_on + dt.timedelta(days=90)
    )
    with acting_as(world.actor("Ida")):
        found = summaries_of(third)["pl"]
    assert (found.number, found.title) == (2, "Umowa")


def test_which_translation_is_missing(world: World, draft: AgreementVersion) -> None:
    use = [Use("pl", 7), Use("nb", 40), Use("so", None)]
    with acting_as(world.actor("Ida")):
        assert unread(use, summaries_of(draft)) == ["pl"]


def test_other_systems_read_versions_and_summaries(world: World, draft: AgreementVersion) -> None:
    key = draft.agreement.key
    ours = Caller(make_token(world, "tk-koordinering", Role.MUNICIPAL_COORDINATOR))
    theirs = Caller(make_token(world, "ok-koordinering", Role.MUNICIPAL_COORDINATOR))
    assert [row["key"] for row in ours.get("/agreements").json()["items"]] == [key]
    for caller, numbers in ((ours, [1, 2]), (theirs, [1])):
        rows = caller.get(f"/agreements/{key}/versions").json()["items"]
        assert [row["number"] for row in rows] == numbers
    signed(world, draft)
    second = theirs.get(f"/agreements/{key}/versions").json()["items"][1]
    assert len({row["text_hash"] for row in second["signatures"]}) == 1 and len(second["signatures"]) == 2
    found = {row["language"]: row for row in theirs.get(f"/agreements/{key}/summaries").json()["items"]}
    assert found["nb"]["is_checked"] and not found["ar"]["is_checked"] and found["ar"]["version"] == 0
    assert theirs.get(f"/agreements/{'2' * 12}/summaries").status_code == 404
    assert theirs.get(f"/agreements/{key}/summaries?version=99999").status_code == 422

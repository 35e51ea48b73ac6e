"""Words that judge people: one rule, a golden table, a suggestion while somebody writes, never a refusal."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django import forms
from django.test import Client
from django.utils import translation

from hjemvei.ui import forms as ui_forms
from hjemvei.ui.rules import LONGEST, PATTERNS, judging_words
from hjemvei.ui.wording import SUGGESTIONS, kinder
from tests.accounts.conftest import sign_in as sign_in
from tests.golden import Row, golden
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "src" / "hjemvei" / "locale"


class Sample(ui_forms.Form):
    note = ui_forms.TextField(label="Merknad", required=False)
    reason = forms.CharField(label="Grunn", max_length=300, required=False)
    name = forms.CharField(label="Navn", max_length=120, required=False)


@pytest.fixture
def plain(settings: object) -> None:
    settings.MFA_REQUIRED = False  # type: ignore[attr-defined]


@pytest.mark.parametrize("row", golden("ui", "ordvalg"), ids=lambda row: row["tekst"][:30])
def test_the_golden_table(row: Row) -> None:
    found = " | ".join(f"{found.code}: {found.words}" for found in judging_words(row["tekst"]))
    assert found == row["funn"]


def test_every_kind_has_a_suggestion_that_judges_nobody() -> None:
    assert set(SUGGESTIONS) == set(PATTERNS)
    assert [text for text in SUGGESTIONS.values() if judging_words(str(text))] == []


def test_a_long_text_costs_little() -> None:
    assert judging_words("tung tungt belast " * LONGEST) == []


def test_a_suggestion_stands_by_the_field_and_the_form_is_as_valid_as_before() -> None:
    form = Sample({"note": "Fangen flytter", "reason": "en klient", "name": "Fange Klient"})
    assert form.is_valid()
    html = str(form)
    assert re.search(r'data-wording-of="id_note"[^>]*><p>Et forslag.*?«Fangen»: Skriv heller', html, re.S)
    assert "«klient»: Skriv heller" in html
    assert 'data-wording-of="id_name"' not in html
    assert 'data-wording-of="id_note"' in str(Sample()) and "Et forslag til ordvalg" not in re.sub(
        r'data-lead="[^"]*"', "", str(Sample())
    )


def test_while_writing_the_server_is_asked_and_keeps_nothing(
    world: World, sign_in: Callable[[str], Client], plain: None
) -> None:
    client = sign_in("Tor")
    said = client.post("/ui/ord/", {"text": "Han er en <b>gjenganger</b>"}).json()["suggestions"]
    assert len(said) == 1 and said[0].startswith("«gjenganger»: Skriv heller")
    assert client.post("/ui/ord/", {"text": "Personen flytter hjem"}).json() == {"suggestions": []}
    for junk in ("", "a\x00b", "x" * 100_001):
        answer = client.post("/ui/ord/", {"text": junk})
        assert answer.status_code == 422 and answer.json()["errors"], junk[:10]
    assert client.get("/ui/ord/").status_code == 405
    assert Client().post("/ui/ord/", {"text": "x"}).status_code == 302


@pytest.mark.parametrize("language", ["nn", "en"])
def test_no_text_of_the_system_judges_anybody(language: str) -> None:
    with (CATALOGUES / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    assert len(messages) > 2000
    texts = [part for m in messages for side in (m.id, m.string) for part in both(side)]
    assert [(text, found.words) for text in texts for found in judging_words(text)] == []


def both(side: object) -> tuple[str, ...]:
    return tuple(map(str, side)) if isinstance(side, list | tuple) else (str(side or ""),)


def test_a_suggestion_speaks_the_users_language() -> None:
    with translation.override("en"):
        assert "person in prison" in kinder("fangen")[0]

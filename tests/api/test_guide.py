"""The interface's page says what the document says, to whoever asks, with nothing from elsewhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from hjemvei.accounts.scopes import SCOPES
from hjemvei.api.document import document
from hjemvei.api.guide import guide_of
from tests.world import World

PAGE = "/api/v1/"
DIRECTORY = {"users:read", "users:write"}
"""Of the employer's directory (SCIM), which has addresses and a document of its own."""


def test_every_call_scope_object_and_refusal_is_named(world: World) -> None:
    page = Client().get(PAGE).content.decode()
    paths = {path.removeprefix("/api/v1") for path in document()["paths"]}
    assert [path for path in paths if f"{path}</code>" not in page] == []
    used = {call.scope for area in guide_of(document()).areas for call in area.calls} | DIRECTORY
    alone = (
        *("persons", "cases", "cooperation", "agreements", "routines", "figures", "deviations", "presence"),
    )
    read_alone = {f"{name}:write" for name in alone}
    assert used == set(SCOPES) - read_alone
    assert [scope for scope in used if scope not in page] == []
    assert "412" in page and "Idempotency-Replayed" in page and "next_cursor" in page


def test_every_link_within_the_page_leads_somewhere(world: World) -> None:
    page = Client().get(PAGE).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {target for target in re.findall(r'href="#([^"]+)"', page) if target not in ids} == set()


@pytest.mark.parametrize(
    ("language", "heading"), [("nn", "Dersom svaret blir borte"), ("en", "other systems")]
)
def test_it_is_there_in_other_languages(world: World, settings: Any, language: str, heading: str) -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert heading in client.get(PAGE).content.decode()


def test_it_carries_no_script_or_style_of_its_own(world: World) -> None:
    answer = Client().get(PAGE)
    page = answer.content.decode()
    assert "<style" not in page and " style=" not in page
    assert all('src="/' in tag for tag in re.findall(r"<script[^>]*>", page))
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


def test_a_value_of_every_kind_is_described() -> None:
    things = {thing.name: thing for thing in guide_of(document()).things}
    fields = {field.name: field for field in things["ReleaseDateIn"].fields}
    assert fields["expected_on"].kind.may_be_null
    assert "fixed" in fields["certainty"].kind.codes
    assert things["Problem"].fields[-1].kind.ref == "Fault"

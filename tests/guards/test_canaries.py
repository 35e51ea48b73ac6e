"""People with a protected address are canaries: their names, numbers, references and keys are looked for in
everything that those without the clearance are given: lists, searches, rolls, exports, the interface for
other systems, mails, and the lines that the running program logs.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.audit.models import Outbox
from hjemvei.exchange.actions.apply_roll import apply_roll
from hjemvei.exchange.actions.decide_row import Verdict, decide_row
from hjemvei.exchange.models import RollImport
from hjemvei.persons.models import Person
from hjemvei.persons.rules import control_digits
from hjemvei.web import upkeep
from hjemvei.web.digest import write_digests
from tests.accounts.clearances import clear
from tests.api.factories import Caller, make_token
from tests.evidence import Measured
from tests.exchange.factories import FIRST, lines_of, replaced, rows_of, stage
from tests.guards.addresses import PLACE, entries
from tests.web.factories import NOW, TODAY, signed_in
from tests.world import STAFF, World

BIRDS = {
    "Kattugle": {"address_protection": "confidential"},
    "Slørugle": {"address_protection": "strictly_confidential"},
    "Lappugle": {"address_protection": "strictly_confidential", "admitted_on": "i går"},
}
"""Family name -> what the roll says; the last row has a fault besides."""
DOCUMENTS = int(os.environ.get("HJEMVEI_CANARY_DOCUMENTS", "50000"))
NAMES = ["", *(name for name, _role, _units in STAFF)]
LISTS = ("/saker/", "/saker/utskrift/", "/saker/saker.csv", "/saker/saker.xlsx")


@dataclass(frozen=True)
class Aviary:
    """The canaries' marks, and the rolls in which they stand."""

    marks: frozenset[str]
    rolls: tuple[str, ...]

    def seen_in(self, text: str) -> set[str]:
        return {mark for mark in self.marks if mark in text}


def number_of(index: int) -> str:
    """A valid synthetic number, computed here so that none stands in a file."""
    for counter in range(100, 1000):
        nine = f"{10 + index:02d}8590{counter}"
        if last := control_digits(nine):
            return nine + last
    raise AssertionError("no number")


def roll_with_birds() -> tuple[bytes, set[str]]:
    """The real roll with three people made into canaries, and their marks but for the keys."""
    people = [row for row in lines_of(FIRST) if row["unit"] == "trondheim" and not row["address_protection"]]
    data, marks = FIRST, set[str]()
    for index, (name, cells) in enumerate(BIRDS.items()):
        number, reference = number_of(index), people[40 + index]["person_ref"]
        born = {"national_id": number, "birth_date": f"1990-05-{10 + index}"}
        data = replaced(data, reference, family_name=name, given_name="Ekte", **born, **cells)
        marks |= {name, number, number[6:], reference}
    return data, marks


@pytest.fixture
def aviary(world: World) -> Aviary:
    """The canaries stand in a roll that was taken in, and in one that waits to be looked at."""
    data, marks = roll_with_birds()
    with acting_as(world.actor("Siv")) as siv:
        roll = stage(world, data, at=NOW)
        for row in rows_of(roll, "undecided"):
            decide_row(actor=siv, roll=roll, line=row.line, verdict=Verdict.SAME, at=NOW)
        apply_roll(actor=siv, roll=roll, at=NOW)
        stage(world, data, at=NOW, day=dt.date(2026, 11, 9))
        rolls = tuple(RollImport.objects.order_by("id").values_list("key", flat=True))
        assert not Person.objects.filter(family_name__in=BIRDS).exists(), "Siv is not cleared for them"
    return Aviary(frozenset(marks), rolls)


def text_of(answer: HttpResponse) -> str:
    """What a reader sees, out of a spreadsheet's archive too."""
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return head + body.decode("utf-8", "replace")


def pages(aviary: Aviary, *, is_thorough: bool = False) -> Iterator[tuple[str, set[str]]]:
    """Addresses, and the marks that stand in the address itself (a search says again what was searched)."""
    for _name, route in entries():
        if not PLACE.search(route) and "api/" not in route:
            yield "/" + route.replace("^", "").replace("\\", ""), set()
    for roll in aviary.rolls:
        for part in ("", "fremdrift", "feil.csv"):
            yield f"/lister/{roll}/{part}", set()
    for mark in sorted(aviary.marks):
        for words, address in ((mark, "/saker/"), (mark[:3].upper(), "/saker/"), (mark, "/saker/saker.csv")):
            yield f"{address}?q={quote(words)}", {other for other in aviary.marks if other in words}
        if is_thorough:
            yield from _searches(aviary, mark)


def _searches(aviary: Aviary, mark: str) -> Iterator[tuple[str, set[str]]]:
    """Every part of the mark of two letters and more, in every list and search."""
    parts = {mark[start:end] for start in range(len(mark) - 1) for end in range(start + 2, len(mark) + 1)}
    for words in sorted(parts):
        for address in LISTS:
            yield f"{address}?q={quote(words)}", {other for other in aviary.marks if other in words}


Asked = tuple[str, str, str, set[str]]


def documents(aviary: Aviary, *, is_thorough: bool = False) -> list[Asked]:
    """Who asks, in which language, for which address; and the marks that the asker typed."""
    languages = ("nb", "nn", "en") if is_thorough else ("nb",)
    asked = list(pages(aviary, is_thorough=is_thorough))
    return [(who, language, *page) for who in NAMES for language in languages for page in asked]


def heard(world: World, aviary: Aviary, asked: Iterable[Asked]) -> Iterator[str]:
    clients = {name: signed_in(world, name) if name else Client() for name in NAMES}
    for who, language, address, typed in asked:
        client = clients[who]
        client.raise_request_exception = False
        client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
        answer = client.get(address)
        for mark in aviary.seen_in(text_of(answer)) - typed:
            yield f"{who} {address}: {answer.status_code} {mark}"
        if answer.status_code >= 500:
            yield f"{who} {address}: {answer.status_code}"


def test_no_page_sings(
    world: World, aviary: Aviary, measured: Measured, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asked = documents(aviary)
    measured(documents=len(asked))
    found = [*heard(world, aviary, asked), *(line for line in caplog.messages if aviary.seen_in(line))]
    assert not found, "\n".join(found)


@pytest.mark.evidence
def test_no_document_of_fifty_thousand_sings(
    world: World, aviary: Aviary, measured: Measured, caplog: pytest.LogCaptureFixture
) -> None:
    """An even part of all, the same on every machine: every role, language, list and part of a mark."""
    every = documents(aviary, is_thorough=True)
    every.sort(key=lambda asked: zlib.crc32("|".join(asked[:3]).encode()))
    asked, found = every[:DOCUMENTS], list[str]()
    measured(documents=len(asked))
    for start in range(0, len(asked), 500):
        found += heard(world, aviary, asked[start : start + 500])
        found += [line for line in caplog.messages if aviary.seen_in(line)]
        caplog.clear()
    assert not found, "\n".join(found)


def test_they_sing_for_whoever_is_cleared(world: World, aviary: Aviary) -> None:
    """Else the silence of the others would prove nothing."""
    client, taken_in = signed_in(world, "Siv"), [name for name in BIRDS if name != "Lappugle"]
    for name in taken_in:
        assert "0 saker" in client.get(f"/saker/?q={quote(name)}").content.decode()
    clear(world, "Siv", 2)
    for name in taken_in:
        listed = client.get(f"/saker/?q={quote(name)}").content.decode()
        assert name in listed.split("<table")[1]


def test_no_answer_to_another_system_sings(world: World, aviary: Aviary) -> None:
    roles = (Role.PRISON_SOCIAL_WORKER, Role.CONTACT_OFFICER)
    caller = Caller(make_token(world, "trondheim", *roles))
    heard = []
    for _name, route in entries():
        if route.startswith("api/v1/") and not PLACE.search(route):
            answer = caller.get("/" + route.removeprefix("api/v1/"))
            heard += [(route, mark) for mark in aviary.seen_in(text_of(answer))]
    for roll in aviary.rolls:
        heard += [(roll, mark) for mark in aviary.seen_in(text_of(caller.get(f"/rolls/{roll}/rows")))]
    for mark in sorted(aviary.marks):
        heard += [
            (mark, other)
            for other in aviary.seen_in(text_of(caller.get("/persons", name=mark, q=mark))) - {mark}
        ]
    assert heard == []


def test_no_mail_sings(world: World, aviary: Aviary) -> None:
    upkeep.refresh_lists(at=NOW)
    upkeep.remind_of_consents(at=NOW, today=TODAY)
    upkeep.look_for_deviations(at=NOW, today=TODAY)
    write_digests(at=NOW, today=TODAY)
    letters = [line for name in world.actors for line in _letters(world, name)]
    assert letters and not [line for line in letters if aviary.seen_in(line)]


def _letters(world: World, name: str) -> list[str]:
    with acting_as(world.actor(name)):
        return [f"{mail.subject}\n{mail.body}" for mail in Outbox.objects.all()]

"""What the person is given: nobody else is in it, and it can be read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from hjemvei.accounts.actor import acting_as
from hjemvei.audit import reads
from hjemvei.exchange.letter_pdf import Block
from hjemvei.rights.holdings import holdings
from hjemvei.rights.package import blocks, made
from hjemvei.sharing.models import Case
from tests.rights.factories import asked, part_of, prison_officer, shared_case
from tests.world import World

WHOSE = {"person_ids", "case_ids", "cases", "case", "person", "first", "second"}
"""Names of columns that refer to a person or a case."""


@pytest.fixture
def case(world: World) -> Case:
    """The municipality and the prison have both had the person on a list with the others."""
    prison_officer(world)
    case, _consent = shared_case(world)
    asked(world, case)
    everybody = [row.person_id for row in world.admitted.values()]
    for name in ("Tor", "Ida"):
        actor = world.actor(name)
        with acting_as(actor):
            mine = list(own_people(case, actor.controller_id))
            cases = [row.case_id for row in world.admitted.values()]
            noted = reads.Reads(person_ids={*everybody, *mine}, case_ids={*cases, case.pk})
            reads.write(actor, page="web:home", reads=noted)
    return case


def own_people(case: Case, controller_id: int) -> Iterator[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM sharing_participation WHERE case_id = %s AND controller_id = %s",
            [case.pk, controller_id],
        )
        yield from (number for (number,) in cursor.fetchall())


def referred(value: Any) -> Iterator[tuple[str, Any]]:
    """Every value under a name that refers to a person or a case, however deep."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in WHOSE:
                yield from ((name, one) for one in (inner if isinstance(inner, list) else [inner]))
            else:
                yield from referred(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from referred(inner)


def read_by(world: World, who: str, language: str) -> list[Block]:
    with acting_as(world.actor(who)), translation.override(language):
        part = part_of(world, who)
        return list(blocks(part, holdings(part), {}))


def text_of(found: list[Block]) -> str:
    return "\n".join(
        " ".join([one.text, one.head if isinstance(one.head, str) else " ".join(one.head)])
        + "\n"
        + "\n".join(row if isinstance(row, str) else " | ".join(row) for row in one.rows)
        for one in found
    )


@pytest.mark.parametrize("officer", ["Pia", "Rut"])
def test_nobody_else_is_in_anybodys_answer(world: World, case: Case, officer: str) -> None:
    with acting_as(world.actor(officer)) as actor:
        content = made(part_of(world, officer))[0].decode()
        own = {*own_people(case, actor.controller_id)}
        with connection.cursor() as cursor:
            cursor.execute("SELECT kernel.rights_people(%s)", [part_of(world, officer).pk])
            own |= set(cursor.fetchone()[0])
    seen = json.loads(content)["tables"]
    looks = next(table for table in seen if table["table"] == "audit_readlog")["rows"]
    assert any(row["page"] == "web:home" for row in looks)
    names = {"person_ids": own, "person": own, "first": own, "second": own}
    for name, value in referred([table["rows"] for table in seen]):
        assert int(value) in names.get(name, {case.pk}), (name, value)
    readable = text_of(read_by(world, officer, "nb"))
    with acting_as(world.actor("Tor")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, family_name, given_name FROM persons_person WHERE id = ANY (%s)",
            [[row.person_id for row in world.admitted.values() if row.case_id != case.pk]],
        )
        others = cursor.fetchall()
        cursor.execute("SELECT key FROM sharing_case WHERE id <> %s", [case.pk])
        keys = [key for (key,) in cursor.fetchall()]
    assert others and keys
    for key, family, given in others:
        assert key not in content and f"{given} {family}" not in content + readable
        assert f"{family}, {given}" not in readable
    assert not [key for key in keys if key in content + readable]


def test_it_says_who_has_looked_in_words(world: World, case: Case) -> None:
    found = text_of(read_by(world, "Pia", "nb"))
    assert "Tor Prøve" in found and "oversikten over egne oppgaver" in found
    assert "sammen med andre i en liste" in found
    assert "Satt inn i Trondheim fengsel, Tunga" in found and "%(" not in found
    for code in ("web:home", "rights:part", "persons_person", "sentenced", "access_units", "{'"):
        assert code not in found, code
    assert not re.search(r"\b9999\b", found)


def test_who_comes_first_and_the_logs_last(world: World, case: Case) -> None:
    with acting_as(world.actor("Pia")):
        tables = [found.table for found in holdings(part_of(world, "Pia"))]
    wanted = ("persons_person", "sharing_consent", "needs_housingfact", "plans_plan", "cases_document")
    at = [tables.index(table) for table in wanted]
    assert at == sorted(at) and tables[0] == "persons_person"
    assert set(tables[-2:]) == {"audit_readlog", "audit_changelog"}


def test_an_english_answer_has_no_norwegian_labels(world: World, case: Case) -> None:
    found = text_of(read_by(world, "Pia", "en"))
    assert "male" in found and "none" in found
    for word in ("mann", "ingen", "sannsynlig", "oversikten", "skrevet", "ja,", "uten tolk"):
        assert not re.search(rf"\b{word}\b", found), word


def test_the_machine_gets_the_exact_values(world: World, case: Case) -> None:
    with acting_as(world.actor("Pia")):
        tables = {
            table["table"]: table["rows"] for table in json.loads(made(part_of(world, "Pia"))[0])["tables"]
        }
    (custody,) = tables["cases_custody"]
    assert custody["status"]["code"] == "sentenced" and custody["starts_on"] == "2026-09-01"
    assert {row["page"] for row in tables["audit_readlog"]} >= {"web:home"}
    assert all(isinstance(row["user_id"], int) for row in tables["audit_readlog"])

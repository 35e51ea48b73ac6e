"""A prison's register sends its roll."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hjemvei.accounts.enums import Role
from tests.api.factories import Caller, made, make_token, problem_of, reading_log
from tests.exchange.factories import FIRST, FIRST_DAY
from tests.world import World

SUB_UNITS = ("trondheim-leira", "trondheim-frigang")


@pytest.fixture
def register(world: World) -> Caller:
    """The roles in the prison and its sub-units: a roll speaks of all of them."""
    return Caller(make_token(world, "trondheim", Role.PRISON_SOCIAL_WORKER, sub_units=SUB_UNITS))


def send(caller: Caller, data: bytes = FIRST, *, prison: str = "trondheim", once: str = "") -> Any:
    file = SimpleUploadedFile("liste.csv", data, content_type="text/csv")
    return caller.upload(
        "/rolls", {"prison": prison, "roll_date": FIRST_DAY.isoformat(), "file": file}, once=once
    )


def test_a_roll_is_loaded_looked_through_decided_and_applied(register: Caller) -> None:
    broken = FIRST.replace(b";sentenced;", b";dom;", 1)
    roll = made(send(register, broken if broken != FIRST else FIRST.replace(b",sentenced,", b",dom,", 1)))
    path = f"/rolls/{roll['key']}"
    figures = roll["figures"]
    assert roll["state"] == "staged"
    assert figures["rows"] == sum(figures[name] for name in ("new", "changed", "same", "undecided", "faulty"))
    assert figures["faulty"]
    with reading_log() as log:
        faulty = made(register.get(f"{path}/rows", fate="faulty"), 200)["items"]
    assert faulty
    assert all(row["says"] for row in faulty)
    assert len(log) == 1
    for row in made(register.get(f"{path}/rows", fate="undecided"), 200)["items"]:
        tag = made(register.get(path), 200)["tag"]
        made(register.post(f"{path}/rows/{row['line']}/verdict", {"verdict": "other"}, tag=tag), 200)
    tag = made(register.get(path), 200)["tag"]
    done = made(register.post(f"{path}/application", tag=tag), 200)
    assert (done["state"], done["applied_at"] is not None) == ("applied", True)
    assert len(made(register.get("/cases", limit=100), 200)["items"]) > 20


def test_the_same_file_sent_twice_is_one_roll(register: Caller) -> None:
    first = made(send(register, once="k" * 32))
    assert made(send(register, once="k" * 32)) == first
    assert made(send(register))["key"] == first["key"]
    problem_of(send(register, FIRST[:-30], once="k" * 32), 409)


def test_a_file_that_is_no_roll_is_refused_with_the_reason(register: Caller) -> None:
    for data in (b"not;a;roll\r\n", b"\x00\x01\x02" * 100, FIRST[:40]):
        roll = made(send(register, data))
        assert (roll["state"], bool(roll["refusal"])) == ("refused", True)
        tag = roll["tag"]
        problem_of(register.post(f"/rolls/{roll['key']}/application", tag=tag), 422)


def test_rolls_are_their_prisons_own(register: Caller, world: World, municipality: Caller) -> None:
    roll = made(send(register))
    bergen = Caller(make_token(world, "bergen", Role.PRISON_SOCIAL_WORKER))
    for caller in (bergen, municipality):
        problem_of(caller.get(f"/rolls/{roll['key']}"), 404)
        problem_of(caller.get(f"/rolls/{roll['key']}/rows"), 404)
        assert caller.get("/rolls").json()["items"] == []
        problem_of(send(caller), 422)
    officer = Caller(make_token(world, "trondheim-leira", Role.CONTACT_OFFICER))
    problem_of(send(officer, prison="trondheim-leira"), 422)


def test_what_is_missing_is_named(register: Caller) -> None:
    found = problem_of(register.upload("/rolls", {"prison": "trondheim"}), 422)
    assert {error["pointer"].rsplit("/", 1)[-1] for error in found["errors"]} == {"roll_date", "file"}
    problem_of(register.post("/rolls", {"prison": "trondheim"}), 415)

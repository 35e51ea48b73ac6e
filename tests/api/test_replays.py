"""A write that is sent again: the same answer, done once, whatever happened to the first answer."""

from __future__ import annotations

import secrets

import pytest
from django.db import connection

from hjemvei.accounts.actor import acting_as
from hjemvei.audit.models import OnceKey
from hjemvei.cases.models import ReleaseDate
from tests.api.factories import LATER, Caller, inside, made, problem_of, reading_log, road
from tests.world import World

CUT = 20


def dates_of(world: World, case_id: int) -> int:
    with acting_as(world.actor("Tor")):
        return ReleaseDate.objects.filter(case_id=case_id).count()


@pytest.mark.parametrize("turn", range(CUT))
def test_an_answer_that_was_cut_after_commit_is_given_again(world: World, prison: Caller, turn: int) -> None:
    case = inside(world)
    path, once = f"/cases/{case.key}/release-dates", secrets.token_hex(16)
    body = {"expected_on": f"2027-05-{turn + 1:02}", "certainty": "fixed", "source": "x"}
    lost = prison.post(path, body, once=once)
    assert lost.status_code == 201
    for _again in range(2):
        with reading_log() as rows:
            told = prison.post(path, body, once=once)
        assert (told.status_code, told.content) == (201, lost.content)
        assert told.headers["ETag"] == lost.headers["ETag"]
        assert told.headers["Idempotency-Replayed"] == "true"
        assert len(rows) == 1
    assert dates_of(world, case.pk) == 2


def test_an_update_is_replayed_though_the_row_has_changed_since(world: World) -> None:
    walked = road(world, until="offers")
    path, once = f"/offers/{walked.keys['offers']}", secrets.token_hex(16)
    tag = walked.tag(walked.municipality, path)
    first = made(walked.municipality.post(f"{path}/answer", {"accepts": True}, once=once, tag=tag), 200)
    again = made(walked.municipality.post(f"{path}/answer", {"accepts": True}, once=once, tag=tag), 200)
    assert first == again


def test_the_same_key_with_another_content_is_refused(world: World, prison: Caller) -> None:
    case = inside(world)
    path, once = f"/cases/{case.key}/release-dates", secrets.token_hex(16)
    body = {"expected_on": LATER, "certainty": "fixed", "source": "x"}
    made(prison.post(path, body, once=once))
    problem_of(prison.post(path, body | {"source": "y"}, once=once), 409)
    problem_of(prison.post(f"/cases/{case.key}/consents", body, once=once), 409)


def test_a_refused_call_gives_its_key_back(world: World, prison: Caller) -> None:
    case = inside(world)
    path, once = f"/cases/{case.key}/release-dates", secrets.token_hex(16)
    problem_of(prison.post(path, {"expected_on": "x"}, once=once), 422)
    made(prison.post(path, {"expected_on": LATER, "certainty": "fixed", "source": "x"}, once=once))


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with blank " * 2, "æ" * 20])
def test_a_write_needs_a_usable_key(world: World, prison: Caller, key: str) -> None:
    case = inside(world)
    headers = {"Idempotency-Key": key}
    response = prison.post(f"/cases/{case.key}/release-dates", {}, **headers)
    assert problem_of(response, 400)["errors"][0]["pointer"] == "#/header/Idempotency-Key"


def test_a_kept_answer_is_not_given_to_who_may_see_the_case_no_more(world: World) -> None:
    walked = road(world, until="notifications")
    path, once = f"/notifications/{walked.keys['notifications']}", secrets.token_hex(16)
    tag = walked.tag(walked.municipality, path)
    made(walked.municipality.post(f"{path}/acknowledgement", once=once, tag=tag), 200)
    consent = f"/consents/{walked.keys['consents']}"
    made(
        walked.prison.post(f"{consent}/withdrawal", {"how": "oral"}, tag=walked.tag(walked.prison, consent)),
        200,
    )
    problem_of(walked.municipality.post(f"{path}/acknowledgement", once=once, tag=tag), 404)


def test_what_is_kept_is_unreadable_without_the_key(world: World, prison: Caller) -> None:
    case = inside(world)
    once = secrets.token_hex(16)
    body = {"expected_on": LATER, "certainty": "fixed", "source": "Hemmelig kilde"}
    made(prison.post(f"/cases/{case.key}/release-dates", body, once=once))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('hjemvei.user', (SELECT id::text FROM accounts_user WHERE email = %s), true)",
            ["api-trondheim@system.invalid"],
        )
    kept = bytes(OnceKey.objects.get(key=once).body or b"")
    assert kept
    assert b"kilde" not in kept

"""The frame of every call: who is let in, in which form it is refused, and what leaves no trace."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import ApiToken, Membership, User
from tests.api.factories import NOW, Caller, inside, make_token, problem_of, reading_log
from tests.world import World


def test_the_document_is_open_and_complete(db: None) -> None:
    response = Client().get("/api/v1/openapi.json")
    document = response.json()
    operations = [op for methods in document["paths"].values() for op in methods.values()]
    names = [op["operationId"] for op in operations]
    assert response.status_code == 200
    assert document["openapi"].startswith("3.1")
    assert len(names) == len(set(names))
    assert all(op["security"] for op in operations)
    assert all("401" in op["responses"] and "403" in op["responses"] for op in operations)
    assert not response.cookies


def test_no_call_leaves_a_cookie(prison: Caller) -> None:
    for response in (prison.get("/cases"), Caller("").get("/cases"), Caller("").get("/nowhere")):
        assert not response.cookies
        assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("token", ["", "x", "å" * 20, "y" * 3000, "Bearer Bearer"])
def test_without_a_good_token_nothing_is_said(world: World, token: str) -> None:
    inside(world)
    response = Client().get("/api/v1/cases", headers={"Authorization": f"Bearer {token}"})
    problem_of(response, 401)
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_expired_or_revoked_token_is_no_token(world: World) -> None:
    expired = make_token(world, "trondheim", Role.CONTACT_OFFICER, expires_at=NOW - dt.timedelta(hours=1))
    revoked = make_token(world, "trondheim", Role.CONTACT_OFFICER)
    assert Caller(revoked).get("/cases").status_code == 200
    ApiToken.objects.filter(name=revoked[:20]).update(revoked_at=NOW)
    problem_of(Caller(expired).get("/cases"), 401)
    problem_of(Caller(revoked).get("/cases"), 401)


def test_a_token_ends_with_its_users_roles(world: World, prison: Caller) -> None:
    inside(world)
    user = User.objects.get(email="api-trondheim@system.invalid")
    assert prison.get("/cases").json()["items"]
    Membership.objects.filter(user=user).exclude(role=Role.API_CLIENT).update(ends_before=dt.date(2021, 1, 1))
    assert prison.get("/cases").json()["items"] == []
    User.objects.filter(pk=user.pk).update(is_active=False)
    problem_of(prison.get("/cases"), 401)


def test_a_token_acts_in_its_own_unit_alone(world: World) -> None:
    token = make_token(world, "trondheim", Role.CONTACT_OFFICER)
    user = User.objects.get(email="api-trondheim@system.invalid")
    Membership.objects.create(
        user=user, unit=world.unit("bergen"), role=Role.CONTACT_OFFICER, starts_on=dt.date(2020, 1, 1)
    )
    with acting_as(world.actor("Berit")):
        other = world.case("Blid Ås").key
    problem_of(Caller(token).get(f"/cases/{other}"), 404)


def test_a_scope_is_needed_before_anything_else_is_told(world: World) -> None:
    case = inside(world)
    caller = Caller(make_token(world, "trondheim", Role.CONTACT_OFFICER, scopes=("tasks:read",)))
    assert caller.get("/tasks").status_code == 200
    assert problem_of(caller.get(f"/cases/{case.key}"), 403)["type"] == "urn:hjemvei:problem:scope"
    problem_of(caller.post(f"/cases/{case.key}/release-dates", {"rubbish": 1}), 403)


def test_a_get_cannot_be_made_to_write_and_other_methods_are_named(prison: Caller) -> None:
    response = prison.send("DELETE", "/cases")
    problem_of(response, 405)
    assert response.headers["Allow"] == "GET"
    problem_of(prison.get("/nowhere"), 404)


def test_a_refusal_comes_in_the_callers_language(prison: Caller) -> None:
    for wished, told in (
        ("en;q=0.5, nn", "nn"),
        ("no-NO", "nb"),
        ("de", "nb"),
        ("en-GB", "en"),
        ("", "nb"),
    ):
        prison.language = wished
        response = prison.get("/cases", limit="x")
        assert problem_of(response, 422)["errors"][0]["pointer"] == "#/query/limit"
        assert response.headers["Content-Language"] == told


BROKEN = [
    b"{",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"\xff\xfe",
    b'{"expected_on": NaN}',
    b'{"certainty": ' + b"9" * 5000 + b"}",
]
WRONG = [
    "null",
    "[]",
    "3",
    '"text"',
    "{}",
    '{"expected_on": "2027-02-30", "certainty": "fixed", "source": "x"}',
    '{"expected_on": "9999-12-31", "certainty": "fixed", "source": "x"}',
    '{"expected_on": 20270101, "certainty": "fixed", "source": "x"}',
    '{"expected_on": "2027-02-20T00:00:00", "certainty": "fixed", "source": "x"}',
    '{"expected_on": null, "certainty": "sure", "source": "x"}',
    '{"expected_on": null, "certainty": "unknown", "source": "a\\u0000b"}',
    '{"expected_on": null, "certainty": "unknown", "source": "\\ud800"}',
    '{"expected_on": null, "certainty": "unknown", "source": "x", "more": 1}',
    '{"expected_on": null, "certainty": "unknown", "source": "' + "x" * 81 + '"}',
    '{"expected_on": null, "certainty": ["unknown"], "source": {"a": 1}}',
]


@pytest.mark.parametrize("data", BROKEN)
def test_what_is_no_json_is_malformed(world: World, prison: Caller, data: bytes) -> None:
    case = inside(world)
    response = prison.post(f"/cases/{case.key}/release-dates", data)
    problem_of(response, 400)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_named_and_changes_nothing(world: World, prison: Caller, text: str) -> None:
    case = inside(world)
    before = prison.get(f"/cases/{case.key}/release-dates").json()
    found = problem_of(prison.post(f"/cases/{case.key}/release-dates", text.encode()), 422)
    assert found["errors"]
    assert all(error["pointer"].startswith("#/") and error["reason"] for error in found["errors"])
    assert prison.get(f"/cases/{case.key}/release-dates").json() == before


@pytest.mark.parametrize(
    "values",
    [
        {"limit": "0"},
        {"limits": "5"},
        {"limit": "101"},
        {"limit": "9" * 400},
        {"limit": "1e3"},
        {"cursor": "x" * 5000},
        {"cursor": "Zm9v"},
        {"cursor": "W2ZhbHNlLCJ4IiwieSIsInoiXQ"},
        {"cursor": "\x00"},
        {"unit": "\x00"},
        {"state": "\ud800"},
        {"order": "rank; drop"},
    ],
)
def test_a_bad_question_is_answered(prison: Caller, values: dict[str, str]) -> None:
    sent = {name: value.encode("utf-8", "surrogatepass") for name, value in values.items()}
    problem_of(prison.get("/cases", **sent), 422)


def test_the_wrong_content_type_is_refused(world: World, prison: Caller) -> None:
    case = inside(world)
    response = Client().post(
        f"/api/v1/cases/{case.key}/release-dates",
        "certainty=fixed",
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": f"Bearer {prison.token}", "Idempotency-Key": "k" * 20},
    )
    problem_of(response, 415)


def test_too_much_is_refused(world: World, prison: Caller) -> None:
    case = inside(world)
    problem_of(prison.post(f"/cases/{case.key}/release-dates", b" " * (5 * 1024 * 1024 + 1)), 413)


def test_a_token_is_slowed_down_and_told_how_long(prison: Caller, settings: object) -> None:
    settings.API_CALLS_PER_MINUTE = 3  # type: ignore[attr-defined]
    answers = [prison.get("/tasks").status_code for _turn in range(4)]
    response = prison.get("/tasks")
    assert answers == [200, 200, 200, 429]
    problem_of(response, 429)
    assert 1 <= int(response.headers["Retry-After"]) <= 20


def test_every_answer_that_shows_somebody_is_logged_once(world: World, prison: Caller) -> None:
    case = inside(world)
    person = f"{{{case.person_id}}}"
    with reading_log() as rows:
        prison.get("/cases")
        prison.get(f"/cases/{case.key}")
        prison.get("/tasks")
        prison.get("/persons", q="finnes ikke")
        prison.get(f"/cases/{'2' * 12}")
        prison.post(f"/cases/{case.key}/release-dates", {"expected_on": "bad"})
    assert [(row.page, row.persons) for row in rows] == [
        ("api:list_cases", person),
        ("api:read_case", person),
        ("api:search_persons", "{}"),
    ]
    assert {(row.purpose, row.channel) for row in rows} == {("api", "api")}
    assert rows[2].tokens != "{}"


def test_pages_follow_each_other_without_gap_or_overlap(world: World, prison: Caller) -> None:
    for name in ("Rolig Vik", "Stille Nes", "Kjapp Li"):
        inside(world, name)
    found = json.loads(prison.get("/cases", limit=2).content)
    assert set(found) == {"items", "next_cursor"}
    assert len(found["items"]) == 2
    rest = prison.get("/cases", limit=2, cursor=found["next_cursor"]).json()
    keys = [row["key"] for row in (*found["items"], *rest["items"])]
    assert len(set(keys)) == 3
    assert rest["next_cursor"] == ""

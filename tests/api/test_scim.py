"""The employer's directory says who starts and who has left (SCIM 2.0)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hjemvei.accounts.actions.create_api_token import create_api_token
from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership, User
from hjemvei.core import clock
from tests.accounts.factories import administrator, letters_to
from tests.api.factories import make_token
from tests.world import World

BASE = "/api/scim/v2"
SCOPES = ("users:read", "users:write")
NEW: dict[str, Any] = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
    "userName": "Ny@Example.test",
    "name": {"formatted": "Ny Prøve"},
    "roles": [{"value": "social_caseworker"}],
}
LEFT: dict[str, Any] = {
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    "Operations": [{"op": "replace", "path": "active", "value": False}],
}


class Directory:
    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        sent: Any = (
            {} if body is None else {"data": json.dumps(body), "content_type": "application/scim+json"}
        )
        return Client().generic(
            method,
            f"{BASE}{path}",
            QUERY_STRING="&".join(f"{name}={value}" for name, value in query.items()),
            headers={"Authorization": f"Bearer {self.token}"},
            **sent,
        )


@pytest.fixture
def directory(world: World) -> Directory:
    return Directory(make_token(world, "tk-nav", Role.SOCIAL_CASEWORKER, scopes=SCOPES))


def error_of(answer: Any, status: int, kind: str = "") -> None:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/scim+json"
    content = answer.json()
    assert (content["status"], content.get("scimType", "")) == (str(status), kind)
    assert content["detail"]


def nils(world: World) -> User:
    return User.objects.get(pk=world.actor("Nils").user_id)


def test_who_leaves_there_leaves_here(world: World, directory: Directory) -> None:
    page, user = Client(), nils(world)
    page.force_login(user)
    (found,) = directory("GET", "/Users", filter='userName%20eq%20"nils@example.test"').json()["Resources"]
    assert (found["id"], found["active"]) == (user.key, True)
    assert [role["value"] for role in found["roles"]] == ["social_caseworker"]
    for _twice in range(2):
        answer = directory("PATCH", f"/Users/{user.key}", LEFT)
        assert (answer.status_code, answer.json()["active"]) == (200, False)
    assert not nils(world).is_active
    assert page.get(reverse("accounts:profile")).status_code == 302
    assert directory("GET", f"/Users/{user.key}").json()["roles"] == []


def test_the_answer_names_the_keys_that_the_leaver_has_seen(world: World, directory: Directory) -> None:
    ada = administrator(world, "tk-nav")
    with acting_as(ada):
        create_api_token(
            actor=ada,
            name="Fagsystemet",
            unit=world.unit("tk-nav"),
            role=Role.SOCIAL_CASEWORKER,
            scopes=["cases:read"],
            expires_on=clock.today() + dt.timedelta(days=200),
            at=clock.now(),
        )
    said = directory("PATCH", f"/Users/{User.objects.get(pk=ada.user_id).key}", LEFT).json()
    (key,) = said["urn:hjemvei:params:scim:schemas:1.0:Leaver"]["keysToReplace"]
    assert key["name"] == "Fagsystemet"
    assert dt.datetime.fromisoformat(key["stops"]) <= clock.now() + dt.timedelta(days=14)


def test_somebody_of_another_employer_is_offered_the_role_and_nothing_of_theirs_is_touched(
    world: World, directory: Directory
) -> None:
    oda, page = User.objects.get(pk=world.actor("Oda").user_id), Client()
    page.force_login(oda)
    answer = directory("POST", "/Users", {**NEW, "userName": oda.email})
    assert (answer.status_code, answer.json()["active"]) == (202, False)
    assert "id" not in answer.json() and oda.name not in answer.content.decode()
    for method, body in (("GET", None), ("PATCH", LEFT), ("DELETE", None)):
        error_of(directory(method, f"/Users/{oda.key}", body), 404)
    assert page.get(reverse("accounts:second_factor")).status_code == 200, "signed in as before"
    assert not Membership.objects.filter(user=oda, unit=world.unit("tk-nav")).exists()


def test_delete_is_to_leave_and_erases_nothing(world: World, directory: Directory) -> None:
    for _twice in range(2):
        answer = directory("DELETE", f"/Users/{nils(world).key}")
        assert (answer.status_code, answer.content) == (204, b"")
    assert not nils(world).is_active


def test_entra_writes_it_its_own_way(world: World, directory: Directory) -> None:
    entras = {**LEFT, "Operations": [{"op": "Replace", "value": {"active": "False"}}]}
    assert directory("PATCH", f"/Users/{nils(world).key}", entras).json()["active"] is False


def test_who_starts_is_invited_and_has_no_way_in_but_that(world: World, directory: Directory) -> None:
    answer = directory("POST", "/Users", NEW)
    assert answer.status_code == 201
    user = User.objects.get(email="ny@example.test")
    assert answer.headers["Location"] == f"{BASE}/Users/{user.key}"
    assert not user.has_entered()
    (seat,) = Membership.objects.in_force(clock.today()).filter(user=user)
    assert (seat.unit, seat.role) == (world.unit("tk-nav"), "social_caseworker")
    assert "/konto/invitasjon/" in letters_to(user.pk)[0][1]
    error_of(directory("POST", "/Users", NEW), 409, "uniqueness")


@pytest.mark.parametrize(
    "wrong",
    [
        {"roles": []},
        {"roles": [{"value": "administrator"}]},
        {"roles": [{"value": "privacy_officer"}]},
        {"roles": [{"value": "system"}]},
        {"roles": [{"value": ["x"]}]},
        {"roles": "social_caseworker"},
        {"userName": "ny"},
        {"userName": None},
        {"name": None},
        {"name": {"formatted": "x" * 121}},
        {"active": False},
    ],
    ids=str,
)
def test_what_cannot_be_done_is_refused_whole(
    world: World, directory: Directory, wrong: dict[str, Any]
) -> None:
    before = User.objects.count()
    error_of(directory("POST", "/Users", {**NEW, **wrong}), 400, "invalidValue")
    assert User.objects.count() == before


def test_a_role_of_another_kind_of_employer_is_refused(world: World, directory: Directory) -> None:
    error_of(directory("POST", "/Users", {**NEW, "roles": [{"value": "contact_officer"}]}), 403)


@pytest.mark.parametrize(
    "operations",
    [
        [{"op": "replace", "path": "displayName", "value": "x"}],
        [{"op": "replace", "path": "active", "value": True}],
        [{"op": "remove", "path": "active"}],
        [{"op": "replace", "value": {"active": False, "displayName": "x"}}],
        ["x"],
    ],
    ids=str,
)
def test_nothing_else_is_changed_from_there(
    world: World, directory: Directory, operations: list[Any]
) -> None:
    answer = directory("PATCH", f"/Users/{nils(world).key}", {**LEFT, "Operations": operations})
    error_of(answer, 400, "mutability")
    assert nils(world).is_active


def test_what_is_no_json_or_no_patch(world: World, directory: Directory) -> None:
    bodies: list[Any] = [[], {"schemas": []}, {**LEFT, "Operations": []}]
    for body in bodies:
        error_of(directory("PATCH", f"/Users/{nils(world).key}", body), 400, "invalidSyntax")
    error_of(directory("GET", "/Users", filter="active%20eq%20true"), 400, "invalidFilter")
    error_of(directory("GET", "/Users", count="x"), 400, "invalidValue")


def test_another_employers_people_are_not_there(world: World, directory: Directory) -> None:
    theirs = User.objects.get(pk=world.actor("Oda").user_id)
    for method, body in (("GET", None), ("PATCH", LEFT), ("DELETE", None)):
        error_of(directory(method, f"/Users/{theirs.key}", body), 404)
    listed = directory("GET", "/Users").json()
    assert "oda@example.test" not in {row["userName"] for row in listed["Resources"]}
    assert User.objects.get(pk=theirs.pk).is_active


def test_the_list_comes_in_pages(world: World, directory: Directory) -> None:
    whole = directory("GET", "/Users").json()
    assert whole["totalResults"] == len(whole["Resources"]) > 5
    second = directory("GET", "/Users", startIndex="3", count="2").json()
    assert [row["id"] for row in second["Resources"]] == [row["id"] for row in whole["Resources"][2:4]]
    assert (second["startIndex"], second["itemsPerPage"]) == (3, 2)
    assert directory("GET", "/Users", count="0").json()["Resources"] == []


def test_the_list_asks_the_same_for_one_and_for_many(world: World, directory: Directory) -> None:
    asked = []
    for count in ("1", "50"):
        with CaptureQueriesContext(connection) as queries:
            directory("GET", "/Users", count=count)
        asked.append(len(queries))
    assert asked[0] == asked[1] < 25


def test_each_scope_does_its_own_and_no_token_nothing(world: World) -> None:
    reads = Directory(make_token(world, "tk-nav", Role.SOCIAL_CASEWORKER, scopes=("users:read",)))
    cases = Directory(make_token(world, "tk-nav", Role.SOCIAL_CASEWORKER, scopes=("cases:write",)))
    assert reads("GET", "/Users").status_code == 200
    error_of(reads("POST", "/Users", NEW), 403)
    error_of(cases("GET", "/Users"), 403)
    error_of(Directory("x")("GET", "/Users"), 401)
    error_of(reads("PUT", "/Users"), 405)


def test_it_says_what_it_can(directory: Directory, world: World) -> None:
    config = directory("GET", "/ServiceProviderConfig").json()
    assert config["patch"]["supported"] is True
    assert config["bulk"]["supported"] is False
    (kind,) = directory("GET", "/ResourceTypes").json()["Resources"]
    (schema,) = directory("GET", "/Schemas").json()["Resources"]
    assert kind["schema"] == schema["id"]
    assert {"userName", "active", "roles"} <= {found["name"] for found in schema["attributes"]}

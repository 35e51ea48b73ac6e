"""Tokens of the cast's units, and a caller that speaks JSON with them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import ApiToken, Membership, User, UserKind
from hjemvei.accounts.scopes import SCOPES
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.actions.change_dates import DateChange, change_dates
from hjemvei.cases.actions.take_in import Intake, take_in
from hjemvei.cases.enums import ReleaseCertainty, ReleaseKind
from hjemvei.core import clock
from hjemvei.sharing.actions.admit_people import Newcomer
from hjemvei.sharing.models import Case
from tests.world import DAY, World

NOW = dt.datetime.now(dt.UTC)
Answer = Any


def make_token(
    world: World,
    slug: str,
    *roles: Role,
    scopes: tuple[str, ...] = SCOPES,
    sub_units: tuple[str, ...] = (),
    expires_at: dt.datetime | None = None,
) -> str:
    """A token of the unit whose API user also holds `roles` there and in `sub_units`."""
    unit = world.unit(slug)
    user, _made = User.objects.get_or_create(
        email=f"api-{slug}@system.invalid", defaults={"name": "System", "kind": UserKind.API, "password": "!"}
    )
    for place in (slug, *sub_units):
        for role in (Role.API_CLIENT, *roles):
            Membership.objects.get_or_create(user=user, unit=world.unit(place), role=role, starts_on=DAY)
    token = secrets.token_urlsafe(32)
    ApiToken.objects.create(
        user=user,
        controller_id=unit.controller_id,
        unit=unit,
        name=token[:20],
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        scopes=" ".join(scopes),
        created_at=NOW - dt.timedelta(days=30),
        expires_at=expires_at or NOW + dt.timedelta(days=30),
    )
    return token


@dataclass
class Caller:
    """Another system. Each write gets a new key unless one is given."""

    token: str
    language: str = ""

    def get(self, path: str, **values: Any) -> Answer:
        return Client().get(f"/api/v1{path}", values, headers=self._headers())

    def post(self, path: str, body: Any = None, *, once: str = "", tag: str = "", **headers: str) -> Answer:
        return self.send("POST", path, body, once=once, tag=tag, **headers)

    def send(
        self, method: str, path: str, body: Any = None, *, once: str = "", tag: str = "", **headers: str
    ) -> Answer:
        told = self._headers() | {"Idempotency-Key": once or secrets.token_hex(12)} | headers
        if tag:
            told["If-Match"] = tag
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        return Client().generic(method, f"/api/v1{path}", headers=told, **_encoded(sent))

    def upload(self, path: str, values: dict[str, Any], *, once: str = "") -> Answer:
        told = self._headers() | {"Idempotency-Key": once or secrets.token_hex(12)}
        return Client().post(f"/api/v1{path}", values, headers=told)

    def _headers(self) -> dict[str, str]:
        found = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return found | ({"Accept-Language": self.language} if self.language else {})


def _encoded(sent: dict[str, Any]) -> dict[str, Any]:
    data = sent.get("data")
    if data is None or isinstance(data, bytes):
        return sent
    return sent | {"data": json.dumps(data).encode()}


def problem_of(response: HttpResponse, status: int) -> dict[str, Any]:
    """The problem document of an answer, checked for its form."""
    assert response.status_code == status, response.content.decode()[:600]
    assert response.headers["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = response.json()  # type: ignore[attr-defined]
    assert found["status"] == status
    assert found["type"].startswith("urn:hjemvei:problem:")
    assert found["title"]
    assert found["detail"]
    assert all(set(error) == {"pointer", "reason"} for error in found["errors"])
    return found


def inside(world: World, name: str = "Rolig Vik") -> Case:
    """Somebody taken in by Tor's prison with a date in 80 days."""
    given, family = name.split()
    tor = world.actor("Tor")
    with acting_as(tor):
        admitted = take_in(
            actor=tor,
            unit_id=tor.unit_id,
            source="test",
            at=NOW,
            people=[
                Intake(
                    newcomer=Newcomer(family_name=family, given_name=given, reference=f"R-{family}"),
                    reference=f"R-{family}",
                    status=CustodyStatus.SENTENCED,
                    admitted_on=clock.today() - dt.timedelta(days=100),
                    expected_on=clock.today() + dt.timedelta(days=80),
                    release_kind=ReleaseKind.FULL_TERM,
                    certainty=ReleaseCertainty.LIKELY,
                )
            ],
        )[0]
        return Case.objects.select_related("person").get(pk=admitted.case_id)


def move_date(world: World, case: Case, days: int) -> None:
    """Another date by the prison itself, beside the interface."""
    tor = world.actor("Tor")
    with acting_as(tor):
        change = DateChange(
            case.pk, clock.today() + dt.timedelta(days=days), ReleaseKind.FULL_TERM, ReleaseCertainty.FIXED
        )
        change_dates(actor=tor, changes=[change], source="test", at=dt.datetime.now(dt.UTC))


@dataclass(frozen=True)
class Logged:
    """One row of the read log as it was written: nobody may read it back."""

    page: str
    purpose: str
    channel: str
    persons: str
    cases: str
    tokens: str


@contextmanager
def reading_log() -> Iterator[list[Logged]]:
    """Collect what is written to the read log meanwhile."""
    found: list[Logged] = []

    def listen(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if 'INSERT INTO "audit_readlog"' in str(sql):
            _at, _user, _unit, _controller, purpose, channel, page, *arrays = params
            found.append(Logged(page, purpose, channel, *arrays))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield found


HOUSING = (Role.MUNICIPAL_COORDINATOR, Role.HOUSING_OFFICER, Role.FOLLOW_UP_WORKER)
TODAY = clock.today().isoformat()
LATER = (clock.today() + dt.timedelta(days=60)).isoformat()
DWELLING = {
    "name": "Gata 3, H0201",
    "address": "Gata 3",
    "postal_code": "7010",
    "municipality": "5001",
    "kind": "ordinary",
    "ownership": "municipal",
    "rooms": 2,
    "rent": 9000,
    "available_from": "2026-01-01",
}


def made(response: Answer, status: int = 201) -> dict[str, Any]:
    """The content of an answer that did what was asked for, and its entity tag."""
    assert response.status_code == status, response.content.decode()[:600]
    found: dict[str, Any] = response.json()
    return found | {"tag": response.headers.get("ETag", "")}


@dataclass(frozen=True)
class Road:
    """One person's way from consent to a lease, walked over the interface; keys by area."""

    prison: Caller
    municipality: Caller
    keys: dict[str, str]

    def tag(self, caller: Caller, path: str) -> str:
        return str(made(caller.get(path), 200)["tag"])


CONSENT = {
    "answer": "given",
    "form": "oral",
    "receivers": ["tk-koordinering"],
    "classes": ["custody", "housing", "coordination", "consent"],
}


def road(world: World, *, until: str = "keys") -> Road:
    """Walk as far as `until`, one of the names in STAGES."""
    prison = Caller(make_token(world, "trondheim", Role.PRISON_SOCIAL_WORKER, Role.CONTACT_OFFICER))
    municipality = Caller(make_token(world, "tk-koordinering", *HOUSING))
    case = inside(world)
    keys = {"cases": case.key, "persons": case.person.key}
    found = Road(prison, municipality, keys)
    for stage, walk in STAGES:
        walk(found)
        if stage == until:
            break
    return found


def _consent(road: Road) -> None:
    sent = road.prison.post(f"/cases/{road.keys['cases']}/consents", CONSENT)
    road.keys["consents"] = made(sent)["key"]


def _notify(road: Road) -> None:
    body = {"to_unit": "tk-koordinering", "note": "Ønsker bolig."}
    road.keys["notifications"] = made(road.prison.post(f"/cases/{road.keys['cases']}/notifications", body))[
        "key"
    ]


def _apply(road: Road) -> None:
    body = {"to_unit": "tk-koordinering", "received_on": TODAY, "wishes": "Nær bussen"}
    sent = road.municipality.post(f"/cases/{road.keys['cases']}/applications", body)
    road.keys["applications"] = made(sent)["key"]


def _grant(road: Road) -> None:
    path = f"/applications/{road.keys['applications']}"
    body = {"is_granted": True, "reasons": "Står uten bolig.", "help_given": "Bolig.", "decided_on": TODAY}
    made(road.municipality.post(f"{path}/decision", body, tag=road.tag(road.municipality, path)), 200)


def _offer(road: Road) -> None:
    home = made(road.municipality.post("/dwellings", DWELLING))
    road.keys["dwellings"] = home["key"]
    body = {"dwelling": home["key"], "available_from": LATER, "answer_by": LATER}
    sent = road.municipality.post(f"/applications/{road.keys['applications']}/offers", body)
    road.keys["offers"] = made(sent)["key"]


def _accept(road: Road) -> None:
    path = f"/offers/{road.keys['offers']}"
    tag = road.tag(road.municipality, path)
    made(road.municipality.post(f"{path}/answer", {"accepts": True}, tag=tag), 200)


def _lease(road: Road) -> None:
    body = {"rent": 9000, "signed_on": TODAY, "starts_on": LATER}
    sent = road.municipality.post(f"/offers/{road.keys['offers']}/lease", body)
    road.keys["leases"] = made(sent)["key"]


def _keys(road: Road) -> None:
    path = f"/leases/{road.keys['leases']}"
    made(road.municipality.post(f"{path}/keys", tag=road.tag(road.municipality, path)), 200)


STAGES: tuple[tuple[str, Callable[[Road], None]], ...] = (
    ("consents", _consent),
    ("notifications", _notify),
    ("applications", _apply),
    ("granted", _grant),
    ("offers", _offer),
    ("accepted", _accept),
    ("leases", _lease),
    ("keys", _keys),
)

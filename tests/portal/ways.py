"""Ways in for the tests: a printed code, an opened device, a session that has begun."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.test import Client

from hjemvei.accounts.actor import acting_as
from hjemvei.core import clock
from hjemvei.portal.actions.open_device import open_device
from hjemvei.portal.actions.print_pack import print_pack
from hjemvei.portal.door import COOKIE, SALT
from hjemvei.portal.enums import Strength
from hjemvei.portal.here import Here, find_here
from hjemvei.sharing.models import Case
from tests.world import World

PIN = "481902"


@dataclass
class Device:
    """A browser that staff opened for one case, and the code on the paper."""

    client: Client
    token: str
    code: str
    case: Case


def sign(token: str) -> str:
    from django.core import signing  # noqa: PLC0415  only here

    return signing.TimestampSigner(salt=SALT).sign(token)


def opened(
    world: World,
    name: str = "Klok Lyng",
    *,
    case: Case | None = None,
    by: str = "Tor",
    strength: Strength = Strength.CODE,
    language: str = "nb",
    at: dt.datetime | None = None,
) -> Device:
    """Everything takes two employees: Siv prints, or Tor where she opens."""
    at = at or clock.now()
    printer = by if strength == Strength.CODE else {"Siv": "Tor"}.get(by, "Siv")
    with acting_as(world.actor(printer)) as actor:
        case = case or world.case(name)
        _pack, code = print_pack(actor=actor, case=case, language=language, at=at)
    with acting_as(world.actor(by)) as actor:
        token = open_device(
            actor=actor, case=case, strength=strength, how="Kjenner personen.", language=language, at=at
        )
    client = Client()
    client.cookies[COOKIE] = sign(token)
    return Device(client, token, code, case)


def mark_of(client: Client) -> str:
    """The mark of the session's forms, as it stands on its pages."""
    from hjemvei.portal.door import token_of  # noqa: PLC0415  only here
    from hjemvei.portal.here import form_mark  # noqa: PLC0415  only here

    class Asked:
        COOKIES = {COOKIE: client.cookies[COOKIE].value}

    return form_mark(token_of(Asked()))  # type: ignore[arg-type]


def send(client: Client, path: str, **values: object) -> object:
    return client.post(path, {"mark": mark_of(client), **values})


def begin(device: Device, *, pin: str = PIN) -> Client:
    answer = device.client.post(
        "/min-side/kode/",
        {"mark": mark_of(device.client), "code": device.code, "pin": pin, "pin_again": pin},
    )
    assert answer.status_code == 302, answer.content.decode()
    assert answer.headers["Location"] == "/min-side/na/"
    return device.client


def inside(world: World, name: str = "Klok Lyng", **how: object) -> Client:
    return begin(opened(world, name, **how))  # type: ignore[arg-type]


def here_of(client: Client) -> Here:
    from hjemvei.portal.door import token_of  # noqa: PLC0415  only here

    class Asked:
        COOKIES = {COOKIE: client.cookies[COOKIE].value}

    found = find_here(token_of(Asked()), at=clock.now())  # type: ignore[arg-type]
    assert found is not None
    return found

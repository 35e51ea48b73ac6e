"""Every address of the project with real keys, and the member of the cast who may open it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.robustness.pages import Field, PageForm, form_to
from tests.robustness.stage import Stage, signed_in

CAST = ("Tor", "Ida", "Sara", "Odd", "Nils", "Siv", "Leif", "Anne")
LIKELY = {
    "allocation": ("Sara", "Tor"),
    "tenancies": ("Sara", "Odd", "Nils", "Tor"),
    "homes": ("Sara",),
    "exchange": ("Siv",),
    "parties": ("Anne",),
    "agreements": ("Ida",),
    "cases:decide_move": ("Ida",),
    "accounts": ("Anne",),
    "deviations": ("Odd",),
    "cooperation": ("Ida",),
    "presence": ("Tor", "Leif"),
    "presence:unit_end_duty": ("Anne",),
    "reorganisation": ("Anne",),
    "routines": ("Leif",),
    "statistics": ("Ida",),
    "cases:acknowledge_notice": ("Ida",),
    "cases:accept_assignment": ("Sara",),
    "cases:accept_responsibility": ("Ida",),
    "cases:new_request": ("Ida",),
    "cases:hand_over": ("Ida",),
    "cases:answer_inquiry": ("Ida",),
    "cases:delegate": ("Ida",),
    "cases:raise_dispute": ("Ida",),
    "cases:decline_assignment": ("Sara",),
}
SIGNS_OUT = {"accounts:end_all_sessions"}
"""Not pressed: whoever presses it is in no page after; `tests/accounts/test_session_limits.py` does."""
ENOUGH = 3
BUTTONS = {
    "accounts:language": "language next",
    "accounts:save_draft": "body once",
    "accounts:save_view": "page name query is_default next",
    "accounts:change_view": "change name next",
    "accounts:give_role": "unit role starts_on last_day",
    "accounts:end_role": "seat last_day",
    "accounts:reset_factor": "identity_checked reason",
    "accounts:revoke_token": "token",
    "accounts:end_one_session": "session",
    "accounts:answer_sign_in": "identity answer",
    "accounts:leave": "reason",
    "accounts:ask_clearance": "address shield reason last_day",
    "accounts:answer_clearance": "clearance answer",
    "accounts:end_clearance": "clearance reason",
    "ui:scheme": "scheme next",
    "ui:language": "language next",
    "exchange:decide": "verdict",
    "cases:tick": "answer next",
    "cases:task_finish": "next",
    "cases:renotify": "next",
}
CASE_APPS = ("cases", "needs", "plans", "sharing", "allocation", "tenancies", "deviations", "persons")
TOGETHER = ("agreements", "cooperation", "presence", "reorganisation", "routines", "statistics")
OURS = frozenset([*CASE_APPS, *TOGETHER, "accounts", "exchange", "homes", "parties", "ui", "web"])


@dataclass(frozen=True)
class Open:
    """A page with a form that sends to itself, opened by somebody who may send it; or a button elsewhere."""

    name: str
    path: str
    who: str
    form: PageForm
    is_button: bool = False


def named_patterns(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from named_patterns(entry, entry.namespace or namespace)
        elif isinstance(entry, URLPattern) and namespace in OURS and entry.name:
            yield f"{namespace}:{entry.name}", entry


def paths_of(stage: Stage, name: str, pattern: URLPattern) -> Iterator[str]:
    """The address with each fitting combination of keys; none where a key is not made by the stage."""
    app = name.split(":")[0]
    route = pattern.pattern
    places = list(getattr(route, "converters", {})) or list(route.regex.groupindex)
    for values in itertools.product(*[stage.choices(app, place)[:4] for place in places]):
        yield reverse(name, kwargs=dict(zip(places, values, strict=True)))


def likely(name: str) -> tuple[str, ...]:
    return LIKELY.get(name) or LIKELY.get(name.split(":")[0], ("Tor",))


class Openers:
    """Signed-in browsers of the cast, made when they are first needed."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.clients: dict[str, Client] = {}
        self.closed: list[str] = []

    def client(self, who: str) -> Client:
        if who not in self.clients:
            self.clients[who] = signed_in(self.stage.world, who)
        return self.clients[who]

    def methods(self, name: str, pattern: URLPattern) -> str:
        """What the view itself says it takes."""
        path = next(paths_of(self.stage, name, pattern))
        answer = self.client(likely(name)[0]).options(path)
        return answer.headers["Allow"] if answer.status_code == 405 else "GET, POST"

    def open(self, name: str, pattern: URLPattern) -> Open | None:
        """The first who gets a form from the first key that gives one; three pages without are enough."""
        order = [*likely(name), *(who for who in CAST if who not in likely(name))]
        formless = 0
        for path, who in itertools.product(paths_of(self.stage, name, pattern), order):
            answer = self.client(who).get(path)
            if formless == ENOUGH:
                return None
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                form = form_to(answer.content.decode(), path)
                if form is not None:
                    return Open(name, path, who, form)
                formless += 1
        return None

    def button(self, name: str, pattern: URLPattern) -> Open:
        """The first that is there for whoever is likely to press it; what it sends stands in BUTTONS."""
        tries = itertools.product(paths_of(self.stage, name, pattern), likely(name))
        found = [Open(name, path, who, _fields(name, path), is_button=True) for path, who in tries]
        return next((each for each in found if self._is_there(each)), found[0])

    def _is_there(self, target: Open) -> bool:
        with transaction.atomic():
            answer = self.client(target.who).post(target.path)
            transaction.set_rollback(True)
        return answer.status_code != 404

    def all(self) -> tuple[list[Open], list[Open]]:
        """The forms that can be opened, and the addresses that only take a POST; a guard knows the rest."""
        forms, buttons = [], []
        for name, pattern in named_patterns():
            allowed = self.methods(name, pattern)
            if "POST" not in allowed or name in SIGNS_OUT:
                continue
            if "GET" not in allowed:
                buttons.append(self.button(name, pattern))
            elif (found := self.open(name, pattern)) is not None:
                forms.append(found)
            else:
                self.closed.append(name)
        return forms, buttons


def _fields(name: str, path: str) -> PageForm:
    names = BUTTONS.get(name, "").split()
    return PageForm(path, "", {each: Field(each, "text") for each in names})

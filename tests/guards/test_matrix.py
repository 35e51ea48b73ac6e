"""Every address about a person x method x member of staff x relation: nobody is shown more than the database
gives, and what is hidden answers as what does not exist.

A part of the pairs every day (`HJEMVEI_PAIRS` of them): the next part tomorrow, so that each is met in time;
`HJEMVEI_PAIRS_DAY` repeats a day's. Each of them as evidence. Who asks for what and how is chosen for all
relations together: how a key that nobody has is answered is then asked once.
"""

from __future__ import annotations

import datetime as dt
import gc
import logging
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client

from hjemvei.accounts import together
from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.kept import Kept
from hjemvei.core import clock
from hjemvei.sharing.access.facts import facts_of
from hjemvei.sharing.access.rules import may_be_told
from tests.evidence import Measured
from tests.guards.addresses import filled_in, of_cases
from tests.guards.relations import RELATIONS, Related, hidden_keys, related
from tests.web.factories import signed_in
from tests.world import STAFF, World

METHODS = ("get", "post", "head", "put", "delete")
PAIRS = os.environ.get("HJEMVEI_PAIRS", "6000")
PAIRS_OF_ONE_LOCK = os.environ.get("HJEMVEI_PAIRS", "2000")
EVERY = os.environ.get("HJEMVEI_PAIRS_EVIDENCE", "all")
DAY = dt.date.fromisoformat(os.environ.get("HJEMVEI_PAIRS_DAY", clock.today().isoformat()))
NOBODY = "abcdefghjkmn"
NAMES = [name for name, _role, _units in STAFF]


def chosen(pairs: str, *asked: str) -> bool:
    """An even part of all, the same on every machine, that moves on by its own size each day."""
    if pairs == "all":
        return True
    place = zlib.crc32("|".join(asked).encode()) - DAY.toordinal() * int(pairs)
    return place % everything() < int(pairs)


def everything() -> int:
    return len(of_cases()) * len(METHODS) * len(NAMES) * len(RELATIONS)


def sent(client: Client, method: str, address: str) -> HttpResponse:
    """Whatever it writes is taken back, so that one pair does not change the next."""
    with transaction.atomic():
        answer: Any = getattr(client, method)(address)
        transaction.set_rollback(True)
    return answer  # type: ignore[no-any-return]


def told(answer: HttpResponse, secrets: set[str]) -> set[str]:
    """The secrets that body or headers give away."""
    text = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
    head = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    return {secret for secret in secrets if secret.encode() in text or secret in head}


def outcome(answer: HttpResponse, key: str) -> tuple[int, str]:
    return answer.status_code, answer.headers.get("Location", "").replace(key, "")


@dataclass(frozen=True)
class Asking:
    """One member of staff before one person: what must not be told, and how an unknown key is answered."""

    who: str
    client: Client
    about: Related
    hidden: set[str]
    rule: str
    """Code of the rule that refuses the case, where it is no secret that it exists (ADR-0017)."""

    def wrong(self, entry: str, route: str, method: str, *, is_compared: bool) -> Iterator[str]:
        """With `is_compared`, also a failure, and an answer that says of somebody hidden that they exist."""
        pair = f"{self.who} {method} {entry} ({self.about.relation})"
        address = filled_in(route, self.about)
        answer = sent(self.client, method, address)
        if found := told(answer, self._secrets(address)):
            yield f"{pair}: {answer.status_code} tells {found}"
        if not is_compared:
            return
        if answer.status_code >= 500:
            yield f"{pair}: {answer.status_code}"
        if self.about.case_key in self.hidden:
            unknown = self._unknown(entry, route, method)
            is_said = self._says_its_rule(entry, method, answer) and unknown[0] == 404
            if outcome(answer, self.about.case_key) != unknown and not is_said:
                yield f"{pair}: {answer.status_code}, but {unknown[0]} for what does not exist"

    def _says_its_rule(self, entry: str, method: str, answer: HttpResponse) -> bool:
        """A refusal with the rule's code; where a case is opened in an emergency, the form that asks why."""
        if entry == "access:open" and self.rule == "other_unit":
            return answer.status_code in {200, 403, 422}
        said = bool(self.rule) and (method == "head" or self.rule in answer.content.decode())
        return said and answer.status_code == 403

    def _secrets(self, address: str) -> set[str]:
        secrets = {key for key in self.hidden if key not in address}
        return secrets | {self.about.name} if self.about.case_key in self.hidden else secrets

    def _unknown(self, entry: str, route: str, method: str) -> tuple[int, str]:
        pair = self.who, entry, method
        if pair not in UNKNOWN:
            rows = dict.fromkeys(self.about.rows, NOBODY)
            nobody = replace(self.about, case_key=NOBODY, person_key=NOBODY, rows=rows)
            UNKNOWN[pair] = outcome(sent(self.client, method, filled_in(route, nobody)), NOBODY)
        return UNKNOWN[pair]


UNKNOWN: dict[tuple[str, str, str], tuple[int, str]] = {}
"""How a key that nobody has is answered: the same whatever the relation."""


def rule_of(actor: Actor, key: str) -> str:
    with acting_as(actor):
        found = facts_of(actor, key)
    if found is None or found.answer.rule is None or not may_be_told(found.answer, found.facts):
        return ""
    return found.answer.rule.code


def ask_all(
    world: World, relation: str, pairs: str, measured: Measured, *, is_compared: bool = True
) -> list[str]:
    """Everything that went wrong for one relation."""
    about, wrong, asked = related(world, relation), list[str](), 0
    for name in NAMES:
        client = signed_in(world, name)
        client.raise_request_exception = False
        actor = world.actor(name)
        asking = Asking(name, client, about, hidden_keys(actor, about), rule_of(actor, about.case_key))
        for entry, route in of_cases():
            for method in METHODS:
                if chosen(pairs, name, entry, method):
                    asked += 1
                    wrong += asking.wrong(entry, route, method, is_compared=is_compared)
    measured(pairs=asked)
    return wrong


@pytest.fixture(autouse=True)
def _refusals_are_not_logged() -> Iterator[None]:
    """Each of them would be a line; what a log line may say has tests of its own."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("relation", RELATIONS)
def test_nobody_is_told_what_the_database_hides(world: World, measured: Measured, relation: str) -> None:
    wrong = ask_all(world, relation, PAIRS, measured)
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def no_query_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every `visible_to` lets everything through, also in statements that were kept."""
    for queryset in every_queryset():
        monkeypatch.setattr(queryset, "visible_to", lambda self, actor: self.all())
    for kept in every_kept():
        monkeypatch.setattr(kept, "_made", OPEN.setdefault(id(kept), {}))
    monkeypatch.setattr(together, "_several", SEVERAL)


def every_queryset() -> set[type[QuerySet[Any]]]:
    """Those of all models that say who sees what, and what they take it from."""
    of_models = [type(model._default_manager.get_queryset()) for model in apps.get_models()]
    return {kind for found in of_models for kind in found.__mro__ if "visible_to" in vars(kind)}


SEVERAL = lru_cache(maxsize=None)(together._several.__wrapped__)
OPEN: dict[int, dict[Any, Any]] = {}
"""Statements that were kept without the first lock: the same whatever the relation."""


@cache
def every_kept() -> list[Kept[Any]]:
    assert of_cases()  # every view is there
    return [found for found in gc.get_objects() if issubclass(type(found), Kept)]  # a lazy object would wake


@pytest.mark.parametrize("relation", RELATIONS)
def test_the_second_lock_holds_alone(
    world: World, no_query_layer: None, measured: Measured, relation: str
) -> None:
    wrong = ask_all(world, relation, PAIRS_OF_ONE_LOCK, measured, is_compared=False)
    assert not wrong, "\n".join(wrong)


def test_the_pairs_are_counted() -> None:
    print(f"\n{everything()} pairs of {len(of_cases())} addresses")
    assert everything() > 50_000


@pytest.mark.evidence
@pytest.mark.parametrize("relation", RELATIONS)
def test_every_pair(world: World, measured: Measured, relation: str) -> None:
    wrong = ask_all(world, relation, EVERY, measured)
    assert not wrong, "\n".join(wrong)

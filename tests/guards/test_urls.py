"""Closed by default: every address asks for a sign-in, unless it says why not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from hjemvei.audit.middleware import OPEN_NAMESPACES, OPEN_VIEWS
from tests.world import World

SAMPLES = {"int": "7", "slug": "trondheim", "uuid": "0" * 8, "path": "x", "str": "abcdefghjkmn"}


def patterns(resolver: Any, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str, Any]]:
    """Path with sample values, full name and view of every address of our own."""
    for entry in resolver.url_patterns:
        path = prefix + sample(entry)
        if isinstance(entry, URLResolver):
            own = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, path, own)
        elif isinstance(entry, URLPattern):
            yield path, f"{namespace}{entry.name}", entry.callback


def sample(entry: Any) -> str:
    pattern = entry.pattern
    if isinstance(pattern, RoutePattern):
        route = str(pattern)
        for name, converter in pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            route = route.replace(f"<{kind}:{name}>", SAMPLES.get(kind, "x")).replace(
                f"<{name}>", SAMPLES["str"]
            )
        return route
    return "" if str(pattern) in {"^", ""} else "?"


ALL = sorted({(path, name) for path, name, _view in patterns(get_resolver())})
VIEWS = {name: view for _path, name, view in patterns(get_resolver())}


def is_open(name: str) -> bool:
    view = VIEWS[name]
    return bool(getattr(view, "hjemvei_public", "")) or name.startswith(OPEN_NAMESPACES) or name in OPEN_VIEWS


CLOSED = [
    (path, name)
    for path, name in ALL
    if not is_open(name) and "?" not in path and not path.startswith("api/")
]


def test_the_table_is_not_empty() -> None:
    assert len(CLOSED) > 80


def test_every_open_view_gives_its_reason() -> None:
    reasons = {
        name: view.hjemvei_public for name, view in VIEWS.items() if getattr(view, "hjemvei_public", "")
    }
    assert all(len(reason) > 10 for reason in reasons.values()), reasons


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in(world: World, method: str) -> None:
    client, open_by_mistake = Client(), []
    for path, name in CLOSED:
        answer = getattr(client, method)(f"/{path}")
        sent = answer.status_code == 302 and answer.headers["Location"].startswith("/konto/")
        if not (sent or answer.status_code == 401):
            open_by_mistake.append((name, answer.status_code))
    assert open_by_mistake == []

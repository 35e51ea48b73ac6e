"""Addresses with nonsense in them, and nonsense behind the question mark: never an error of ours."""

from __future__ import annotations

import logging
import os
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.robustness.addresses import Openers, likely, named_patterns, paths_of
from tests.robustness.junk import values
from tests.robustness.stage import build_stage
from tests.world import World

CASES = int(os.environ.get("HJEMVEI_FUZZED_ADDRESSES", "150"))
KEY = r"[0-9a-z]{12}|\d+"
KNOWN = {
    "q",
    "cursor",
    "etter",
    "vis",
    "retter",
    "sort",
    "page",
    "side",
    "next",
    "path",
    "free",
    "panel",
    "om",
    "dag",
}
QUIET = {
    "deadline": None,
    "database": None,
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
}


@pytest.fixture
def openers(world: World, settings: Any) -> Iterator[Openers]:
    logging.disable(logging.WARNING)
    yield Openers(build_stage(world))
    logging.disable(logging.NOTSET)


def test_nonsense_in_an_address_is_never_an_error(openers: Openers) -> None:
    targets = [(name, pattern) for name, pattern in named_patterns() if name != "web:readyz"]
    answered: Counter[int] = Counter()
    for turn, (name, pattern) in enumerate(targets):
        path, who = next(paths_of(openers.stage, name, pattern)), likely(name)[0]
        names = sorted(KNOWN | _asked_for(openers.client(who).get(path)))
        for address in _always(path):
            assert openers.client(who).get(address).status_code < 500, address
        _fuzz(openers, path, who, names, answered, count=-(-CASES // len(targets)), turn=turn)
    print(f"\n{answered.total()} questions to {len(targets)} addresses: {dict(sorted(answered.items()))}")
    assert answered[200] > CASES // 4


def _always(path: str) -> list[str]:
    """What no text in the database may hold, in the address and behind it."""
    keys = [part for part in path.split("/") if re.fullmatch(KEY, part)]
    return [f"{path}?q=%00&cursor=%00&etter=%00", *(path.replace(key, "a%00b") for key in keys)]


def _asked_for(answer: Any) -> set[str]:
    """The names that the page itself puts behind a question mark."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return set()
    page = answer.content.decode()
    return set(re.findall(r"[?&](?:amp;)?(\w+)=", page)) | set(
        re.findall(r'<(?:input|select)[^>]* name="(\w+)"', page)
    )


def _fuzz(
    openers: Openers, path: str, who: str, names: list[str], answered: Counter[int], *, count: int, turn: int
) -> None:
    places = [at for at, part in enumerate(path.split("/")) if re.fullmatch(KEY, part)]

    @seed(20261116 + turn)
    @settings(max_examples=count, **QUIET)
    @given(
        asked=st.dictionaries(st.sampled_from(names), values, min_size=1, max_size=3),
        place=st.sampled_from([-1, *places]),
        part=st.one_of(values, st.text(min_size=1, max_size=14)),
    )
    def ask(asked: dict[str, str], place: int, part: str) -> None:
        parts = path.split("/")
        if place >= 0:
            parts[place] = quote(part[:400].encode("utf-8", "replace").decode(), safe="")
        address = f"{'/'.join(parts)}?{urlencode(asked, errors='replace')}"
        answer = openers.client(who).get(address)
        answered[answer.status_code] += 1
        assert answer.status_code < 500, (answer.status_code, address[:300])

    ask()

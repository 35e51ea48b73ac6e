"""In the test process: each test once, to see which functions it reaches; then for each mutant a fork that
runs those tests, the fastest first, until one fails.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

MUTANTS, RESULTS = "mutants.json", "results.jsonl"
MOST_SECONDS = 20
"""Of the processor: a mutant that never ends is noticed."""


class Reached:
    """The tests that reach each function, with their seconds."""

    def __init__(self, session: pytest.Session) -> None:
        self.tests: dict[str, list[tuple[float, int]]] = defaultdict(list)
        self.items = session.items
        set_mutant_under_test("stats")
        for number, item in enumerate(session.items):
            state()._stats.clear()
            start = time.perf_counter()
            if failed(item):
                raise pytest.UsageError(f"red before anything was changed: {item.nodeid}")
            for function in state()._stats:
                self.tests[function].append((time.perf_counter() - start, number))

    def by(self, mutant: str) -> list[pytest.Item]:
        return [
            self.items[number] for _seconds, number in sorted(self.tests[mutant.rpartition("__mutmut_")[0]])
        ]


def failed(item: pytest.Item) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    reached = Reached(session)
    forget()
    mutants = json.loads(Path(MUTANTS).read_text())
    with Path(RESULTS).open("w") as results:
        for mutant in mutants:
            print(json.dumps([mutant, outcome(mutant, reached.by(mutant))]), file=results, flush=True)
    return True


def forget() -> None:
    """What was remembered of the true functions would answer for the changed ones."""
    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper):
            thing.cache_clear()


def outcome(mutant: str, items: list[pytest.Item]) -> str:
    """`killed`, `survived`, or `no tests` where none reaches the function."""
    if not items:
        return "no tests"
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        _try(mutant, items)
    _pid, status = os.waitpid(child, 0)
    return "survived" if status == 0 else "killed"


def _try(mutant: str, items: list[pytest.Item]) -> None:
    """In the fork; never returns."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    set_mutant_under_test(mutant)
    try:
        os._exit(1 if any(failed(item) for item in items) else 0)
    except BaseException:
        os._exit(1)

"""How often Python looks for rings of objects that nothing reaches.

Its own choice, every 700 objects, is for small programs: with models, forms and migrations in memory each
look is long and finds little. Measured: 1,200 tests take a quarter less CPU, the migrations of a
fresh database a seventh less.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLD = (100_000, 50, 50)


def look_seldom() -> None:
    gc.set_threshold(*THRESHOLD)


def keep_what_stands() -> None:
    """What is loaded before the first request stays until the process ends: never looked at again."""
    gc.collect()
    gc.freeze()


@contextmanager
def never() -> Iterator[None]:
    """No look at all meanwhile, for work that is short and where memory is plenty: migrating a fresh database
    takes a third less CPU, and up to 1.4 GB instead of 0.5.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()

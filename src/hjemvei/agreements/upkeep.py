"""What nobody in particular does to the register: putting on record what was signed elsewhere when an
installation is set up, and what the calendar brings by night.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hjemvei.core.db import session

VALUES = {"hjemvei.purpose": "upkeep"}


@contextmanager
def upkeep() -> Iterator[None]:
    """A session of nobody, which the policies of the register let through. No page opens one."""
    with session(VALUES):
        yield

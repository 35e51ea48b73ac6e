"""Collect who a response identifies, and write it as one row before the answer leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection

from hjemvei.accounts.actor import Actor
from hjemvei.core import clock
from hjemvei.core.db import int_array


@dataclass(slots=True)
class Reads:
    """The people, cases and search tokens that this response shows or asked for."""

    person_ids: set[int] = field(default_factory=set)
    case_ids: set[int] = field(default_factory=set)
    tokens: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.person_ids or self.case_ids or self.tokens)


_current: ContextVar[Reads | None] = ContextVar("hjemvei_reads", default=None)

INSERT = """
INSERT INTO "audit_readlog"
       (at, user_id, unit_id, controller_id, purpose, channel, page, person_ids, case_ids, search_tokens)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


class NotRecording(RuntimeError):
    """Somebody read people outside of a recorded answer."""


def note(*, persons: Iterable[int] = (), cases: Iterable[int] = (), tokens: Iterable[int] = ()) -> None:
    """Say that this answer identifies these people. Raises NotRecording where nobody writes it down."""
    reads = _current.get()
    if reads is None:
        raise NotRecording("people were read outside of recording()")
    reads.person_ids.update(persons)
    reads.case_ids.update(cases)
    reads.tokens.update(tokens)


@contextmanager
def recording(actor: Actor, *, page: str) -> Iterator[Reads]:
    """Record the reads within and write them, in the same transaction, when the block ends well.

    A request that was refused half-way is rolled back and answers with the refusal alone: nobody was shown.
    """
    reads = Reads()
    token = _current.set(reads)
    try:
        yield reads
    finally:
        _current.reset(token)
    if reads and not connection.needs_rollback:
        write(actor, page=page, reads=reads)


def write(actor: Actor, *, page: str, reads: Reads) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            [
                clock.now(),
                actor.user_id,
                actor.unit_id,
                actor.controller_id,
                actor.purpose.value,
                actor.channel.value,
                page[:80],
                int_array(sorted(reads.person_ids)),
                int_array(sorted(reads.case_ids)),
                int_array(sorted(reads.tokens)),
            ],
        )

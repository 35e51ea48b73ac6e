"""Seal both logs in batches: Merkle roots of what was changed and what was read, each batch chained to the
one before, signed and published outside the database.

Only transactions below the oldest running one are sealed, since later rows of a running one would otherwise
be missed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import connections, models

from hjemvei.audit.journal import (
    PURGED,
    Finding,
    Journal,
    Line,
    append,
    last_sealed,
    purged_to,
    read_lines,
    verify_signatures,
)
from hjemvei.audit.models import ChangeLog, ReadLog, Seal
from hjemvei.audit.seal_key import Signer

log = logging.getLogger(__name__)
ENTRY_FIELDS = (
    "id",
    "at",
    "transaction",
    "table_name",
    "row_id",
    "operation",
    "fields",
    "user_id",
    "unit_id",
    "purpose",
    "row_hash",
)
READ_FIELDS = (
    "id",
    "at",
    "transaction",
    "user_id",
    "unit_id",
    "controller_id",
    "purpose",
    "channel",
    "page",
    "person_ids",
    "case_ids",
    "search_tokens",
)
LOGS: Sequence[tuple[type[models.Model], Sequence[str]]] = ((ChangeLog, ENTRY_FIELDS), (ReadLog, READ_FIELDS))
GENESIS = hashlib.sha256(b"hjemvei change log").digest()


def digest(entry: Sequence[Any]) -> bytes:
    """The hash of one log entry over all its fields, in a form that does not depend on the client."""
    parts = [value.hex() if isinstance(value, bytes | memoryview) else str(value) for value in entry]
    return hashlib.sha256(b"\0" + json.dumps(parts, separators=(",", ":")).encode()).digest()


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """RFC 6962 style: inner nodes are prefixed, an odd node is carried up. No leaves give the hash of
    nothing.
    """
    level = list(leaves)
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)
        ]
        if len(level) % 2:
            pairs.append(level[-1])
        level = pairs
    return level[0]


def entries(
    using: str, model: type[models.Model], fields: Sequence[str], *, start: int, end: int
) -> Iterator[list[Any]]:
    """Log entries of the transactions in `[start, end)`, in the order they are sealed."""
    rows = model._default_manager.using(using).filter(transaction__gte=start, transaction__lt=end)
    for entry in rows.order_by("transaction", "id").values_list(*fields).iterator(chunk_size=5000):
        yield [value.isoformat() if isinstance(value, dt.datetime) else value for value in entry]


def leaves_of(using: str, *, start: int, end: int) -> tuple[list[bytes], list[bytes]]:
    """The hashes of what was changed and of what was read."""
    changed, read = (
        [digest(entry) for entry in entries(using, model, fields, start=start, end=end)]
        for model, fields in LOGS
    )
    return changed, read


def oldest_running(using: str) -> int:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def chain_of(seal: Seal, previous: bytes) -> bytes:
    """The seal's place in the chain. Seals from before reads were sealed have none of them in it."""
    span = f"{seal.from_transaction}:{seal.to_transaction}:{seal.count}:"
    reads_root = bytes(seal.reads_root)
    if reads_root:
        span += f"{seal.reads}:"
    return hashlib.sha256(previous + span.encode() + bytes(seal.root) + reads_root).digest()


def seal_batch(*, at: dt.datetime, journal: Journal, key: Signer, using: str = "default") -> Seal | None:
    """Seal everything that is final and not yet sealed, and publish the roots.

    An empty batch is sealed too: a signed line each time says that nothing is cut off at the end. None if a
    running transaction holds it up.
    """
    last = Seal.objects.using(using).order_by("-to_transaction").first()
    start = last.to_transaction if last else 0
    end = oldest_running(using)
    seal = None
    if end > start:
        changed, read = leaves_of(using, start=start, end=end)
        seal = Seal(
            at=at,
            from_transaction=start,
            to_transaction=end,
            count=len(changed),
            root=merkle_root(changed),
            reads=len(read),
            reads_root=merkle_root(read),
        )
        seal.chain = chain_of(seal, bytes(last.chain) if last else GENESIS)
        seal.save(using=using)
    publish(journal, key=key, at=at, using=using)
    return seal


def publish(journal: Journal, *, key: Signer, at: dt.datetime, using: str) -> None:
    """Append what a place lacks at its end: after a crash, or when a disk was away. Raises OSError for the
    journal itself; a copy that can't be written is told of, and gets its lines next time.
    """
    for place in journal.places:
        try:
            missing = Seal.objects.using(using).filter(pk__gt=last_sealed(place)).order_by("pk")
            append(place, [line_of(seal) for seal in missing], key=key, at=at)
        except OSError:
            if place == journal.path:
                raise
            log.exception("the copy of the seals at %s can't be written", place)


def line_of(seal: Seal) -> Line:
    return {
        "seal": seal.pk,
        "at": seal.at.isoformat(),
        "to": seal.to_transaction,
        "chain": bytes(seal.chain).hex(),
    }


def verify(*, journal: Journal, public_keys: Sequence[str] = (), using: str = "default") -> list[Finding]:
    """Recompute every seal, compare with the journal and its copies, check their signatures, and compare each
    row with its newest log entry.
    """
    published = [finding for place in journal.places for finding in _verify_place(using, place, public_keys)]
    return [*_verify_seals(using, removed_to=purged_to(journal)), *published, *_verify_rows(using)]


def _verify_seals(using: str, *, removed_to: int) -> Iterator[Finding]:
    """Under a seal whose reads the journal says were removed there are either all of them or none."""
    previous, expected_start = GENESIS, 0
    for seal in Seal.objects.using(using).order_by("from_transaction"):
        changed, read = leaves_of(using, start=seal.from_transaction, end=seal.to_transaction)
        if seal.from_transaction != expected_start:
            yield Finding("seal_missing", f"before seal {seal.pk}")
        if len(changed) != seal.count or merkle_root(changed) != bytes(seal.root):
            yield Finding("entries_changed", f"seal {seal.pk}")
        reads_root = merkle_root(read) if seal.reads_root else b""
        is_removed = seal.pk <= removed_to and not read
        if not is_removed and (len(read) != seal.reads or reads_root != bytes(seal.reads_root)):
            yield Finding("reads_changed", f"seal {seal.pk}")
        if chain_of(seal, previous) != bytes(seal.chain):
            yield Finding("chain_broken", f"seal {seal.pk}")
        previous, expected_start = bytes(seal.chain), seal.to_transaction


def _verify_place(using: str, place: Path, public_keys: Sequence[str]) -> Iterator[Finding]:
    seals = {seal.pk: line_of(seal) for seal in Seal.objects.using(using).order_by("pk")}
    if not place.exists():
        if seals:
            yield Finding("journal_missing", str(place.name))
        return
    for number, line in enumerate(read_lines(place), start=1):
        if "public_key" in line or PURGED in line:
            continue
        if not line:
            yield Finding("journal_line", f"line {number} of {place.name}")
            continue
        sealed = seals.pop(line.get("seal", 0), None)
        if sealed is None or any(line.get(name) != value for name, value in sealed.items()):
            yield Finding("seal_changed", f"seal {line.get('seal')}")
    for left in seals:
        yield Finding("seal_not_published", f"seal {left}")
    yield from verify_signatures(place, public_keys)


def _verify_rows(using: str) -> Iterator[Finding]:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT table_name, row_id, finding FROM kernel.verify_rows()")
        for table, row_id, finding in cursor.fetchall():
            yield Finding(finding, f"{table} {row_id}")

"""Seal the change log in batches: a Merkle root a batch, each chained to the one before, published outside
the database.

Only transactions below the oldest running one are sealed, since later rows of a running one would otherwise
be missed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections

from hjemvei.audit.models import ChangeLog, Seal

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


def entries(using: str, *, start: int, end: int) -> Iterator[tuple[Any, ...]]:
    """Log entries of the transactions in `[start, end)`, in the order they are sealed."""
    rows = ChangeLog.objects.using(using).filter(transaction__gte=start, transaction__lt=end)
    return rows.order_by("transaction", "id").values_list(*ENTRY_FIELDS).iterator(chunk_size=5000)


def oldest_running(using: str) -> int:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def chain(previous: bytes, *, start: int, end: int, count: int, root: bytes) -> bytes:
    return hashlib.sha256(previous + f"{start}:{end}:{count}:".encode() + root).digest()


def seal_batch(*, at: dt.datetime, journal: Path, using: str = "default") -> Seal | None:
    """Seal everything that is final and not yet sealed, and append the root to `journal`. None if there is
    nothing.
    """
    last = Seal.objects.using(using).order_by("-to_transaction").first()
    start = last.to_transaction if last else 0
    end = oldest_running(using)
    leaves = [digest(_plain(entry)) for entry in entries(using, start=start, end=end)] if end > start else []
    if not leaves:
        return None
    root = merkle_root(leaves)
    seal = Seal(
        at=at,
        from_transaction=start,
        to_transaction=end,
        count=len(leaves),
        root=root,
        chain=chain(
            bytes(last.chain) if last else GENESIS, start=start, end=end, count=len(leaves), root=root
        ),
    )
    seal.save(using=using)
    _publish(seal, journal)
    return seal


def _plain(entry: Sequence[Any]) -> list[Any]:
    return [value.isoformat() if isinstance(value, dt.datetime) else value for value in entry]


def _publish(seal: Seal, journal: Path) -> None:
    journal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = {
        "seal": seal.pk,
        "at": seal.at.isoformat(),
        "to": seal.to_transaction,
        "chain": bytes(seal.chain).hex(),
    }
    with journal.open("a") as file:
        file.write(json.dumps(line) + "\n")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit: `what` is a code, `where` a seal, a log entry or a table row."""

    what: str
    where: str


def verify(*, journal: Path, using: str = "default") -> list[Finding]:
    """Recompute every seal, compare with the journal, and compare each row with its newest log entry."""
    findings = [*_verify_seals(using), *_verify_journal(using, journal), *_verify_rows(using)]
    return findings


def _verify_seals(using: str) -> Iterator[Finding]:
    previous, expected_start = GENESIS, 0
    for seal in Seal.objects.using(using).order_by("from_transaction"):
        leaves = [
            digest(_plain(entry))
            for entry in entries(using, start=seal.from_transaction, end=seal.to_transaction)
        ]
        if seal.from_transaction != expected_start:
            yield Finding("seal_missing", f"before seal {seal.pk}")
        if len(leaves) != seal.count or merkle_root(leaves) != bytes(seal.root):
            yield Finding("entries_changed", f"seal {seal.pk}")
        own = chain(
            previous,
            start=seal.from_transaction,
            end=seal.to_transaction,
            count=seal.count,
            root=bytes(seal.root),
        )
        if own != bytes(seal.chain):
            yield Finding("chain_broken", f"seal {seal.pk}")
        previous, expected_start = bytes(seal.chain), seal.to_transaction


def _verify_journal(using: str, journal: Path) -> Iterator[Finding]:
    if not journal.exists():
        if Seal.objects.using(using).exists():
            yield Finding("journal_missing", str(journal.name))
        return
    chains = {seal.pk: bytes(seal.chain).hex() for seal in Seal.objects.using(using).order_by("pk")}
    for line in journal.read_text().splitlines():
        published = json.loads(line)
        if chains.pop(published["seal"], "") != published["chain"]:
            yield Finding("seal_changed", f"seal {published['seal']}")
    for left in chains:
        yield Finding("seal_not_published", f"seal {left}")


def _verify_rows(using: str) -> Iterator[Finding]:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT table_name, row_id, finding FROM kernel.verify_rows()")
        for table, row_id, finding in cursor.fetchall():
            yield Finding(finding, f"{table} {row_id}")

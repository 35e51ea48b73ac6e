"""Remove old lines of the read log, openly: only whole sealed batches, said in a signed line of the journal
first, and still found out if anything else is gone.

The seals stay with both their roots. A line `purged_to` vouches that the reads under the seals up to that one
were right when they were removed; only the key that signs seals can write one.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.db import connections, transaction

from hjemvei.audit.journal import PURGED, Journal, Line, append, purged_to, verify_signatures
from hjemvei.audit.models import Seal
from hjemvei.audit.retention import rules
from hjemvei.audit.seal_key import Signer
from hjemvei.audit.seals import leaves_of, merkle_root

RULE = "read_log"
READER, OWNER = "worker", "owner"


class PurgeRefused(RuntimeError):
    """In words for whoever runs the command."""


@dataclass(frozen=True, slots=True)
class Purged:
    """`seal` is the newest whose reads go, 0 for none; `reads` how many lines."""

    seal: int
    reads: int


def limit(at: dt.datetime) -> dt.datetime:
    """What was read before this is older than the retention rule says."""
    months = rules()[RULE].end_months
    if not months:
        raise PurgeRefused("The rule of the read log (read_log) has no end: nothing may be removed.")
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, calendar.monthrange(year, month + 1)[1]))


def purge_reads(*, at: dt.datetime, journal: Journal, key: Signer, dry: bool) -> Purged:
    """The worker reads, the tables' owner removes.

    Raises PurgeRefused where a batch does not fit its root or the journal its signatures: what was tampered
    with is evidence, and stays.
    """
    before, done = limit(at), purged_to(journal)
    seals = list(Seal.objects.using(READER).filter(pk__gt=done, at__lt=before).order_by("pk"))
    if not seals:
        return Purged(0, 0)
    if any(verify_signatures(journal.path, [key.public])):
        raise PurgeRefused("The journal is not signed as it should be. Run `hjemvei audit-verify`.")
    for seal in seals:
        _changed, read = leaves_of(READER, start=seal.from_transaction, end=seal.to_transaction)
        if len(read) != seal.reads or (seal.reads_root and merkle_root(read) != bytes(seal.reads_root)):
            raise PurgeRefused(f"The reads under seal {seal.pk} are not what was sealed. Nothing is removed.")
    found = Purged(seals[-1].pk, sum(seal.reads for seal in seals))
    if not dry:
        _remove(seals[-1], _line(found, before=before, at=at), journal=journal, key=key, at=at)
    return found


def _line(found: Purged, *, before: dt.datetime, at: dt.datetime) -> Line:
    return {PURGED: found.seal, "reads": found.reads, "before": before.isoformat(), "at": at.isoformat()}


def _remove(last: Seal, line: Line, *, journal: Journal, key: Signer, at: dt.datetime) -> None:
    """Said first: a crash in between leaves lines that still fit their root, never a silent hole."""
    for place in journal.places:
        append(place, [line], key=key, at=at)
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("SET LOCAL row_security = on")  # the function acts as the kernel, under its policies
        cursor.execute("SELECT kernel.purge_reads(%s)", [last.to_transaction])

"""Ask the virus scanner about documents that wait for it; one with a finding is never given out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hjemvei.accounts.actor import Actor
from hjemvei.cases import scanner
from hjemvei.cases.document_content import content_of
from hjemvei.cases.models import Document
from hjemvei.cases.states import SCAN, ScanState
from hjemvei.core.states import move


def scan_waiting(*, actor: Actor, document_ids: Sequence[int], at: dt.datetime) -> list[Document]:
    """Raises ScannerSilent where no answer came: the documents go on waiting."""
    rows = Document.objects.visible_to(actor).filter(pk__in=document_ids, scan=ScanState.WAITING)
    scanned = []
    for row in rows.order_by("id").select_for_update(of=("self",)):
        finding = scanner.finding_in(content_of(row))
        move(row, "condemn" if finding else "clear", by=SCAN)
        row.finding, row.scanned_at = finding[:120], at
        row.save(update_fields=["scan", "finding", "scanned_at"])
        scanned.append(row)
    return scanned

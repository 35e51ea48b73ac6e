"""Write one document with its archive message into the folder of a unit."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Purpose
from hjemvei.audit import reads
from hjemvei.cases.models import Document
from hjemvei.cases.system_actor import system_actor
from hjemvei.exchange.archive_entry import archive_file
from hjemvei.parties.models import Unit
from hjemvei.sharing.queries import disclose

PAGE = "exchange:drop"


def drop_document(*, document_id: int, unit_id: int) -> Path | None:
    """The file, complete or not there at all; None when the unit may not see the document any more.

    Raises OSError when the folder can't be written: the job is tried again.
    """
    if not settings.ARCHIVE_DIRECTORY:
        return None
    system = replace(system_actor(unit_id), purpose=Purpose.API)
    with acting_as(system) as actor, reads.recording(actor, page=PAGE):
        rows = Document.objects.visible_to(actor)
        document = rows.select_related("case", "to_unit", "owner_unit", "recorded_by").filter(pk=document_id)
        found = document.first()
        if found is None:
            return None
        content = archive_file(actor, found, disclose(actor, found.case))
    folder = Path(settings.ARCHIVE_DIRECTORY) / Unit.objects.get(pk=unit_id).slug
    return _write(folder / f"{found.key}.zip", content)


def _write(path: Path, content: bytes) -> Path:
    """Only the owner reads it; a reader of the folder never meets half a file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.touch(mode=0o600)
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return path

"""Every letter also goes to a folder of its unit, where `HJEMVEI_ARCHIVE_DIRECTORY` names one.

The archive's own import takes the files from there and may remove them: each is written once.
"""

from __future__ import annotations

from django.conf import settings

from hjemvei.accounts.actor import Actor
from hjemvei.cases.models import Document
from hjemvei.exchange import tasks


def drop_later(actor: Actor, document: Document) -> None:
    """Enqueued with the letter itself: for the unit that sent it, and for one elsewhere that got it."""
    if not settings.ARCHIVE_DIRECTORY:
        return
    units = {document.owner_unit_id}
    if document.to_unit is not None and document.to_unit.controller_id != actor.controller_id:
        units.add(document.to_unit.pk)
    for unit_id in sorted(units):
        tasks.drop_document.defer(document_id=document.pk, unit_id=unit_id)

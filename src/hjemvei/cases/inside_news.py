"""What the engine does when consent or access changes; registered by `listeners.py`."""

from __future__ import annotations

from django.utils import timezone

from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.sharing.events import Change, SharingChanged, on_sharing_changed


def on_sharing(news: SharingChanged) -> None:
    """Tasks follow consent: new duties open, those of a unit that no longer takes part lapse."""
    if news.change is not Change.WITHDRAWING:
        news.case.refresh_from_db(fields=["access_units"])
        sync_tasks(actor=news.actor, case=news.case, at=news.at, today=timezone.localdate(news.at))


def register() -> None:
    on_sharing_changed(on_sharing)

"""What the plan does when access ends: what was given to a unit is no longer its to do."""

from __future__ import annotations

from hjemvei.core.db import call
from hjemvei.sharing.events import Change, SharingChanged, on_sharing_changed


def on_sharing(news: SharingChanged) -> None:
    if news.change in (Change.WITHDRAWING, Change.EXPIRED) and news.loses:
        call("drop_measures", news.case.pk, sorted(news.loses))


def register() -> None:
    on_sharing_changed(on_sharing)

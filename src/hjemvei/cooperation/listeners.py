"""What `cooperation` itself puts on an agenda; other apps add theirs in their own `register`."""

from __future__ import annotations

from hjemvei.cooperation import sources
from hjemvei.cooperation.enums import AgendaSource
from hjemvei.cooperation.targets import targets


def register() -> None:
    sources.register()
    sources.add_agenda_source(AgendaSource.TARGETS, targets)

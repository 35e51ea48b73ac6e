"""What allocation tells other apps: which dwellings are offered."""

from __future__ import annotations

from hjemvei.allocation.occupancy import offered
from hjemvei.homes.events import readers


def register() -> None:
    if offered not in readers:
        readers.append(offered)

"""What tenancies tells other apps: which dwellings are let."""

from __future__ import annotations

from hjemvei.homes.events import readers
from hjemvei.tenancies.occupancy import let


def register() -> None:
    if let not in readers:
        readers.append(let)

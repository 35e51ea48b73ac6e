"""What alerts somebody: dates that move, releases, consent and access."""

from __future__ import annotations

from hjemvei.cases.events import person_released, release_date_moved
from hjemvei.sharing.events import on_sharing_changed
from hjemvei.web import alerts


def register() -> None:
    release_date_moved.register(alerts.on_date_moved)
    person_released.register(alerts.on_released)
    on_sharing_changed(alerts.on_sharing_changed)

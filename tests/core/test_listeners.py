from __future__ import annotations

from hjemvei.core.listeners import register_listeners
from hjemvei.deviations.listeners import on_first_night
from hjemvei.homes.events import readers
from hjemvei.tenancies.events import first_night_recorded


def test_every_app_that_listens_is_registered_once_however_often_it_is_asked() -> None:
    before = list(readers)

    register_listeners()
    register_listeners()

    assert first_night_recorded.count(on_first_night) == 1
    assert readers == before
    assert len(readers) == 2

"""The shared cache: what one process counts, all know; it runs out by itself, and holds no code."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.db import connection

from hjemvei.core.shared_cache import SharedCache
from hjemvei.web.upkeep import purge_limits


@pytest.fixture
def cache(db: None) -> SharedCache:
    found = caches["default"]
    assert isinstance(found, SharedCache)
    return found


def rows() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM accounts_sharedlimit ORDER BY 1")
        return cursor.fetchall()


def test_kept_given_back_and_taken_away(cache: SharedCache) -> None:
    cache.set("history", [1.5, 2.5], 60)
    other = SharedCache("accounts_sharedlimit", {"KEY_PREFIX": "h"})
    assert other.get("history") == [1.5, 2.5]
    assert rows() == [("h:1:history", "[1.5, 2.5]")]
    assert cache.delete("history") and not cache.delete("history")
    assert other.get("history", "none") == "none"


def test_only_the_first_adds(cache: SharedCache) -> None:
    """What keeps a one-time code from being used in two processes."""
    assert cache.add("code", "y", 60)
    assert not cache.add("code", "y", 60)
    cache.set("code", "y", -1)
    assert cache.get("code") is None and not cache.touch("code", 60)
    assert cache.add("code", "y", 60) and cache.touch("code", None)
    assert cache.incr("count") == 1 if cache.add("count", 0, 60) else False


def test_what_has_run_out_is_removed(cache: SharedCache) -> None:
    cache.set("old", 1, -1)
    cache.set("new", 1, 60)
    cache.set("always", 1, None)
    assert purge_limits() == 1
    assert [key for key, _value in rows()] == ["h:1:always", "h:1:new"]
    cache.clear()
    assert rows() == []


def test_a_key_that_is_too_long_is_refused(cache: SharedCache) -> None:
    with pytest.raises(TypeError):
        cache.set("object", object(), 60)
    assert rows() == []


def test_calls_are_taken_from_one_bucket_and_come_back_evenly(cache: SharedCache) -> None:
    other = SharedCache("accounts_sharedlimit", {"KEY_PREFIX": "h"})
    waits = [turn.take("calls", calls=3, seconds=60) for turn in (cache, other, cache, other)]
    assert waits[:3] == [0.0, 0.0, 0.0]
    assert 15 < waits[3] <= 20
    assert other.take("another's", calls=3, seconds=60) == 0.0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_sharedlimit SET expires = expires - interval '21 seconds'")
    assert [cache.take("calls", calls=3, seconds=60) > 0 for _turn in range(2)] == [False, True]

"""A cache that all processes share: a table of short-lived counters, so that a limit is one limit.

Values are JSON, never pickles: what stands in a table must not become code.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

GET = "SELECT value FROM {table} WHERE cache_key = %s AND expires > now()"
SET = (
    "INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, to_timestamp(%s))"
    " ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
FREE = " WHERE {table}.expires <= now()"
# A leaky bucket in one row: `expires` is when it would be empty, and each call pours in one step.
POUR = (
    "INSERT INTO {table} (cache_key, value, expires)"
    " VALUES (%(key)s, '0', clock_timestamp() + %(step)s * interval '1 second')"
    " ON CONFLICT (cache_key) DO UPDATE"
    " SET expires = greatest({table}.expires, clock_timestamp()) + %(step)s * interval '1 second'"
    " WHERE {table}.expires <= clock_timestamp() + (%(full)s - %(step)s) * interval '1 second'"
)
ROOM_IN = (
    "SELECT extract(epoch FROM expires - clock_timestamp())::float8 + %(step)s - %(full)s"
    " FROM {table} WHERE cache_key = %(key)s"
)
FOR_EVER = 253_370_764_800
"""The first second of the year 9999."""


class SharedCache(BaseCache):
    """The setting LOCATION names the table; the keys that run out are removed by a job."""

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.table = connection.ops.quote_name(table)

    def _run(
        self, sql: str, values: Iterable[str | float] | Mapping[str, str | float] = ()
    ) -> tuple[int, tuple[Any, ...] | None]:
        with connection.cursor() as cursor:
            given = values if isinstance(values, Mapping) else list(values)
            cursor.execute(sql.format(table=self.table), given)
            return cursor.rowcount, cursor.fetchone() if cursor.description else None

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> tuple[str, str, float]:
        named = self.make_and_validate_key(key, version=version)
        ends = self.get_backend_timeout(timeout)
        return named, json.dumps(value, cls=DjangoJSONEncoder), FOR_EVER if ends is None else ends

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        _count, found = self._run(GET, [self.make_and_validate_key(key, version=version)])
        return default if found is None else json.loads(found[0])

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._run(SET, self._row(key, value, timeout, version))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """One statement: of two processes that add the same key, one is told that it did."""
        count, _found = self._run(SET + FREE, self._row(key, value, timeout, version))
        return count == 1

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        named, _value, ends = self._row(key, None, timeout, version)
        sql = "UPDATE {table} SET expires = to_timestamp(%s) WHERE cache_key = %s AND expires > now()"
        return self._run(sql, [ends, named])[0] == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        named = self.make_and_validate_key(key, version=version)
        return self._run("DELETE FROM {table} WHERE cache_key = %s", [named])[0] == 1

    def take(self, key: str, *, calls: int, seconds: float) -> float:
        """Take one of `calls` that are refilled evenly over `seconds`, for all processes together.

        Returns 0, or how many seconds it takes until there is one.
        """
        given = {"key": self.make_and_validate_key(key), "step": seconds / calls, "full": seconds}
        count, _found = self._run(POUR, given)
        if count == 1:
            return 0.0
        _count, room = self._run(ROOM_IN, given)
        return max(0.001, room[0]) if room else 0.001

    def clear(self) -> None:
        self._run("DELETE FROM {table}")

    def forget_expired(self) -> int:
        return self._run("DELETE FROM {table} WHERE expires <= to_timestamp(%s)", [time.time()])[0]

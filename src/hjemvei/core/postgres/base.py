"""The database engine that the settings name."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.postgresql import base, operations
from psycopg import RawCursor
from psycopg._preparing import Key, Prepare, PrepareManager
from psycopg._queries import PostgresQuery
from psycopg.pq import TransactionStatus

SAVEPOINTS = (b"SAVEPOINT", b"RELEASE")


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        return sql if isinstance(cursor, RawCursor) else super().last_executed_query(cursor, sql, params)


class Plans(PrepareManager):
    """Which statements the server keeps plans of.

    Psycopg forgets them all at every rollback, so that each refusal, each page that was not found and each
    form sent back would be paid for by the requests after it: planning under row-level security costs more
    than running. A prepared statement outlives a rollback in PostgreSQL. Where a statement failed they are
    forgotten as ever: its plan may be what no longer fits, as after a migration.
    """

    is_rolled_back_by_choice = False

    def clear(self) -> bool:
        return False if self.is_rolled_back_by_choice else super().clear()

    def maybe_add_to_cache(self, query: PostgresQuery, prep: Prepare, name: bytes) -> Key | None:
        """Each savepoint has a name of its own and would push out the count of what is asked again."""
        return None if query.query.startswith(SAVEPOINTS) else super().maybe_add_to_cache(query, prep, name)


class DatabaseWrapper(base.DatabaseWrapper):
    """Before a kept connection is used again, Django asks the server for 1. A server that has gone away has
    closed the socket, which the machine itself knows: only a socket with something to say is asked further.
    """

    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        plans = Plans()
        plans.prepare_threshold = connection.prepare_threshold
        connection._prepared = plans
        return connection

    def _rollback(self) -> None:
        with self._plans_kept():
            super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        with self._plans_kept():
            super()._savepoint_rollback(sid)  # type: ignore[misc]

    @contextmanager
    def _plans_kept(self) -> Iterator[None]:
        """Unless a statement failed."""
        connection = self.connection
        if connection is None or connection.pgconn.transaction_status == TransactionStatus.INERROR:
            yield
            return
        connection._prepared.is_rolled_back_by_choice = True
        try:
            yield
        finally:
            connection._prepared.is_rolled_back_by_choice = False

    def is_usable(self) -> bool:
        connection = self.connection
        if connection is None or connection.closed:
            return False
        poll = select.poll()
        poll.register(connection.fileno(), select.POLLIN | select.POLLERR | select.POLLHUP)
        if not poll.poll(0):
            return True
        return bool(super().is_usable())

    def numbered_cursor(self) -> Any:
        """A cursor for a text with numbered places ($1), which the driver sends as it stands: it keeps no
        text above 4096 characters and would take each of them apart anew.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(RawCursor(self.connection))  # type: ignore[attr-defined]

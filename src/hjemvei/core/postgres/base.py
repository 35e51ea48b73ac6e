"""The database engine that the settings name."""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base, operations
from psycopg import RawCursor


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        return sql if isinstance(cursor, RawCursor) else super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """Before a kept connection is used again, Django asks the server for 1. A server that has gone away has
    closed the socket, which the machine itself knows: only a socket with something to say is asked further.
    """

    ops_class = DatabaseOperations

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

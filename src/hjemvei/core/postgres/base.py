"""The database engine that the settings name."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Before a kept connection is used again, Django asks the server for 1. A server that has gone away has
    closed the socket, which the machine itself knows: only a socket with something to say is asked further.
    """

    def is_usable(self) -> bool:
        connection = self.connection
        if connection is None or connection.closed:
            return False
        poll = select.poll()
        poll.register(connection.fileno(), select.POLLIN | select.POLLERR | select.POLLHUP)
        if not poll.poll(0):
            return True
        return bool(super().is_usable())

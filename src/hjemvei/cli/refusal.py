from __future__ import annotations


class Refused(Exception):
    """The command can't be done; the message says why and what to do. Exit code 1."""

from __future__ import annotations


class Refused(Exception):
    """The command can't be done; the message says why and what to do."""

    def __init__(self, message: str, *, code: int = 1) -> None:
        super().__init__(message)
        self.code = code

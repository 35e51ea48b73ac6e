"""The one form in which permission is said."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from hjemvei.core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Decision:
    """May the actor do it, and if not, why, in words the actor can read."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise NotAllowed with the reason."""
        if not self.allowed:
            raise NotAllowed(str(self.reason))


YES = Decision(True)

"""The three ways an action says no; views, the API and jobs translate them, nobody else catches them."""

from __future__ import annotations


class HjemveiError(Exception):
    """Base of the refusals that a user can understand and act on."""

    def __init__(
        self, message: str, *, code: str = "", field: str = "", link: tuple[str, str] | None = None
    ) -> None:
        """`link`: label and address of a page where the user gets further."""
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field
        self.link = link


class RuleBroken(HjemveiError):
    """The values or the state break a rule; becomes a form error or 422."""


class NotAllowed(HjemveiError):
    """The actor may see this but not do it; becomes 403 with the reason."""


class Conflict(HjemveiError):
    """Somebody else was first (a dwelling no longer free, a row changed since it was read); becomes 409."""

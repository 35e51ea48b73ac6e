"""Closed by default: a view is for signed-in staff unless it says otherwise, with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def public(reason: str) -> Callable[[View], View]:
    """Open the view to everybody. The guard in `tests/guards` lists every such view with its reason."""

    def mark(view: View) -> View:
        view.hjemvei_public = reason  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(reason: str) -> Callable[[View], View]:
    """Open the view to a signed-in user who has no role yet (choosing a unit, second factor)."""

    def mark(view: View) -> View:
        view.hjemvei_signed_in = reason  # type: ignore[attr-defined]
        return view

    return mark


def writes(reason: str) -> Callable[[View], View]:
    """Let a GET view write, with its reason; every other GET runs read-only."""

    def mark(view: View) -> View:
        view.hjemvei_writes = reason  # type: ignore[attr-defined]
        return view

    return mark


def own_session(view: View) -> View:
    """Keep the middleware of pages away: the view says itself who acts, and holds no transaction while it
    waits for another server.
    """
    view.hjemvei_own_session = True  # type: ignore[attr-defined]
    return view

"""How a form learns that what is typed in it is kept. `ui` keeps nothing: whoever does puts a keeper on the
request as `request.drafts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict


@dataclass(frozen=True, slots=True)
class KeptTyping:
    """Where the browser sends what is typed, where it is thrown away, and what is said of what was kept."""

    save_url: str
    discard_url: str
    notice: str = ""


class Keeper(Protocol):
    def offer(self, form: BaseForm) -> KeptTyping: ...


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: all that was posted, also when that is nothing."""
    return request.POST if request.method == "POST" else None


def offer_draft(request: HttpRequest, context: Mapping[str, Any]) -> None:
    """Fill the page's form with what was kept of it; a form with nothing to type keeps no draft."""
    form, keeper = context.get("form"), getattr(request, "drafts", None)
    if keeper is None or not isinstance(form, BaseForm):
        return
    if form.visible_fields():
        form.draft = keeper.offer(form)  # type: ignore[attr-defined]

"""The dashboard."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.drafts import kept_texts
from hjemvei.core import clock
from hjemvei.ui.render import render
from hjemvei.web.board import gather, tiles
from hjemvei.web.board_offices import officer_tiles
from hjemvei.web.board_sections import sections
from hjemvei.web.case_list_page import unit_of


def new_once() -> str:
    return secrets.token_urlsafe(16)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today, (unit_id, _known) = clock.today(), unit_of(actor, "")
    found = gather(actor, unit_id=unit_id, today=today)
    shown = sections(actor, found)
    answers = [question.answer_url for section in shown for question in section.answers]
    context = {
        "actor": actor,
        "today": today,
        "tiles": [
            *(tiles(actor, unit_id=unit_id, today=today) if actor.case_units() else []),
            *officer_tiles(actor),
        ],
        "sections": shown,
        "kept": kept_texts(user_id=actor.user_id, paths=answers, field="body"),
        "once_key": new_once,
    }
    return render(request, "web/home.html", context)

"""Administrative load: what forms cost, and fields that nobody fills in or reads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.core import clock
from hjemvei.statistics import load as measured
from hjemvei.statistics.policy import can_read_load
from hjemvei.statistics.words import step_said
from hjemvei.ui.parts import Bar
from hjemvei.ui.render import render

SHOWN, DRAWN = 40, 8


@require_safe
def load(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    can_read_load(actor).require()
    own = request.GET.get("hvem") == "egne"
    lines, unused = measured.steps(actor, own=own, today=clock.today()), measured.fields(actor)
    context = {
        "own": own,
        "weeks": measured.WEEKS,
        "lines": lines[:SHOWN],
        "bars": [
            Bar(label=step_said(line.step), value=line.minutes, shown=str(line.minutes))
            for line in lines[:DRAWN]
        ],
        "said": step_said,
        "unused": [line for line in unused if line.share < measured.SELDOM or not line.is_shown][:SHOWN],
        "all_fields": len(unused),
    }
    return render(request, "statistics/load.html", context)

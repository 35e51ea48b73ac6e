"""A whole identity number: shown by a click of its own that stands in the read log, never along with a
page.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from hjemvei.accounts.actor import Actor
from hjemvei.sharing.policy import can_show_number
from hjemvei.sharing.queries import disclose, find_case, numbers_of
from hjemvei.ui.render import render


@require_POST
def number(request: HttpRequest, key: str) -> HttpResponse:
    """The read log holds it under this page's own name."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    can_show_number(actor, case).require()
    person = disclose(actor, case)
    context = {"case": case, "person": person, "numbers": numbers_of(person)}
    return render(request, "sharing/number.html", context)

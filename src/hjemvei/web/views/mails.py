"""The demo sends no mail: what it would have sent is read here."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.models import Outbox
from hjemvei.ui.render import render

SHOWN = 50


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The newest mails that the unit acted for has written; the whole page is absent outside the demo."""
    if not settings.DEMO:
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = Outbox.objects.filter(owner_unit_id__in=actor.units).select_related("to_user")
    return render(request, "web/mails.html", {"mails": found.order_by("-id")[:SHOWN]})

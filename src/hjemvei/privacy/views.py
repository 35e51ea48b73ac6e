"""What is held and who sees it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hjemvei.privacy.spoken import by_class, of_staff, without_class
from hjemvei.ui.render import render


@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """For everybody who is signed in: it is about the system, and shows nobody."""
    context = {"classes": by_class(), "logs": without_class(), "staff": of_staff()}
    return render(request, "privacy/held.html", context)

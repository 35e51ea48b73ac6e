"""What the user menu holds: unit, account, colours, language, sign-out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hjemvei.ui.render import render
from hjemvei.web.chrome import chrome


@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    frame = chrome(request)
    context = {"links": frame.user_menu, "sign_out_url": frame.sign_out_url}
    return render(request, "web/menu.html", context, block="menu")

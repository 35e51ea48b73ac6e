"""The catalogue of services, open to all who are signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hjemvei.core import clock
from hjemvei.parties.forms import ServiceFilter
from hjemvei.parties.services import places
from hjemvei.parties.services import services as found_services
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Paging
from hjemvei.ui.render import render


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime(clock.now())
    form = ServiceFilter(request.GET, places=places(today=now.date()))
    asked = form.cleaned_data if form.is_valid() else {"kommune": "", "q": ""}
    found = found_services(
        municipality=asked["kommune"], words=asked["q"], cursor=request.GET.get("after", ""), at=now
    )
    links = {
        name: url("parties:services", query={**asked, "after": mark}) if mark else ""
        for name, mark in (("next_url", found.next_cursor), ("previous_url", found.previous_cursor))
    }
    context = {"form": form, "rows": found.rows, "paging": Paging(**links)}
    return render(request, "parties/services.html", context, block="rows")

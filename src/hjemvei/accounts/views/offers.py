"""The page where somebody says yes or no to a role that another organisation offers."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hjemvei.accounts.access import signed_in
from hjemvei.accounts.actions.answer_offer import answer_offer
from hjemvei.accounts.queries.offers import find_offer
from hjemvei.accounts.sessions import has_second_factor
from hjemvei.core import clock
from hjemvei.ui.render import render


@signed_in("may have no role anywhere yet, and is offered one")
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, key: str) -> HttpResponse:
    user_id, at = int(request.user.pk or 0), clock.now()
    if settings.MFA_REQUIRED and not has_second_factor(request, user_id):
        return redirect("accounts:second_factor")
    found = find_offer(user_id, key, at=at)
    if found is None:
        return render(request, "accounts/offer_gone.html", status=410)
    if request.method == "POST":
        accept = request.POST.get("answer") == "yes"
        answer_offer(user_id=user_id, offer=found, accept=accept, at=at)
        text = _("Du har tatt imot rollen. Velg enhet øverst på siden.") if accept else _("Du har svart nei.")
        messages.success(request, text)
        return HttpResponseRedirect("/")
    return render(request, "accounts/offer.html", {"offer": found})

"""The question for a fresh second factor, and the way back to what was about to be done."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from hjemvei.accounts.access import signed_in
from hjemvei.accounts.drafts import draft_of
from hjemvei.accounts.oidc.providers import provider_of
from hjemvei.accounts.queries.own import factors_of
from hjemvei.accounts.sessions import PROVIDER
from hjemvei.accounts.step_up import asked_for, has_fresh_factor
from hjemvei.core import clock
from hjemvei.ui.forms.base import new_once
from hjemvei.ui.render import render


@signed_in("asks who it is; shows nothing else")
@require_safe
def question(request: HttpRequest) -> HttpResponse:
    asked = asked_for(request)
    if asked is None:
        raise Http404
    back = f"{reverse('accounts:step_up_done')}?{urlencode({'til': request.GET['til']})}"
    if has_fresh_factor(request, at=clock.now()):
        return HttpResponseRedirect(back)
    provider = provider_of(str(request.session.get(PROVIDER, {}).get("slug", "")))
    factors = factors_of(int(request.user.pk or 0))
    context = {"asked": asked, "back": back, "factors": factors, "provider": provider}
    return render(request, "accounts/step_up.html", context)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """A page is opened again; what was sent stands ready behind one button."""
    asked = asked_for(request)
    if asked is None:
        raise Http404
    if not has_fresh_factor(request, at=clock.now()):
        again = urlencode({"til": request.GET["til"]})
        return HttpResponseRedirect(f"{reverse('accounts:step_up')}?{again}")
    path = str(asked["path"])
    if not asked["sends"]:
        return HttpResponseRedirect(path)
    kept = draft_of(request, path=path.split("?")[0])
    fields = [(name, value) for name, values in kept.data.lists() for value in values] if kept else []
    return render(request, "accounts/step_up_done.html", {"path": path, "fields": fields, "once": new_once()})

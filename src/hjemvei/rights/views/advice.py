"""What the privacy officer says of a request or a proposal. They see the limit, not the content."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.rights import policy, queries
from hjemvei.rights.actions.give_advice import give_advice
from hjemvei.rights.forms import AdviceForm
from hjemvei.rights.models import Disposal, Part
from hjemvei.rights.views.shared import answered
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url


@require_http_methods(["GET", "POST"])
@once
def about_part(request: HttpRequest, part_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policy.can_advise(actor).require()
    return _advise(request, actor, part=queries.find_part(actor, part_key), back=url("rights:part", part_key))


@require_http_methods(["GET", "POST"])
@once
def about_disposal(request: HttpRequest, disposal_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policy.can_advise(actor).require()
    row = queries.find_disposal(actor, disposal_key)
    return _advise(request, actor, disposal=row, back=url("rights:disposal", disposal_key))


def _advise(
    request: HttpRequest,
    actor: Actor,
    *,
    back: str,
    part: Part | None = None,
    disposal: Disposal | None = None,
) -> HttpResponse:
    form = AdviceForm(sent(request))

    def act() -> object:
        text = form.cleaned_data["text"]
        return give_advice(actor=actor, part=part, disposal=disposal, text=text, at=clock.now())

    lede = _("Den innsynsansvarlige leser rådet og avgjør. Rådet kan ikke endres etterpå.")
    return answered(request, form, act, back=back, title=_("Gi råd"), submit=_("Gi rådet"), lede=lede)

"""What shall become of a record: erased, restricted, handed to the archive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.step_up import step_up
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.persons.models import DestructionGround
from hjemvei.rights import policy, queries
from hjemvei.rights.actions.dispose import (
    Backing,
    decline_disposal,
    erase,
)
from hjemvei.rights.actions.restrict import lift_restriction, restrict
from hjemvei.rights.enums import (
    ERASING,
    DisposalState,
    Outcome,
)
from hjemvei.rights.forms import (
    EraseForm,
    ReasonForm,
)
from hjemvei.rights.views.shared import answered
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url
from hjemvei.ui.render import render

LIST = "rights:list"
FOR_GOOD = gettext_lazy("Sletting kan ikke angres.")


@step_up(FOR_GOOD)
@require_http_methods(["GET", "POST"])
@once
def disposal(request: HttpRequest, disposal_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_disposal(actor, disposal_key)
    form = EraseForm(sent(request))

    def act() -> object:
        ground, reference = DestructionGround(form.cleaned_data["ground"]), form.cleaned_data["reference"]
        return erase(actor=actor, disposal=row, backing=Backing(ground, reference), at=clock.now())

    if request.method == "POST":
        policy.can_decide(actor, row).require()
        if carried_out(form, act):
            return redirect(LIST)
    waits = row.state == DisposalState.PROPOSED
    may_erase = waits and row.outcome in ERASING and bool(policy.can_decide(actor, row))
    context = {
        "row": row,
        "person": queries.person_of_id(actor, row.person_id),
        "form": form if may_erase else None,
        "decision": policy.can_decide(actor, row),
        "waits": waits,
        "cases": queries.closed_cases(row) if may_erase and row.outcome == Outcome.ARCHIVE else [],
        "handovers": queries.handovers(actor, row),
        "advice": queries.advice_on(actor, row),
        "may_advise": bool(policy.can_advise(actor)),
    }
    return render(request, "rights/disposal.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def take_out(request: HttpRequest, disposal_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    restrict(actor=actor, disposal=queries.find_disposal(actor, disposal_key))
    return redirect(LIST)


@require_http_methods(["GET", "POST"])
@once
def lift(request: HttpRequest, restriction_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_restriction(actor, restriction_key)
    form = ReasonForm(sent(request))

    def act() -> object:
        reason = form.cleaned_data["reason"]
        return lift_restriction(actor=actor, restriction=row, reason=reason)

    who = queries.person_of_id(actor, row.person_id)
    lede = _("%(name)s er sperret: %(reason)s") % {"name": who.name, "reason": row.reason}
    texts = {"title": _("Løft sperring"), "submit": _("Løft sperring"), "lede": lede}
    return answered(request, form, act, back=url(LIST), **texts)


@require_POST
@once
def decline(request: HttpRequest, disposal_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_disposal(actor, disposal_key)
    decline_disposal(actor=actor, disposal=row, at=clock.now())
    return redirect(LIST)

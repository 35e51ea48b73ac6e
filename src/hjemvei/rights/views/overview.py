"""The list of the controller, a case's own page, and what is asked for from there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.needs.answers import answer
from hjemvei.rights import policy, queries
from hjemvei.rights.actions.ask_access import ask_access
from hjemvei.rights.actions.dispose import (
    lift_hold,
    propose_disposal,
    set_hold,
)
from hjemvei.rights.beside import remarks
from hjemvei.rights.enums import (
    Outcome,
    RequestForm,
)
from hjemvei.rights.forms import (
    AskForm,
    ProposeForm,
    ReasonForm,
)
from hjemvei.rights.models import Part
from hjemvei.sharing.queries import disclose, find_case
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

CASE = "rights:case"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """No name stands here: the limit and the reference are enough to take the next one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "waiting": queries.open_parts(actor),
        "done": queries.done_parts(actor),
        "disposals": queries.disposals(actor),
        "restrictions": queries.restrictions(actor),
        "may_release": policy.can_release(actor),
        "today": clock.today(),
        "actor": actor,
    }
    return render(request, "rights/list.html", context)


@require_safe
def of_case(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    person_id = queries.own_person(actor, case)
    parts = Part.objects.visible_to(actor).filter(case=case).select_related("request")
    context = {
        "case": case,
        "person": disclose(actor, case),
        "answers": list(parts.order_by("-id")),
        "disposals": queries.disposals(actor, person_id=person_id),
        "holds": queries.holds(actor, person_id),
        "corrections": remarks(actor, case),
        "may_ask": policy.can_ask(actor),
    }
    return render(request, "rights/case.html", context, block="panel")


@require_http_methods(["GET", "POST"])
@once
def ask(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_ask(actor).require()
    form = AskForm(sent(request), initial={"received_on": clock.today()})

    def act() -> object:
        how = RequestForm(form.cleaned_data["form"])
        return ask_access(
            actor=actor, case=case, form=how, received_on=form.cleaned_data["received_on"], at=clock.now()
        )

    lede = _("Personen trenger ikke si hvorfor. Alle som har del i saken, får hver sin del å svare på.")
    texts = {"title": _("Krav om innsyn"), "submit": _("Skriv ned kravet"), "lede": lede}
    return answer(request, case, form, act, back=CASE, **texts)


@require_http_methods(["GET", "POST"])
@once
def propose(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_propose(actor).require()
    form, person_id = ProposeForm(sent(request)), queries.own_person(actor, case)

    def act() -> object:
        outcome, reason = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["reason"]
        return propose_disposal(
            actor=actor, person_id=person_id, outcome=outcome, reason=reason, at=clock.now()
        )

    lede = _("Saksdokumenter skal som regel til arkivet før de slettes her. Den innsynsansvarlige avgjør.")
    texts = {"title": _("Foreslå sletting eller sperring"), "submit": _("Send forslaget"), "lede": lede}
    return answer(request, case, form, act, back=CASE, **texts)


@require_http_methods(["GET", "POST"])
@once
def hold(request: HttpRequest, key: str) -> HttpResponse:
    """Stops erasure, or lifts the stop that stands."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_hold(actor).require()
    form, person_id = ReasonForm(sent(request)), queries.own_person(actor, case)
    standing = queries.holds(actor, person_id)

    def act() -> object:
        reason = form.cleaned_data["reason"]
        if standing:
            return lift_hold(actor=actor, hold=standing[0], reason=reason, at=clock.now())
        return set_hold(actor=actor, person_id=person_id, reason=reason, at=clock.now())

    title = _("Løft stans av sletting") if standing else _("Stans sletting")
    lede = _("Så lenge en klage, en tvist eller et tilsyn pågår, slettes ingenting om personen.")
    return answer(request, case, form, act, back=CASE, title=title, submit=title, lede=lede)

"""Rights on the page: the list of the controller, a case's own page, one answer, one decision."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.step_up import step_up
from hjemvei.audit.once_view import once
from hjemvei.cases.document_content import attachment
from hjemvei.core import clock
from hjemvei.needs.answers import answer
from hjemvei.parties.models import Unit
from hjemvei.persons.models import DestructionGround
from hjemvei.rights import policy, queries
from hjemvei.rights.actions.answer_correction import answer_correction
from hjemvei.rights.actions.ask_access import ask_access
from hjemvei.rights.actions.dispose import (
    Backing,
    decline_disposal,
    erase,
    lift_hold,
    propose_disposal,
    set_hold,
)
from hjemvei.rights.actions.release_part import deliver_part, release_part
from hjemvei.rights.actions.restrict import lift_restriction, restrict
from hjemvei.rights.actions.take_down_correction import take_down_correction
from hjemvei.rights.actions.withhold_row import withhold_row
from hjemvei.rights.beside import remarks
from hjemvei.rights.enums import (
    ERASING,
    CorrectionState,
    Delivery,
    DisposalState,
    Ground,
    Outcome,
    PartState,
    RequestForm,
)
from hjemvei.rights.forms import (
    AnswerForm,
    AskForm,
    CorrectionForm,
    DeliverForm,
    EraseForm,
    ProposeForm,
    ReasonForm,
    WithholdForm,
)
from hjemvei.rights.holdings import holdings
from hjemvei.rights.models import Correction, Part
from hjemvei.rights.package import made, package_pdf
from hjemvei.rights.pointing import written
from hjemvei.sharing.models import writing_unit
from hjemvei.sharing.queries import disclose, find_case, find_row
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url
from hjemvei.ui.render import render

CASE, PART, LIST, DISPOSAL = "rights:case", "rights:part", "rights:list", "rights:disposal"
EVERYTHING = gettext_lazy("Svaret viser alt virksomheten har om personen.")
FOR_GOOD = gettext_lazy("Sletting kan ikke angres.")


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

    lede = _("Saksdokumenter skal som regel til arkivet før de slettes her. Personvernombudet avgjør.")
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


@require_http_methods(["GET", "POST"])
@once
def correct(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_ask(actor).require()
    form = CorrectionForm(sent(request), actor=actor, written=written(actor, case))

    def act() -> object:
        said, unit = form.values()
        to_unit = unit or Unit.objects.get(pk=writing_unit(actor, case))
        how = RequestForm(form.cleaned_data["form"])
        return take_down_correction(
            actor=actor, case=case, said=said, to_unit=to_unit, form=how, at=clock.now()
        )

    lede = _("Enheten som skrev det, får beskjed og svarer innen en måned.")
    texts = {"title": _("Personen mener noe er feil"), "submit": _("Skriv det ned"), "lede": lede}
    return answer(request, case, form, act, back=CASE, **texts)


@require_http_methods(["GET", "POST"])
@once
def answer_to(request: HttpRequest, key: str, correction: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_row(actor, Correction, case=case, key=correction)
    policy.can_answer_correction(actor, row).require()
    form = AnswerForm(sent(request), initial={"told": row.form == RequestForm.PORTAL and Delivery.PORTAL})

    def act() -> object:
        values = form.cleaned_data
        state, told = CorrectionState(values["state"]), Delivery(values["told"])
        return answer_correction(
            actor=actor, correction=row, state=state, answer=values["answer"], told=told, at=clock.now()
        )

    lede = _("Skrevet: %(about)s. Personen sier: %(said)s") % {"about": row.about, "said": row.said}
    texts = {"title": _("Svar på krav om retting"), "submit": _("Lagre svaret"), "lede": lede}
    return answer(request, case, form, act, back=CASE, **texts)


@require_safe
def part(request: HttpRequest, part_key: str) -> HttpResponse:
    """Case roles see how far it is; what is held is shown to the privacy officer alone."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_part(actor, part_key)
    may_release = bool(policy.can_release(actor)) and bool(queries.people_of(row))
    context = {
        "part": row,
        "person": queries.person_of_part(actor, row) if may_release else queries.NOBODY,
        "may_release": may_release,
        "holdings": [found for found in holdings(row) if found.rows] if may_release else [],
        "withheld": queries.withheld_of(row),
        "form": DeliverForm() if row.state == PartState.RELEASED and may_release else None,
        "today": clock.today(),
    }
    return render(request, "rights/part.html", context)


@require_http_methods(["GET", "POST"])
@once
def withhold(request: HttpRequest, part_key: str, table: str, row: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.find_part(actor, part_key)
    policy.can_release(actor).require()
    form = WithholdForm(sent(request))

    def act() -> object:
        ground, reason = Ground(form.cleaned_data["ground"]), form.cleaned_data["reason"]
        return withhold_row(
            actor=actor, part=found, table=table, row_id=row, ground=ground, reason=reason, at=clock.now()
        )

    lede = _("Hold bare tilbake det loven sier. Personen får vite at noe er holdt tilbake, og hvorfor.")
    texts = {"title": _("Hold tilbake"), "submit": _("Hold tilbake"), "lede": lede}
    return _answered(request, form, act, back=url(PART, part_key), **texts)


@require_POST
@once
def release(request: HttpRequest, part_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.find_part(actor, part_key)
    release_part(actor=actor, part=found, at=clock.now())
    return redirect(PART, part_key)


@require_POST
@once
def deliver(request: HttpRequest, part_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.find_part(actor, part_key)
    policy.can_release(actor).require()
    form = DeliverForm(sent(request))

    def act() -> object:
        return deliver_part(actor=actor, part=found, how=Delivery(form.cleaned_data["how"]), at=clock.now())

    return _answered(
        request, form, act, back=url(PART, part_key), title=_("Utlevert til personen"), submit=_("Lagre")
    )


@step_up(EVERYTHING)
@require_safe
def package(request: HttpRequest, part_key: str, ending: str) -> HttpResponse:
    """The file for the person; read and named in the read log."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.find_part(actor, part_key)
    policy.can_release(actor).require()
    person = queries.person_of_part(actor, found)
    if found.state == PartState.ASKED or not person.person_id:
        return redirect(PART, part_key)
    if ending == "json":
        return attachment(made(found)[0], media_type="application/json", name=f"innsyn-{found.key}.json")
    content = package_pdf(found, person, at=clock.now())
    return attachment(content, media_type="application/pdf", name=f"innsyn-{found.key}.pdf")


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
    return _answered(request, form, act, back=url(LIST), **texts)


@require_POST
@once
def decline(request: HttpRequest, disposal_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_disposal(actor, disposal_key)
    decline_disposal(actor=actor, disposal=row, at=clock.now())
    return redirect(LIST)


def _answered(
    request: HttpRequest,
    form: Form,
    act: Callable[[], object],
    *,
    back: str,
    title: str,
    submit: str,
    lede: str = "",
) -> HttpResponse:
    if form.is_bound and carried_out(form, act):
        return redirect(back)
    context = {"form": form, "back": back, "title": title, "submit": submit, "lede": lede}
    return render(request, "rights/form.html", context, status=422 if form.is_bound else 200)

"""Follow-up after release, the team's day, and readiness before release."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.needs.answers import answer
from hjemvei.sharing.queries import disclose, find_case, participants
from hjemvei.tenancies import policy
from hjemvei.tenancies.actions.agree_follow_up import agree_follow_up
from hjemvei.tenancies.actions.check_readiness import check_readiness
from hjemvei.tenancies.actions.plan_follow_ups import plan_follow_ups
from hjemvei.tenancies.actions.report_follow_up import report_follow_up
from hjemvei.tenancies.forms import AgreeForm, PlanForm, ReadinessForm, ReportForm
from hjemvei.tenancies.queries import contacts_of, day_of, find_follow_up, readiness_of, released_on
from hjemvei.tenancies.readiness import TASKS
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

PANEL = "tenancies:follow_up"


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policy.can_plan_follow_up(actor).require()
    day = clock.today()
    return render(request, "tenancies/today.html", {"day": day_of(actor, today=day), "today": day})


@require_safe
def follow_up(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case, day = find_case(actor, key), clock.today()
    context = {
        "case": case,
        "person": disclose(actor, case),
        "contacts": contacts_of(actor, case, today=day),
        "may_plan": policy.can_plan_follow_up(actor),
        "today": day,
    }
    return render(request, "tenancies/follow_up.html", context, block="panel")


@require_http_methods(["GET", "POST"])
@once
def plan(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_plan_follow_up(actor).require()
    initial = {"released_on": released_on(actor, case) or clock.today(), "to_unit": actor.unit_id}
    form = PlanForm(sent(request), initial=initial, parts=participants(case))

    def act() -> object:
        values = form.cleaned_data
        return plan_follow_ups(
            actor=actor,
            case=case,
            to_unit_id=values["to_unit"],
            released_on=values["released_on"],
            person_agreed=values["person_agreed"],
            at=clock.now(),
        )

    title = _("Planlegg oppfølging")
    return answer(request, case, form, act, back=PANEL, title=title, submit=_("Planlegg kontaktene"))


@require_http_methods(["GET", "POST"])
@once
def agree(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_plan_follow_up(actor).require()
    form = AgreeForm(sent(request))

    def act() -> object:
        agreed = form.cleaned_data["answer"] == "yes"
        return agree_follow_up(actor=actor, case=case, person_agreed=agreed, at=clock.now())

    lede = _("Personen kan ombestemme seg når som helst.")
    texts = {"title": _("Ja eller nei til oppfølging"), "submit": _("Lagre svaret"), "lede": lede}
    return answer(request, case, form, act, back=PANEL, **texts)


@require_http_methods(["GET", "POST"])
@once
def report(request: HttpRequest, key: str, contact: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_follow_up(actor, case, contact)
    policy.can_report(actor, row).require()
    form = ReportForm(sent(request), initial={"happened_on": clock.today()})

    def act() -> object:
        return report_follow_up(actor=actor, follow_up=row, report=form.report(), at=clock.now())

    return answer(request, case, form, act, back=PANEL, title=_("Hvordan gikk det?"), submit=_("Lagre"))


@require_http_methods(["GET", "POST"])
@once
def readiness(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_check_readiness(actor).require()
    initial = {ready.item.code: ready.answer.value for ready in readiness_of(actor, case)}
    asked = request.GET.get("oppgave", "")
    initial["task"] = asked if asked in TASKS else TASKS[0]
    form = ReadinessForm(sent(request), initial=initial, actor=actor)

    def act() -> None:
        task, answers = form.cleaned_data["task"], form.answers()
        check_readiness(actor=actor, case=case, task=task, answers=answers, at=clock.now())

    lede = _("Det som skal være på plass når personen går ut. «Vet ikke» er et svar.")
    texts = {"title": _("Klar til løslatelse"), "submit": _("Lagre gjennomgangen"), "lede": lede}
    return answer(request, case, form, act, back="tenancies:ready", **texts)


@require_safe
def ready(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    context = {
        "case": case,
        "person": disclose(actor, case),
        "ready": readiness_of(actor, case),
        "may_check": policy.can_check_readiness(actor),
    }
    return render(request, "tenancies/ready.html", context, block="panel")

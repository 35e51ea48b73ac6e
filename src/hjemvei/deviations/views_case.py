"""Deviations of a case: reported, answered for, closed, and told to the committee."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.cases.queries.choices import colleagues
from hjemvei.core import clock
from hjemvei.core.db import all_or_nothing
from hjemvei.core.errors import RuleBroken
from hjemvei.deviations import policy, presets
from hjemvei.deviations.actions.carry_out_measure import carry_out_measure
from hjemvei.deviations.actions.close_deviation import close_deviation
from hjemvei.deviations.actions.learn_from_deviation import learn_from_deviation
from hjemvei.deviations.actions.plan_deviation import plan_deviation
from hjemvei.deviations.actions.release_summary import release_summary, take_back_summary
from hjemvei.deviations.actions.report_deviation import Slip, report_deviation
from hjemvei.deviations.actions.withdraw_deviation import withdraw_deviation
from hjemvei.deviations.actions.write_summary import write_summary
from hjemvei.deviations.choices import Cause, DeviationKind
from hjemvei.deviations.forms import CloseForm, DoneForm, PlanForm, QuickForm, ReportForm, SummaryForm
from hjemvei.deviations.learning import clause_of, lesson_of
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.queries import deviations_of, find_deviation, find_summary
from hjemvei.deviations.telling import agreements_of
from hjemvei.needs.answers import answer
from hjemvei.routines.forms import LessonForm
from hjemvei.routines.queries import own_routines, routine_of_clause
from hjemvei.sharing.models import Case, writing_unit
from hjemvei.sharing.queries import disclose, find_case, participants
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

PANEL = "deviations:case_deviations"


@require_safe
def case_deviations(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    context = {
        "case": case,
        "person": disclose(actor, case),
        "rows": deviations_of(actor, case),
        "may_report": policy.can_report(actor),
        "slipped": presets.SLIPPED,
        "went_well": presets.WENT_WELL,
        "today": clock.today(),
    }
    return render(request, "deviations/case_deviations.html", context, block="panel")


@require_http_methods(["GET", "POST"])
@once
def report(request: HttpRequest, key: str) -> HttpResponse:
    lede = _("Et avvik handler om det som var avtalt. Et nei til samtykke er aldri et avvik.")
    texts = {"title": _("Meld avvik"), "submit": _("Meld avviket"), "lede": lede}
    return _report(request, key, texts, well=False)


@require_http_methods(["GET", "POST"])
@once
def report_well(request: HttpRequest, key: str) -> HttpResponse:
    lede = _("Det som gikk bra, og hvorfor, er like nyttig for de andre.")
    texts = {"title": _("Si fra om noe som gikk bra"), "submit": _("Si fra"), "lede": lede}
    return _report(request, key, texts, well=True)


def _report(request: HttpRequest, key: str, texts: dict[str, str], *, well: bool) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_report(actor).require()
    initial = {"happened_on": clock.today(), "to_unit": actor.unit_id}
    form = ReportForm(sent(request), initial=initial, parts=participants(case), well=well)

    def act() -> object:
        return report_deviation(actor=actor, case=case, slip=form.slip(), at=clock.now())

    return answer(request, case, form, act, back=PANEL, **texts)


@require_POST
@once
def report_quick(request: HttpRequest, key: str) -> HttpResponse:
    """The second of two clicks: today, at the own unit, with kind and cause; words may follow later."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_report(actor).require()
    form = QuickForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Det meldte kjenner vi ikke. Bruk skjemaet."))
        return redirect("deviations:report", key)
    kind, cause = DeviationKind(form.cleaned_data["kind"]), form.cleaned_data["cause"]
    slip = Slip(
        kind=kind,
        cause=Cause(cause) if cause else None,
        happened_on=clock.today(),
        to_unit_id=writing_unit(actor, case),
    )
    try:
        with all_or_nothing(RuleBroken):
            report_deviation(actor=actor, case=case, slip=slip, at=clock.now())
    except RuleBroken as refused:
        messages.warning(request, refused.message)
    else:
        messages.success(request, _("Meldt: %(what)s.") % {"what": kind.label})
    return redirect(PANEL, key)


@require_http_methods(["GET", "POST"])
@once
def plan(request: HttpRequest, key: str, deviation: str) -> HttpResponse:
    actor, case, row = _answerable(request, key, deviation)
    initial = {"to_user": row.to_user_id or actor.user_id, "measure": row.measure, "due_on": row.due_on}
    form = PlanForm(sent(request), initial=initial, users=colleagues(actor, today=clock.today()))

    def act() -> object:
        return plan_deviation(actor=actor, deviation=row, plan=form.plan(), at=clock.now())

    texts = {"title": _("Avtal tiltak"), "submit": _("Avtal tiltaket"), "lede": str(row.get_kind_display())}
    return answer(request, case, form, act, back=PANEL, **texts)


@require_http_methods(["GET", "POST"])
@once
def done(request: HttpRequest, key: str, deviation: str) -> HttpResponse:
    actor, case, row = _answerable(request, key, deviation)
    form = DoneForm(sent(request))

    def act() -> object:
        day = form.cleaned_data["follow_up_on"]
        return carry_out_measure(actor=actor, deviation=row, follow_up_on=day, at=clock.now())

    texts = {"title": _("Tiltaket er gjort"), "submit": _("Lagre"), "lede": row.measure}
    return answer(request, case, form, act, back=PANEL, **texts)


@require_http_methods(["GET", "POST"])
@once
def close(request: HttpRequest, key: str, deviation: str) -> HttpResponse:
    actor, case, row = _answerable(request, key, deviation)
    initial = {"cause": row.cause, "cause_note": row.cause_note, "measure": row.measure}
    form = CloseForm(sent(request), initial=initial)

    def act() -> object:
        return close_deviation(actor=actor, deviation=row, closing=form.closing(), at=clock.now())

    texts = {"title": _("Lukk avviket"), "submit": _("Lukk"), "lede": str(row.get_kind_display())}
    return answer(request, case, form, act, back=PANEL, **texts)


@require_http_methods(["GET", "POST"])
@once
def lesson(request: HttpRequest, key: str, deviation: str) -> HttpResponse:
    """What all colleagues may read of it: the routine, and nothing of the person."""
    actor, case, row = _answerable(request, key, deviation)
    policy.can_learn(actor, row).require()
    clause = clause_of(actor, row)
    initial = {"clause": clause, "routine": routine_of_clause(actor, clause, today=clock.today())}
    form = LessonForm(sent(request), routines=own_routines(actor), of=lesson_of(row), initial=initial)

    def act() -> object:
        return learn_from_deviation(
            actor=actor, deviation=row, lesson=form.lesson(), routine=form.chosen(), at=clock.now()
        )

    lede = _("Alle hos dere kan lese det. Den som skriver rutinen, ser det når den skal endres.")
    texts = {"title": _("Skriv ned hva vi lærte"), "submit": _("Lagre"), "lede": lede}
    return answer(request, case, form, act, back=PANEL, **texts)


@require_POST
@once
def withdraw(request: HttpRequest, key: str, deviation: str) -> HttpResponse:
    actor, _case, row = _answerable(request, key, deviation)
    withdraw_deviation(actor=actor, deviation=row, at=clock.now())
    return redirect(PANEL, key)


@require_http_methods(["GET", "POST"])
@once
def summary(request: HttpRequest, key: str, deviation: str) -> HttpResponse:
    actor, case, row = _answerable(request, key, deviation)
    form = SummaryForm(sent(request), agreements=agreements_of(actor, case))

    def act() -> object:
        values = form.cleaned_data
        return write_summary(
            actor=actor, deviation=row, agreement=values["agreement"], text=values["text"], at=clock.now()
        )

    lede = _("Utvalget ser hva, årsak, måned og teksten du skriver. Ikke saken, og ikke hvem.")
    texts = {"title": _("Sammendrag til utvalget"), "submit": _("Be en kollega frigi det"), "lede": lede}
    return answer(request, case, form, act, back=PANEL, **texts)


@require_POST
@once
def release(request: HttpRequest, key: str, summary_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    release_summary(actor=actor, summary=find_summary(actor, case, summary_key), at=clock.now())
    messages.success(request, _("Utvalget kan lese sammendraget på neste møte."))
    return redirect(PANEL, key)


@require_POST
@once
def take_back(request: HttpRequest, key: str, summary_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    take_back_summary(actor=actor, summary=find_summary(actor, case, summary_key), at=clock.now())
    return redirect(PANEL, key)


def _answerable(request: HttpRequest, key: str, deviation: str) -> tuple[Actor, Case, Deviation]:
    """Raises Http404, and NotAllowed where another unit answers for it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_deviation(actor, case, deviation)
    policy.can_close(actor, row).require()
    return actor, case, row

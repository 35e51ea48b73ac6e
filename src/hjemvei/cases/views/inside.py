"""Dates and ways out: the panel, and a form for each thing that changes them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.cases import forms_inside as forms
from hjemvei.cases.actions.answer_gone import answer_gone
from hjemvei.cases.actions.change_dates import DateChange
from hjemvei.cases.actions.end_absence import end_absence
from hjemvei.cases.actions.presume_stay import presume_stay
from hjemvei.cases.actions.record_absence import record_absence
from hjemvei.cases.actions.record_release import record_release
from hjemvei.cases.actions.record_release_date import record_release_date
from hjemvei.cases.enums import AbsenceKind, ReleaseCertainty, ReleaseKind, WayOut
from hjemvei.cases.policy.inside import can_answer_gone, can_record_dates
from hjemvei.cases.queries.dates import dates_page
from hjemvei.cases.queries.prisons import newest_date, other_prisons
from hjemvei.cases.views.form_page import Asked, form_page
from hjemvei.core import clock
from hjemvei.sharing.queries import disclose, find_case
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

DATES = "cases:dates"
SOURCE = "fengselet"


@require_safe
def dates(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case, today = find_case(actor, key), clock.today()
    context = {
        "case": case,
        "person": disclose(actor, case),
        "dates": dates_page(actor, case, today=today),
        "today": today,
        "may_record": bool(can_record_dates(actor, case)),
        "may_answer": bool(can_answer_gone(actor, case)),
    }
    return render(request, "cases/dates.html", context, block="panel")


@require_http_methods(["GET", "POST"])
@once
def new_date(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    can_record_dates(actor, case).require()
    form = forms.ReleaseDateForm(sent(request), initial=newest_date(actor, case))
    asked = Asked(title=_("Ny løslatelsesdato"), submit=_("Lagre datoen"), back=DATES)

    def run() -> None:
        values = form.cleaned_data
        kind, certainty = ReleaseKind(values["kind"]), ReleaseCertainty(values["certainty"])
        change = DateChange(case.pk, values["expected_on"], kind, certainty, values["reason"])
        record_release_date(
            actor=actor, case=case, change=change, source=SOURCE, at=clock.now(), today=clock.today()
        )

    return form_page(request, case, form, asked, run)


@require_http_methods(["GET", "POST"])
@once
def absence(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    can_record_dates(actor, case).require()
    form = forms.AbsenceForm(sent(request), initial={"starts_on": clock.today()})
    lede = _("Løslatelsesdatoen beregnes på nytt når fraværet ikke regnes som soningstid.")
    asked = Asked(title=_("Registrer fravær"), submit=_("Lagre fraværet"), back=DATES, lede=lede)

    def run() -> None:
        values = form.cleaned_data
        record_absence(
            actor=actor,
            case=case,
            kind=AbsenceKind(values["kind"]),
            starts_on=values["starts_on"],
            ends_before=values["ends_before"],
            at=clock.now(),
            today=clock.today(),
        )

    return form_page(request, case, form, asked, run)


@require_http_methods(["GET", "POST"])
@once
def absence_over(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    can_record_dates(actor, case).require()
    form = forms.EndAbsenceForm(sent(request))
    asked = Asked(title=_("Tilbake fra fravær"), submit=_("Lagre"), back=DATES)

    def run() -> None:
        day = form.cleaned_data["ends_before"]
        end_absence(actor=actor, case=case, ends_before=day, at=clock.now(), today=clock.today())

    return form_page(request, case, form, asked, run)


@require_http_methods(["GET", "POST"])
@once
def presume(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    can_record_dates(actor, case).require()
    form = forms.PresumeForm(sent(request))
    lede = _("Uten en antakelse er det ukjent om avtalen gjelder, og fristene løper fra innsettelsen.")
    asked = Asked(
        title=_("Hvor lenge varer varetekten?"), submit=_("Lagre antakelsen"), back=DATES, lede=lede
    )

    def run() -> None:
        values = form.cleaned_data
        presume_stay(
            actor=actor,
            case=case,
            until=values["until"],
            reason=values["reason"],
            at=clock.now(),
            today=clock.today(),
        )

    return form_page(request, case, form, asked, run)


@require_http_methods(["GET", "POST"])
@once
def release(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    can_answer_gone(actor, case).require()
    form = forms.ReleaseForm(sent(request), initial={"way_out": WayOut.RELEASE.value})
    lede = _("Det som haster i dag, står øverst på oppgavelisten når du har lagret.")
    asked = Asked(title=_("Løslatt nå"), submit=_("Lagre løslatelsen"), back="cases:tasks", lede=lede)

    def run() -> None:
        way, on = WayOut(form.cleaned_data["way_out"]), form.cleaned_data["on"]
        record_release(actor=actor, case=case, way_out=way, on=on, at=clock.now(), today=clock.today())

    return form_page(request, case, form, asked, run)


@require_http_methods(["GET", "POST"])
@once
def gone(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    can_answer_gone(actor, case).require()
    form = forms.GoneForm(sent(request), prisons=other_prisons(actor))
    lede = _("Den som er borte fra listen, er ikke løslatt før noen sier det.")
    asked = Asked(title=_("Hvor er personen?"), submit=_("Lagre svaret"), back="cases:after", lede=lede)

    def run() -> None:
        way, on = WayOut(form.cleaned_data["way_out"]), form.cleaned_data["on"]
        now, today = clock.now(), clock.today()
        answer_gone(actor=actor, case=case, way_out=way, on=on, at=now, today=today, to_unit=form.prison())

    return form_page(request, case, form, asked, run)

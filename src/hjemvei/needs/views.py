"""The housing panel of a case and the form of one answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.needs.actions.record_confidential_answer import record_confidential_answer
from hjemvei.needs.actions.record_housing_fact import record_housing_fact
from hjemvei.needs.answers import answer
from hjemvei.needs.choices import Topic
from hjemvei.needs.confidential_choices import Question
from hjemvei.needs.forms import ConfidedForm, HousingAnswerForm
from hjemvei.needs.panels import CONFIDENTIAL
from hjemvei.needs.policy import can_record_housing, can_record_in_confidence
from hjemvei.needs.queries import TopicView, housing_picture
from hjemvei.sharing.models import Case
from hjemvei.sharing.panels import read_panel
from hjemvei.sharing.queries import disclose, find_case
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render


@require_safe
def housing(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    context = {
        "case": case,
        "person": disclose(actor, case),
        "picture": housing_picture(actor, case, today=clock.today()),
        "may_record": can_record_housing(actor),
    }
    return render(request, "needs/housing.html", context, block="panel")


@require_http_methods(["GET", "POST"])
@once
def record(request: HttpRequest, key: str, topic: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    if topic not in Topic.values:
        raise Http404
    can_record_housing(actor).require()
    person, form = disclose(actor, case), _form(request, actor, case, Topic(topic))
    if form.is_bound and carried_out(form, lambda: _record(actor, case, form)):
        return redirect("needs:housing", key)
    context = {"case": case, "person": person, "form": form, "topic": Topic(topic)}
    return render(request, "needs/record.html", context, status=422 if form.is_bound else 200)


def _record(actor: Actor, case: Case, form: HousingAnswerForm) -> object:
    corrects = form.cleaned_data["corrects"]
    return record_housing_fact(
        actor=actor, case=case, answered=form.answered(), corrects=corrects, at=clock.now()
    )


@require_safe
def confidential(request: HttpRequest, key: str) -> HttpResponse:
    """A role that may not read answers in confidence is told nothing, not even that there is such a page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = _in_confidence(actor, key)
    shown = read_panel(CONFIDENTIAL, actor, case, today=clock.today())
    context = {"case": case, "person": disclose(actor, case), **shown}
    return render(request, "needs/confidential.html", context, block="panel")


@require_http_methods(["GET", "POST"])
@once
def confide(request: HttpRequest, key: str, question: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = _in_confidence(actor, key)
    if question not in Question.values:
        raise Http404
    asked = Question(question)
    form = ConfidedForm(sent(request), question=asked, initial={"told_on": clock.today()})

    def act() -> object:
        return record_confidential_answer(actor=actor, case=case, confided=form.confided(), at=clock.now())

    texts = {"title": str(asked.label), "submit": _("Lagre"), "lede": _("Svaret blir hos enheten din.")}
    return answer(request, case, form, act, back="needs:confidential", **texts)


def _in_confidence(actor: Actor, key: str) -> Case:
    case = find_case(actor, key)
    if not can_record_in_confidence(actor):
        raise Http404
    return case


def _form(request: HttpRequest, actor: Actor, case: Case, topic: Topic) -> HousingAnswerForm:
    may_confide = bool(can_record_in_confidence(actor))
    if request.method == "POST":
        return HousingAnswerForm(request.POST, topic=topic, may_confide=may_confide)
    picture = housing_picture(actor, case, today=clock.today())
    view = next(found for found in picture.topics if found.topic == topic)
    initial = _initial(view, correcting=request.GET.get("retter", ""))
    return HousingAnswerForm(initial=initial, topic=topic, may_confide=may_confide)


def _initial(view: TopicView, *, correcting: str) -> dict[str, Any]:
    """Nothing is typed that the roll or an earlier answer holds."""
    known = [fact for fact in (view.current, *view.others) if fact is not None]
    fact = next((fact for fact in known if fact.key == correcting), known[0] if known else None)
    initial: dict[str, Any] = {"as_of": clock.today()}
    if fact is not None:
        initial |= {"situation": fact.situation_code, "standing": fact.standing_code, "detail": fact.detail}
    if fact is not None and fact.key == correcting:
        initial |= {"corrects": fact.key, "source": fact.source}
    return initial

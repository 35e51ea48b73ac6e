"""Decisions and measures: what is to be done, by whom, and what came of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.cooperation import policy, queries
from hjemvei.cooperation.actions.learn_from_decision import learn_from_decision
from hjemvei.cooperation.actions.record_decision import (
    add_improvement,
    close_decision,
    close_improvement,
    record_decision,
)
from hjemvei.cooperation.enums import MeasureKind
from hjemvei.cooperation.forms import CloseForm, MeasureForm, WorkForm
from hjemvei.cooperation.models import Decision, Improvement, Meeting
from hjemvei.cooperation.views.shared import about, answered
from hjemvei.core import clock
from hjemvei.routines.choices import Source
from hjemvei.routines.forms import LessonForm
from hjemvei.routines.policy import can_log_improvement
from hjemvei.routines.queries import own_routines
from hjemvei.routines.texts import Lesson, origin_of
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url
from hjemvei.ui.render import render

WORK = "cooperation:work"


@require_safe
def work(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_forum(actor, key)
    context = {
        **about(actor, row, "work"),
        "decisions": queries.decisions_of(actor, row),
        "measures": queries.improvements_of(actor, row),
        "mine": {line.key for _page, line in queries.my_work(actor)},
    }
    return render(request, "cooperation/work.html", context)


@require_http_methods(["GET", "POST"])
@once
def new_decision(request: HttpRequest, key: str, meeting: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Meeting = queries.find_row(actor, Meeting, key, meeting)
    policy.can_lead(actor, row.forum).require()
    seats = list(queries.sitting(actor, row.forum, on=clock.today()))
    form = WorkForm(sent(request), seats=seats, names=queries.names_in(actor, row.forum))

    def act() -> object:
        return record_decision(actor=actor, meeting=row, work=form.work(), at=clock.now())

    lede = _("Vedtaket kommer på neste saksliste til det er gjort.")
    texts = {"title": _("Nytt vedtak"), "submit": _("Skriv vedtaket"), "lede": lede}
    return answered(request, row.forum, form, act, back=url("cooperation:meeting", key, meeting), **texts)


@require_http_methods(["GET", "POST"])
@once
def new_measure(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_forum(actor, key)
    policy.can_lead(actor, row).require()
    decisions = list(
        Decision.objects.visible_to(actor).filter(forum=row, state="open").order_by("due_on", "pk")
    )
    seats, names = list(queries.sitting(actor, row, on=clock.today())), queries.names_in(actor, row)
    form = MeasureForm(sent(request), seats=seats, decisions=decisions, names=names)

    def act() -> object:
        kind, decision = MeasureKind(form.cleaned_data["kind"]), form.of_decision
        return add_improvement(
            actor=actor, forum=row, kind=kind, work=form.work(), decision=decision, at=clock.now()
        )

    lede = _("Små grep for at samarbeidet skal gå bedre, og for at det ikke faller sammen når noe endres.")
    texts = {"title": _("Nytt tiltak"), "submit": _("Skriv tiltaket"), "lede": lede}
    return answered(request, row, form, act, back=url(WORK, key), **texts)


@require_http_methods(["GET", "POST"])
@once
def end_decision(request: HttpRequest, key: str, decision: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Decision = queries.find_row(actor, Decision, key, decision)
    policy.can_close_work(actor, row).require()
    form = CloseForm(sent(request), names=queries.names_in(actor, row.forum))

    def act() -> object:
        values = form.cleaned_data
        return close_decision(
            actor=actor, decision=row, verb=values["verb"], outcome=values["outcome"], at=clock.now()
        )

    texts = {"title": _("Lukk vedtaket"), "submit": _("Lukk"), "lede": row.text}
    return answered(request, row.forum, form, act, back=url(WORK, key), **texts)


@require_http_methods(["GET", "POST"])
@once
def lesson(request: HttpRequest, key: str, decision: str) -> HttpResponse:
    """From a decision that something came of to a routine that is changed by it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Decision = queries.find_row(actor, Decision, key, decision)
    can_log_improvement(actor).require()
    of = Lesson(
        source=Source.MEETING,
        reference=_("%(forum)s, møte %(n)s") % {"forum": row.forum.name[:80], "n": row.meeting.number},
        origin=origin_of(Source.MEETING, row.key),
        learned="",
    )
    form = LessonForm(sent(request), routines=own_routines(actor), of=of)

    def act() -> object:
        return learn_from_decision(
            actor=actor, decision=row, lesson=form.lesson(), routine=form.chosen(), at=clock.now()
        )

    texts = {"title": _("Skriv ned hva vi lærte"), "submit": _("Lagre"), "lede": row.text}
    return answered(request, row.forum, form, act, back=url(WORK, key), **texts)


@require_http_methods(["GET", "POST"])
@once
def end_measure(request: HttpRequest, key: str, measure: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Improvement = queries.find_row(actor, Improvement, key, measure)
    policy.can_close_work(actor, row).require()
    form = CloseForm(sent(request), names=queries.names_in(actor, row.forum))

    def act() -> object:
        values = form.cleaned_data
        return close_improvement(
            actor=actor, improvement=row, verb=values["verb"], effect=values["outcome"], at=clock.now()
        )

    texts = {"title": _("Lukk tiltaket"), "submit": _("Lukk"), "lede": row.text}
    return answered(request, row.forum, form, act, back=url(WORK, key), **texts)

"""Meetings: called, held, written down, approved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.cooperation import policy, queries
from hjemvei.cooperation.actions.build_agenda import add_point, build_agenda, withdraw_point
from hjemvei.cooperation.actions.plan_meeting import cancel_meeting, move_meeting, plan_meeting
from hjemvei.cooperation.actions.write_minutes import approve_minutes, write_minutes
from hjemvei.cooperation.forms import CancelForm, MinutesForm, PointForm, SlotForm
from hjemvei.cooperation.models import AgendaPoint, Meeting
from hjemvei.cooperation.slips import told_at
from hjemvei.cooperation.states import MeetingState
from hjemvei.cooperation.views.shared import about, answered
from hjemvei.core import clock
from hjemvei.core.paging import Page
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Paging
from hjemvei.ui.render import render

MEETING, MEETINGS = "cooperation:meeting", "cooperation:meetings"


@require_safe
def meetings(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_forum(actor, key)
    found = queries.meetings_of(actor, row, cursor=request.GET.get("after", ""))
    labels = dict(MeetingState.choices)
    rows = [{**line, "label": labels[line["state"]]} for line in found.rows]
    context = {**about(actor, row, "meetings"), "rows": rows, "paging": paging_of(found, MEETINGS, key)}
    return render(request, "cooperation/meetings.html", context, block="rows")


def paging_of(found: Page[dict[str, Any]], name: str, *keys: str) -> Paging:
    ways = {"next_url": found.next_cursor, "previous_url": found.previous_cursor}
    return Paging(**{way: url(name, *keys, query={"after": at}) if at else "" for way, at in ways.items()})


@require_http_methods(["GET", "POST"])
@once
def plan(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_forum(actor, key)
    policy.can_lead(actor, row).require()
    form = SlotForm(sent(request))

    def act() -> object:
        return plan_meeting(actor=actor, forum=row, slot=form.slot(), at=clock.now())

    lede = _("Medlemmene får innkalling på e-post, og sakslisten lages av det som venter.")
    texts = {"title": _("Kall inn til møte"), "submit": _("Kall inn"), "lede": lede}
    return answered(request, row, form, act, back=url(MEETINGS, key), **texts)


@require_safe
def meeting(request: HttpRequest, key: str, meeting: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Meeting = queries.find_row(actor, Meeting, key, meeting)
    context = {
        **about(actor, row.forum, "meetings"),
        "meeting": row,
        "points": queries.points_of(actor, row),
        "attendance": queries.attendance_of(actor, row),
        "work": queries.decisions_of(actor, row.forum, meeting=row),
        "told": told_at(actor, row),
        "has_been": row.starts_at <= clock.now(),
        "may_add": bool(policy.can_add_point(actor, row.forum)),
        "actor": actor,
        "today": clock.today(),
    }
    return render(request, "cooperation/meeting.html", context)


@require_http_methods(["GET", "POST"])
@once
def move(request: HttpRequest, key: str, meeting: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Meeting = queries.find_row(actor, Meeting, key, meeting)
    policy.can_lead(actor, row.forum).require()
    starts, ends = localtime(row.starts_at), localtime(row.ends_at)
    initial = {"on_day": starts.date(), "starts": starts.time(), "ends": ends.time()}
    form = SlotForm(sent(request), initial={**initial, "place": row.place, "link": row.link})

    def act() -> object:
        return move_meeting(actor=actor, meeting=row, slot=form.slot(), at=clock.now())

    texts = {"title": _("Flytt møtet"), "submit": _("Flytt"), "lede": _("Medlemmene får beskjed.")}
    return answered(request, row.forum, form, act, back=url(MEETING, key, meeting), **texts)


@require_http_methods(["GET", "POST"])
@once
def cancel(request: HttpRequest, key: str, meeting: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Meeting = queries.find_row(actor, Meeting, key, meeting)
    policy.can_lead(actor, row.forum).require()
    form = CancelForm(sent(request), names=queries.names_in(actor, row.forum))

    def act() -> object:
        return cancel_meeting(actor=actor, meeting=row, reason=form.cleaned_data["reason"], at=clock.now())

    texts = {"title": _("Avlys møtet"), "submit": _("Avlys"), "lede": _("Medlemmene får beskjed.")}
    return answered(request, row.forum, form, act, back=url(MEETING, key, meeting), **texts)


@require_POST
@once
def build(request: HttpRequest, key: str, meeting: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Meeting = queries.find_row(actor, Meeting, key, meeting)
    build_agenda(actor=actor, meeting=row, at=clock.now())
    return redirect(MEETING, key, meeting)


@require_http_methods(["GET", "POST"])
@once
def point(request: HttpRequest, key: str, meeting: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Meeting = queries.find_row(actor, Meeting, key, meeting)
    policy.can_add_point(actor, row.forum).require()
    form = PointForm(sent(request), names=queries.names_in(actor, row.forum))

    def act() -> object:
        title, text = form.cleaned_data["title"], form.cleaned_data["text"]
        return add_point(actor=actor, meeting=row, title=title, text=text, at=clock.now())

    texts = {"title": _("Meld sak"), "submit": _("Sett på sakslisten")}
    return answered(request, row.forum, form, act, back=url(MEETING, key, meeting), **texts)


@require_POST
@once
def remove_point(request: HttpRequest, key: str, point: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: AgendaPoint = queries.find_row(actor, AgendaPoint, key, point)
    withdraw_point(actor=actor, point=row, at=clock.now())
    return redirect(MEETING, key, row.meeting.key)


@require_http_methods(["GET", "POST"])
@once
def minutes(request: HttpRequest, key: str, meeting: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Meeting = queries.find_row(actor, Meeting, key, meeting)
    policy.can_lead(actor, row.forum).require()
    seats = list(queries.sitting(actor, row.forum, on=localtime(row.starts_at).date()))
    now = {line.seat_id: line.presence for line in queries.attendance_of(actor, row)}
    names = queries.names_in(actor, row.forum)
    form = MinutesForm(sent(request), names=names, seats=seats, now=now, initial={"minutes": row.minutes})

    def act() -> object:
        text, attended = form.cleaned_data["minutes"], form.attended()
        return write_minutes(actor=actor, meeting=row, minutes=text, attended=attended, at=clock.now())

    lede = _("Skriv hva dere kom fram til, og hvem som møtte. Ingen i en sak skal kunne kjennes igjen.")
    texts = {"title": _("Referat og oppmøte"), "submit": _("Lagre"), "lede": lede}
    return answered(request, row.forum, form, act, back=url(MEETING, key, meeting), **texts)


@require_POST
@once
def approve(request: HttpRequest, key: str, meeting: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Meeting = queries.find_row(actor, Meeting, key, meeting)
    approve_minutes(actor=actor, meeting=row, at=clock.now())
    return redirect(MEETING, key, meeting)

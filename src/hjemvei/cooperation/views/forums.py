"""Where somebody sits, what one forum is, and who sits there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.cases.document_content import attachment
from hjemvei.cooperation import policy, queries
from hjemvei.cooperation.actions.add_seat import add_seat, end_seat
from hjemvei.cooperation.actions.found_forum import close_forum, edit_forum, found_forum
from hjemvei.cooperation.enums import ForumKind
from hjemvei.cooperation.forms import ForumForm, FoundForm, SeatForm
from hjemvei.cooperation.models import Seat
from hjemvei.cooperation.sheets import xlsx_of
from hjemvei.cooperation.views.shared import about, answered
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url
from hjemvei.ui.render import render

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORUM, MEMBERS = "cooperation:forum", "cooperation:members"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "forums": queries.forum_lines(actor, at=clock.now()),
        "work": queries.my_work(actor),
        "without": queries.agreements_without(actor) if policy.can_found(actor) else (),
        "may_found": bool(policy.can_found(actor)),
        "today": clock.today(),
    }
    return render(request, "cooperation/index.html", context)


@require_safe
def committee(request: HttpRequest, key: str) -> HttpResponse:
    """The committee of an agreement: for those who sit there; others are told how to get a seat."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement = queries.find_agreement(actor, key)
    found = queries.committee_of(agreement, actor)
    if found is not None:
        return redirect(FORUM, found.key)
    may = bool(policy.can_found_committee(actor, agreement))
    return render(request, "cooperation/no_committee.html", {"agreement": agreement, "may_found": may})


@require_http_methods(["GET", "POST"])
@once
def found(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policy.can_found(actor).require()
    asked = request.GET.get("avtale", "")
    kind = ForumKind.COMMITTEE if asked else ForumKind.PROFESSIONAL
    agreements = queries.agreements_without(actor)
    days = queries.agreed_interval(agreements, asked, today=clock.today())
    initial = {"agreement": asked, "kind": kind, "chair_way": "fixed", "interval_days": days}
    form = FoundForm(sent(request), agreements=agreements, initial=initial)
    keys: list[str] = []

    def act() -> object:
        made = found_forum(
            actor=actor,
            kind=ForumKind(form.cleaned_data["kind"]),
            facts=form.facts(),
            agreement=form.of_agreement,
            at=clock.now(),
        )
        keys.append(made.key)
        return made

    if form.is_bound and carried_out(form, act):
        return redirect(MEMBERS, keys[0])
    context = {
        "forum": None,
        "form": form,
        "back": url("cooperation:index"),
        "title": _("Nytt utvalg eller nettverk"),
        "submit": _("Opprett"),
        "lede": _("Du blir sekretær, og setter inn de andre etterpå."),
    }
    return render(request, "cooperation/form.html", context, status=422 if form.is_bound else 200)


@require_safe
def forum(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_forum(actor, key)
    context = {
        **about(actor, row, "forum"),
        "line": queries.line_of(actor, row, at=clock.now()),
        "work": [line for line in queries.decisions_of(actor, row) if line.state == "open"],
        "measures": [line for line in queries.improvements_of(actor, row) if line.state == "open"],
        "seats": queries.sitting(actor, row, on=clock.today()),
        "threads": queries.threads_of(actor, row, cursor="").rows[:5],
        "today": clock.today(),
    }
    return render(request, "cooperation/forum.html", context)


@require_http_methods(["GET", "POST"])
@once
def edit(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_forum(actor, key)
    policy.can_lead(actor, row).require()
    names = ("name", "purpose", "chair_way", "interval_days")
    form = ForumForm(sent(request), initial={name: getattr(row, name) for name in names})

    def act() -> object:
        return edit_forum(actor=actor, forum=row, facts=form.facts())

    back = url(FORUM, key)
    return answered(request, row, form, act, back=back, title=_("Endre"), submit=_("Lagre"))


@require_POST
@once
def close(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    close_forum(actor=actor, forum=queries.find_forum(actor, key), at=clock.now())
    return redirect(FORUM, key)


@require_safe
def members(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_forum(actor, key)
    seats, today = list(queries.seats_of(actor, row)), clock.today()
    now = [seat for seat in seats if seat.ends_before is None or seat.ends_before > today]
    context = {**about(actor, row, "members"), "seats": now, "left": [s for s in seats if s not in now]}
    return render(request, "cooperation/members.html", context)


@require_http_methods(["GET", "POST"])
@once
def new_seat(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_forum(actor, key)
    policy.can_lead(actor, row).require()
    units = list(Unit.objects.in_force(clock.today()).order_by("name", "pk"))
    seats = list(queries.sitting(actor, row, on=clock.today()))
    form = SeatForm(sent(request), units=units, seats=seats)

    def act() -> object:
        return add_seat(actor=actor, forum=row, seating=form.seating(), at=clock.now())

    lede = _("Den som sitter her, ser møter, vedtak og tråder, og ingenting om saker.")
    texts = {"title": _("Nytt medlem"), "submit": _("Sett inn"), "lede": lede}
    return answered(request, row, form, act, back=url(MEMBERS, key), **texts)


@require_POST
@once
def stop_seat(request: HttpRequest, key: str, seat: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row: Seat = queries.find_row(actor, Seat, key, seat)
    end_seat(actor=actor, seat=row, ends_before=localdate(clock.now()))
    return redirect(MEMBERS, key)


@require_safe
def sheet(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.find_forum(actor, key)
    name = f"samarbeid-{clock.today().isoformat()}.xlsx"
    return attachment(xlsx_of(actor, row), media_type=XLSX, name=name)

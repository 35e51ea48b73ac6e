"""Notices, and who answers: people, distribution, contact officer, responsible municipality."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.audit.once_view import once
from hjemvei.cases.actions.acknowledge_notice import acknowledge_notice
from hjemvei.cases.actions.assign_contact_officer import assign_contact_officer
from hjemvei.cases.actions.close_case import close_case
from hjemvei.cases.actions.delegate_case import delegate_case
from hjemvei.cases.actions.rate_notice import rate_notice
from hjemvei.cases.actions.renotify import renotify
from hjemvei.cases.actions.send_notice import send_notice
from hjemvei.cases.forms_cooperation import CloseForm, DelegateForm, NoticeForm, ToUserForm
from hjemvei.cases.models import Notice
from hjemvei.cases.panels import DUTY
from hjemvei.cases.policy.cooperation import (
    can_assign_contact_officer,
    can_close_case,
    can_delegate,
    can_propose_responsibility,
    can_record_governor,
    can_send_notice,
)
from hjemvei.cases.queries.alone import left_alone
from hjemvei.cases.queries.choices import delegates, notifiable_units, officers, reached
from hjemvei.cases.queries.cooperation import responsibility_in_force
from hjemvei.cases.queries.ratings import RATINGS, ratings_of
from hjemvei.cases.queries.renotice import renotice
from hjemvei.cases.queries.talk import notices_of, people_of
from hjemvei.cases.queries.told_too import told_too
from hjemvei.cases.views.case_form import Words, actor_of, form_answer, form_of
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.enums import CloseReason
from hjemvei.sharing.models import Case
from hjemvei.sharing.panels import read_panel
from hjemvei.sharing.picture import may_open
from hjemvei.sharing.queries import disclose, find_case
from hjemvei.ui.formats import date
from hjemvei.ui.render import render


@require_safe
def notices(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    may_send = bool(can_send_notice(actor, case))
    context = {
        "case": case,
        "person": disclose(actor, case),
        "notices": notices_of(actor, case, today=clock.today()),
        "ratings": ratings_of(actor, case),
        "today": clock.today(),
        "renotice": renotice(actor, case, today=clock.today()),
        "may_send": may_send,
        "units": notifiable_units(actor, case, today=clock.today()) if may_send else [],
        "told_too": told_too(actor, case, today=clock.today()) if may_send else None,
        "share_back": not may_send and may_open(actor, case, today=clock.today()),
    }
    return render(request, "cases/notices.html", context, block="panel")


@require_safe
def print_notice(request: HttpRequest, key: str, notice_key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    found = [view for view in notices_of(actor, case, today=clock.today()) if view.key == notice_key]
    if not found:
        raise Http404
    context = {"case": case, "person": disclose(actor, case), "notice": found[0], "actor": actor}
    return render(request, "cases/notices_print.html", context | {"printed_at": clock.now()})


@require_http_methods(["GET", "POST"])
@once
def new_notice(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    can_send_notice(actor, case).require()
    units = notifiable_units(actor, case, today=clock.today())
    form = form_of(NoticeForm, request, units=[unit.pk for unit in units])
    return form_answer(
        request,
        case,
        form,
        lambda: _send(actor, case, form),
        words=_notice_words(actor, case),
        then="cases:notices",
        done=_("Varselet er sendt."),
    )


def _notice_words(actor: Actor, case: Case) -> Words:
    """Whoever writes knows who reads: the units that the agreement says must be told get the same words."""
    said = gettext(
        "Kommunen får dato, sikkerhet og beskjeden din. Saken åpnes for mottakeren innenfor samtykket."
    )
    others = ", ".join(unit.name for unit in told_too(actor, case, today=clock.today()).named)
    if others:
        said += " " + gettext("Beskjeden går også til: %(units)s.") % {"units": others}
    return Words(
        _("Send varsel"),
        said,
        _("Send varselet"),
        reverse("sharing:new", args=[case.key]),
        _("Mottakeren mangler? Spør om samtykke"),
    )


def _send(actor: Actor, case: Case, form: NoticeForm) -> object:
    values = form.cleaned_data
    return send_notice(
        actor=actor,
        case=case,
        to_unit=values["to_unit"],
        note=values["note"],
        today=clock.today(),
        at=clock.now(),
    )


@require_POST
def renotify_once(request: HttpRequest, key: str) -> HttpResponse:
    """One click, from wherever the moved date stands; `next` is that page. A second click changes nothing."""
    actor = actor_of(request)
    case = find_case(actor, key)
    disclose(actor, case)
    try:
        with transaction.atomic():
            sent = renotify(actor=actor, case=case, today=clock.today(), at=clock.now())
    except RuleBroken as refused:
        messages.warning(request, refused.message)
        return redirect("cases:notices", key)
    for notice in sent:
        messages.success(request, _told(notice))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back) if safe else redirect("cases:notices", key)


def _told(notice: Notice) -> str:
    """The receipt: who, how long before release, and when an answer is due. No name of a person."""
    unit, answer_by = notice.to_unit.name, date(notice.acknowledge_by)
    if notice.lead_days is None:
        text = gettext("%(unit)s er varslet om at datoen ikke er kjent. Mottaket bekreftes innen %(day)s.")
        return text % {"unit": unit, "day": answer_by}
    text = ngettext(
        "%(unit)s er varslet, %(num)s dag før løslatelse. Mottaket bekreftes innen %(day)s.",
        "%(unit)s er varslet, %(num)s dager før løslatelse. Mottaket bekreftes innen %(day)s.",
        notice.lead_days,
    )
    return text % {"unit": unit, "num": notice.lead_days, "day": answer_by}


@require_POST
@once
def acknowledge(request: HttpRequest, key: str, notice_key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    notice = Notice.objects.visible_to(actor).of(case).filter(key=notice_key).first()
    if notice is None:
        raise Http404
    acknowledge_notice(actor=actor, notice=notice, at=clock.now())
    _rate(actor, notice, request.POST.get("rating", ""))
    return redirect("cases:notices", key)


@require_POST
@once
def rate(request: HttpRequest, key: str, notice_key: str) -> HttpResponse:
    """Said anew when it turns out otherwise; what was said before stays on record."""
    actor = actor_of(request)
    case = find_case(actor, key)
    notice = Notice.objects.visible_to(actor).of(case).filter(key=notice_key).first()
    if notice is None:
        raise Http404
    _rate(actor, notice, request.POST.get("rating", ""))
    return redirect("cases:notices", key)


def _rate(actor: Actor, notice: Notice, code: str) -> None:
    """Confirmed without a word is confirmed; a word that is none of ours says nothing."""
    if (said := RATINGS.get(code)) is not None:
        rate_notice(actor=actor, notice=notice, is_early=said[0], is_complete=said[1], at=clock.now())


@require_safe
def people(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    row = responsibility_in_force(actor, case)
    context = {
        "case": case,
        "person": disclose(actor, case),
        "people": people_of(actor, case, today=clock.today()),
        "today": clock.today(),
        "may_delegate": bool(can_delegate(actor, case)),
        "may_appoint": bool(can_assign_contact_officer(actor, case)),
        "may_propose": bool(can_propose_responsibility(actor, case)),
        "may_record": row is not None and bool(can_record_governor(actor, row)),
        "may_close": bool(can_close_case(actor, case, prison_alone=left_alone(actor, case))),
        **read_panel(DUTY, actor, case, today=clock.today()),
    }
    return render(request, "cases/people.html", context, block="panel")


@require_http_methods(["GET", "POST"])
@once
def delegate(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    can_delegate(actor, case).require()
    units, users = delegates(actor, today=clock.today())
    named = reached(actor, case, today=clock.today())
    form = form_of(DelegateForm, request, units=units, users=users, reached=named)
    words = Words(
        _("Fordel saken"),
        _("Enheten må være nevnt i samtykket. Den som får saken, svarer ja, eller nei med grunn."),
        _("Fordel"),
        reverse("sharing:consent", args=[key]),
        _("Er enheten ikke nevnt? Utvid samtykket"),
    )
    return form_answer(
        request, case, form, lambda: _delegate(actor, case, form), words=words, then="cases:people"
    )


def _delegate(actor: Actor, case: Case, form: DelegateForm) -> object:
    values = form.cleaned_data
    return delegate_case(
        actor=actor,
        case=case,
        to_unit=values["to_unit"],
        to_user=values["to_user"],
        role=Role(values["role"]),
        is_owner=values["is_owner"],
        today=clock.today(),
        at=clock.now(),
    )


@require_http_methods(["GET", "POST"])
@once
def contact_officer(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    can_assign_contact_officer(actor, case).require()
    form = form_of(ToUserForm, request, users=officers(actor, case, today=clock.today()))
    words = Words(
        _("Utpek kontaktbetjent"),
        _("Alle som sitter i fengsel, har en kontaktbetjent fra første dag."),
        _("Utpek"),
    )
    return form_answer(
        request, case, form, lambda: _appoint(actor, case, form), words=words, then="cases:people"
    )


def _appoint(actor: Actor, case: Case, form: ToUserForm) -> object:
    return assign_contact_officer(
        actor=actor, case=case, to_user=form.cleaned_data["to_user"], today=clock.today(), at=clock.now()
    )


@require_http_methods(["GET", "POST"])
@once
def close(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    alone = left_alone(actor, case)
    can_close_case(actor, case, prison_alone=alone).require()
    form = form_of(CloseForm, request, alone=alone)
    words = Words(
        _("Avslutt saken"),
        _("Det som gjenstår, faller bort. Kommer personen i fengsel igjen, åpnes en ny sak."),
        _("Avslutt"),
    )
    return form_answer(
        request, case, form, lambda: _close(actor, case, form), words=words, then="cases:people"
    )


def _close(actor: Actor, case: Case, form: CloseForm) -> None:
    close_case(actor=actor, case=case, reason=CloseReason(form.cleaned_data["reason"]), at=clock.now())

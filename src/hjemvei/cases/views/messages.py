"""Messages between the parties of a case, and inquiries that name nobody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.cases.actions.answer_inquiry import answer_inquiry
from hjemvei.cases.actions.answer_message import answer_message
from hjemvei.cases.actions.read_messages import read_messages
from hjemvei.cases.actions.send_inquiry import send_inquiry
from hjemvei.cases.actions.send_message import send_message
from hjemvei.cases.forms_cooperation import AnswerForm, InquiryForm, MessageForm
from hjemvei.cases.models import Inquiry, Message
from hjemvei.cases.policy.cooperation import can_answer_inquiry, can_answer_message, can_send_message
from hjemvei.cases.queries.talk import ask_thread, inquiries_of, partners, thread_of
from hjemvei.cases.views.case_form import Words, actor_of, form_answer, form_of
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import disclose, find_case
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.render import render

MOST = 500
THEN = "cases:messages"


@require_http_methods(["GET", "POST"])
@once
def messages(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    units = partners(actor, case)
    form = form_of(MessageForm, request, units=[unit.pk for unit in units])
    person = disclose(actor, case)
    if form.is_bound and carried_out(form, lambda: _send(actor, case, form)):
        return redirect(THEN, key)
    context = {
        "case": case,
        "person": person,
        "thread": thread_of(actor, ask_thread(actor, MOST, case=case.pk), today=clock.today()),
        "more_url": "",
        "form": form,
        "open_form": form.is_bound or request.GET.get("ny") == "1",
        "may_write": bool(units) and bool(can_send_message(actor, case)),
    }
    return render(
        request, "cases/messages.html", context, block="panel", status=422 if form.is_bound else 200
    )


def _send(actor: Actor, case: Case, form: MessageForm) -> object:
    values = form.cleaned_data
    return send_message(
        actor=actor,
        case=case,
        to_unit=values["to_unit"],
        body=values["body"],
        is_question=values["is_question"],
        at=clock.now(),
    )


@require_http_methods(["GET", "POST"])
@once
def answer(request: HttpRequest, key: str, message_key: str) -> HttpResponse:
    """Also posted to from the dashboard, which names where to go back to."""
    actor = actor_of(request)
    case = find_case(actor, key)
    question = Message.objects.visible_to(actor).of(case).filter(key=message_key).first()
    if question is None:
        raise Http404
    can_answer_message(actor, question).require()
    form = form_of(AnswerForm, request)
    words = Words(_("Svar"), question.body, _("Send svar"))
    next_url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(next_url, allowed_hosts={request.get_host()})
    return form_answer(
        request,
        case,
        form,
        lambda: _answer(actor, question, form),
        words=words,
        then=THEN,
        next_url=next_url if safe else "",
        done=_("Svaret er sendt."),
    )


def _answer(actor: Actor, question: Message, form: AnswerForm) -> object:
    return answer_message(actor=actor, question=question, body=form.cleaned_data["body"], at=clock.now())


@require_POST
def read(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    read_messages(actor=actor, case=case, at=clock.now())
    return redirect(THEN, key)


@require_safe
def inquiries(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/inquiries.html", {"inquiries": inquiries_of(actor_of(request))})


@require_http_methods(["GET", "POST"])
@once
def new_inquiry(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    kinds = Unit.objects.in_force(clock.today()).exclude(pk__in=actor.units)
    units = list(kinds.filter(memberships__isnull=False).values_list("pk", flat=True).distinct())
    form = form_of(InquiryForm, request, units=units)
    if form.is_bound and carried_out(form, lambda: _ask(actor, form)):
        return redirect("cases:inquiries")
    context = {"form": form, "heading": _("Ny henvendelse uten navn"), "submit": _("Send henvendelsen")}
    return render(request, "cases/inquiries_form.html", context, status=422 if form.is_bound else 200)


def _ask(actor: Actor, form: InquiryForm) -> object:
    values = form.cleaned_data
    return send_inquiry(actor=actor, to_unit=values["to_unit"], body=values["body"], at=clock.now())


@require_http_methods(["GET", "POST"])
@once
def answer_one_inquiry(request: HttpRequest, inquiry_key: str) -> HttpResponse:
    actor = actor_of(request)
    inquiry = Inquiry.objects.visible_to(actor).filter(key=inquiry_key, answers__isnull=True).first()
    if inquiry is None:
        raise Http404
    can_answer_inquiry(actor, inquiry).require()
    form = form_of(AnswerForm, request)
    if form.is_bound and carried_out(form, lambda: _reply(actor, inquiry, form)):
        return redirect("cases:inquiries")
    context = {"form": form, "heading": _("Svar på henvendelsen"), "submit": _("Send svar")}
    context["question"] = inquiry.body
    return render(request, "cases/inquiries_form.html", context, status=422 if form.is_bound else 200)


def _reply(actor: Actor, inquiry: Inquiry, form: AnswerForm) -> object:
    return answer_inquiry(actor=actor, inquiry=inquiry, body=form.cleaned_data["body"], at=clock.now())

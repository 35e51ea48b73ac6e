"""What staff do for the person's own page: print the pack, open the device, a new PIN, answers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.oidc.device import give_away
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.exchange.letter_pdf import letter_pdf
from hjemvei.portal.actions.answer_word import answer_word
from hjemvei.portal.actions.open_device import open_device
from hjemvei.portal.actions.print_pack import print_pack
from hjemvei.portal.actions.reset_pin import reset_pin
from hjemvei.portal.door import give_token
from hjemvei.portal.enums import Strength
from hjemvei.portal.forms_staff import AnswerForm, DeviceForm, PackForm
from hjemvei.portal.letter import pack_letter
from hjemvei.portal.models import Word
from hjemvei.portal.page import person_language
from hjemvei.portal.policy import can_answer_word, can_open_for_person
from hjemvei.portal.queries.staff import staff_view
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import PersonView, disclose, find_case, find_row
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.render import render

PDF = "application/pdf"
DEVICE = "device_%s"


def _shown(
    request: HttpRequest,
    case: Case,
    person: PersonView,
    *,
    device: DeviceForm | None = None,
    answers: Mapping[str, AnswerForm] = MappingProxyType({}),
) -> HttpResponse:
    """`device` and `answers` are forms that were sent and refused; an answer by the key of its word."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    language = {"language": person_language(person.language)}
    view = staff_view(actor, case, at=clock.now())
    fresh = {word.key: AnswerForm(auto_id=f"{word.key}_%s") for word in view.words if word.wants_answer}
    context = {
        "case": case,
        "person": person,
        "view": view,
        "may_open": bool(can_open_for_person(actor, case)),
        "may_answer": bool(can_answer_word(actor)),
        "pack_form": PackForm(initial=language, auto_id="pack_%s"),
        "device_form": device or DeviceForm(initial=language, auto_id=DEVICE),
        "answer_forms": {**fresh, **answers},
    }
    return render(request, "portal/staff.html", context, status=422 if device or answers else 200)


@require_safe
def person(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    return _shown(request, case, disclose(actor, case))


@require_POST
def pack(request: HttpRequest, key: str) -> HttpResponse:
    """The paper itself: its code is nowhere else. Twice gives two papers, of which the second counts."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    who, at = disclose(actor, case), clock.now()
    form = PackForm(request.POST)
    language = form.cleaned_data["language"] if form.is_valid() else person_language(who.language)
    made, code = print_pack(actor=actor, case=case, language=language, at=at)
    letter = pack_letter(actor, who, language=language, code=code, expires_at=made.expires_at, at=at)
    response = HttpResponse(letter_pdf(letter), content_type=PDF)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('min-side.pdf')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def open_for_person(request: HttpRequest, key: str) -> HttpResponse:
    """The one who opens is signed out here, and where they signed in: what the person gets is a device
    without staff on it.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    who, form = disclose(actor, case), DeviceForm(request.POST, auto_id=DEVICE)
    tokens: list[str] = []
    if not carried_out(form, lambda: tokens.append(_open(actor, case, form))):
        return _shown(request, case, who, device=form)
    response = give_away(request, onward=reverse("portal:start"))
    give_token(response, tokens[0])
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _open(actor: Actor, case: Case, form: DeviceForm) -> str:
    values = form.cleaned_data
    return open_device(
        actor=actor,
        case=case,
        strength=Strength(values["strength"]),
        how=values["how"],
        language=values["language"],
        at=clock.now(),
    )


@require_POST
def pin(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    disclose(actor, case)  # the person sees who did it
    if reset_pin(actor=actor, case=case, at=clock.now()):
        messages.success(request, _("Personen velger en ny PIN neste gang."))
    else:
        messages.info(request, _("Personen har ikke valgt noen PIN ennå."))
    return redirect("portal_staff:person", key)


@require_POST
@once
def answer(request: HttpRequest, key: str, word_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    word = find_row(actor, Word, case=case, key=word_key)
    form = AnswerForm(request.POST, auto_id=f"{word_key}_%s")
    if carried_out(
        form, lambda: answer_word(actor=actor, word=word, body=form.cleaned_data["body"], at=clock.now())
    ):
        return redirect("portal_staff:person", key)
    return _shown(request, case, disclose(actor, case), answers={word_key: form})

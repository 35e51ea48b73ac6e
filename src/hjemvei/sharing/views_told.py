"""Messages without consent, by statute: written, read, and hidden from the person only by two people."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.sharing.actions.approve_hiding import approve_hiding
from hjemvei.sharing.actions.read_message import read_message
from hjemvei.sharing.actions.tell_by_statute import tell_by_statute
from hjemvei.sharing.enums import ShareBasis
from hjemvei.sharing.forms_told import TellForm
from hjemvei.sharing.models import HiddenDisclosure, StatuteMessage
from hjemvei.sharing.policy import can_tell_by_statute, statutes_for
from hjemvei.sharing.queries import disclose, find_case
from hjemvei.sharing.statutes import STATUTES
from hjemvei.sharing.submit import carried_out
from hjemvei.sharing.told import open_message
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render


@require_http_methods(["GET", "POST"])
@once
def tell(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    statutes = statutes_for(actor, case)
    if not statutes:
        can_tell_by_statute(actor, case, ShareBasis.STATUTE_DANGER).require()
    form = TellForm(sent(request), statutes=statutes, units=_receivers(actor, statutes))
    if form.is_bound and carried_out(
        form, lambda: tell_by_statute(actor=actor, case=case, at=clock.now(), **form.values())
    ):
        return redirect("sharing:consent", key)
    context = {"case": case, "person": disclose(actor, case), "form": form}
    return render(request, "sharing/tell.html", context, status=422 if form.is_bound else 200)


@require_safe
def message(request: HttpRequest, message_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {"message": open_message(actor, _found(actor, message_key))}
    return render(request, "sharing/message.html", context)


@require_POST
@once
def read(request: HttpRequest, message_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    read_message(actor=actor, message=_found(actor, message_key), at=clock.now())
    return redirect("sharing:message", message_key)


@require_POST
@once
def hide(request: HttpRequest, key: str, hidden_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = HiddenDisclosure.objects.visible_to(actor).of(case).filter(key=hidden_key).first()
    if row is None:
        raise Http404
    approve_hiding(actor=actor, hidden=row, at=clock.now())
    return redirect("sharing:consent", key)


def _found(actor: Actor, key: str) -> StatuteMessage:
    rows = StatuteMessage.objects.visible_to(actor).select_related("owner_unit", "to_unit", "sent_by")
    row = rows.filter(key=key).first()
    if row is None:
        raise Http404
    return row


def _receivers(actor: Actor, statutes: list[ShareBasis]) -> list[Unit]:
    kinds = {kind for basis in statutes for kind in STATUTES[basis].receivers}
    units = Unit.objects.in_force(clock.today()).filter(kind__in=kinds).exclude(pk__in=actor.units)
    return list(units.order_by("name", "id"))

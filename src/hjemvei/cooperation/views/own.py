"""One's own calendar of meetings, and who to ring for what."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.access import public
from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement, AgreementParty
from hjemvei.audit.once_view import once
from hjemvei.cooperation import contacts, queries
from hjemvei.cooperation.actions.make_feed import hash_of, make_feed, revoke_feed
from hjemvei.cooperation.forms import ContactFilter
from hjemvei.cooperation.ics import FeedRow, calendar_of
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.ui.render import render

FEED = "SELECT * FROM kernel.meeting_feed(%s)"


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Made with POST and shown in the answer alone: the address is kept by nobody but its owner."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    address = ""
    if request.method == "POST":
        token = make_feed(actor=actor, at=clock.now())
        address = settings.SITE_URL.rstrip("/") + reverse("cooperation:feed", args=[token])
    context = {"feed": queries.has_feed(actor), "address": address}
    return render(request, "cooperation/calendar.html", context)


@require_POST
@once
def revoke(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    revoke_feed(actor=actor, at=clock.now())
    return redirect("cooperation:calendar")


@public("A calendar has no sign-in: the address is the secret, and says when and where, never about whom.")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """An address that was revoked, or never was, answers alike."""
    if not call("feed_lives", hash_of(token)):
        raise Http404
    with connection.cursor() as cursor:
        cursor.execute(FEED, [hash_of(token)])
        rows = [FeedRow(*row) for row in cursor.fetchall()]
    text = calendar_of(rows, name=_("Møter i Hjemvei"))
    headers = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


@require_safe
def contact_register(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreements = list(Agreement.objects.visible_to(actor).order_by("name", "pk"))
    ours = AgreementParty.objects.of(actor)
    held = set(ours.values_list("agreement_id", flat=True).order_by())
    mine = [row for row in agreements if row.pk in held]
    asked = request.GET if request.GET else {"avtale": mine[0].key if mine else ""}
    form = ContactFilter(asked, agreements=agreements)
    values = form.cleaned_data if form.is_valid() else {}
    agreement = next((row for row in agreements if row.key == values.get("avtale")), None)
    lines = contacts.contact_lines(agreement, words=values.get("ord", ""), at=clock.now())
    context = {"form": form, "rows": lines, "agreement": agreement}
    return render(request, "cooperation/contacts.html", context, block="rows")

"""What a version that is being made would move in open cases: a panel of its page, and a page of its own."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hjemvei.agreements.defaults import CASE_DEADLINES, CONTACT
from hjemvei.agreements.drafts import VersionDraft, draft_of, own_offsets
from hjemvei.agreements.forms import VersionForm
from hjemvei.agreements.models import Agreement
from hjemvei.agreements.policy import can_make_version, can_see_users
from hjemvei.agreements.queries import find_visible, newest_version, open_draft, possible_units, terms_of
from hjemvei.agreements.rules import DeadlineRule, Offset, configured
from hjemvei.cases.queries.versions import preview_version
from hjemvei.cases.views.case_form import actor_of
from hjemvei.core import clock
from hjemvei.ui.render import render


@require_safe
def preview(request: HttpRequest, agreement_key: str) -> HttpResponse:
    """Of the draft, or of what is typed on the page of a new version. Counts only what the actor sees."""
    actor, today = actor_of(request), clock.today()
    agreement = find_visible(actor, agreement_key)
    found = _version(request, agreement, today=today) if agreement else None
    if agreement is None or found is None:
        raise Http404
    can_make_version(actor, agreement).require()
    starts_on, rules = found
    may_see = can_see_users(actor)
    shown = preview_version(actor, agreement, rules, starts_on=starts_on, today=today) if may_see else None
    context = {"agreement": agreement, "starts_on": starts_on, "shown": shown}
    return render(request, "cases/version_preview.html", context, block="panel")


def _version(
    request: HttpRequest, agreement: Agreement, *, today: dt.date
) -> tuple[dt.date, tuple[DeadlineRule, ...]] | None:
    before = newest_version(agreement)
    if "note" in request.GET and before is not None:
        form = VersionForm(request.GET, now=draft_of(before), units=possible_units(agreement, today=today))
        return _typed(before.pk, form.version()) if form.is_valid() else None
    draft = open_draft(agreement)
    return (max(draft.starts_on, today), terms_of([draft.pk])[draft.pk].rules) if draft else None


def _typed(before: int, draft: VersionDraft) -> tuple[dt.date, tuple[DeadlineRule, ...]]:
    """What nobody may change by hand stays as in the version before."""
    kept = {rule.code: rule.due.offset for rule in terms_of([before])[before].rules}
    changes = {**kept, **{code: draft.deadlines[code] for code in draft.deadlines}}
    changes |= {CONTACT: Offset(draft.contact_interval_count, draft.contact_interval_unit)}
    return draft.starts_on, configured(CASE_DEADLINES, changes={**changes, **own_offsets(draft)})

"""What the cooperation does when sharing or dates change; registered by `listeners.py`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.events import LEFT_LISTENERS
from hjemvei.cases import events
from hjemvei.cases.actions.bound_invitations import bound_invitations
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.free_colleague import free_colleague
from hjemvei.cases.actions.recall_moves import recall_moves
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.remind_consents import CODE as RENEWAL
from hjemvei.cases.actions.renotify_moved import renotify_moved
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.queries.choices import agreed_receivers
from hjemvei.cases.queries.scans import scanned_events
from hjemvei.core.db import call
from hjemvei.sharing.events import Change, SharingChanged, on_sharing_changed
from hjemvei.sharing.history import register_scans
from hjemvei.sharing.receivers import register_proposer

LINES: Mapping[Change, tuple[str, str]] = {
    Change.ASKED: ("consent_asked", gettext_noop("Personen er spurt om samtykke")),
    Change.GIVEN: ("consent_given", gettext_noop("Personen ga samtykke")),
    Change.REFUSED: ("consent_refused", gettext_noop("Personen sa nei til å dele opplysninger")),
    Change.WIDENED: ("consent_widened", gettext_noop("Samtykket er utvidet")),
    Change.RENEWED: ("consent_renewed", gettext_noop("Samtykket er fornyet")),
    Change.WITHDRAWING: ("consent_withdrawn", gettext_noop("Personen trakk samtykket")),
    Change.EXPIRED: ("consent_expired", gettext_noop("Samtykket gikk ut")),
}
ASKED = {Change.ASKED, Change.GIVEN, Change.REFUSED}
OPENS = {Change.ACCESS, Change.WIDENED}
ENDS = {Change.WITHDRAWING, Change.EXPIRED}
ANSWERED = {Change.GIVEN, Change.RENEWED, Change.REFUSED, Change.WITHDRAWING}


def on_sharing(news: SharingChanged) -> None:
    """The line of the timeline, the task that is done by it, the notices it stops, and each unit's list."""
    if news.change in LINES:
        code, text = LINES[news.change]
        record_event(
            actor=news.actor,
            case=news.case,
            code=code,
            text=text,
            info_class=InfoClass.CONSENT,
            at=news.at,
            milestone=news.change is not Change.ASKED,
        )
    if news.change in ASKED:
        for duty in ("consent_asked", "consent_asked_again"):
            finish_task(actor=news.actor, case=news.case, code=duty, at=news.at)
    if news.change in ANSWERED:
        finish_task(actor=news.actor, case=news.case, code=RENEWAL, at=news.at)
    if news.change in OPENS:
        bound_invitations(actor=news.actor, case=news.case, consent=news.consent)
    if news.change in ENDS:
        recall_moves(actor=news.actor, case=news.case, consent=news.consent, keeps=news.keeps, at=news.at)
        call("stop_waiting", news.consent.pk, sorted(news.loses), sorted(news.keeps), news.at)
    sync_caseload(case_ids=[news.case.pk])


def register() -> None:
    if free_colleague not in LEFT_LISTENERS:
        LEFT_LISTENERS.append(free_colleague)
    on_sharing_changed(on_sharing)
    events.release_date_moved.register(renotify_moved)
    register_proposer(agreed_receivers)
    register_scans(scanned_events)

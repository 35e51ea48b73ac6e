"""The prison tells one unit of the municipality, with the person's yes; the first notice opens the case."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.address_unit import address_unit
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.enums import ReleaseCertainty
from hjemvei.cases.events import notice_sent
from hjemvei.cases.models import Notice, ReleaseDate
from hjemvei.cases.policy.cooperation import can_send_notice
from hjemvei.cases.queries.cooperation import due_by, live_notice
from hjemvei.cases.rows import newest_dates
from hjemvei.cases.rules.release import lead_days
from hjemvei.cases.states import NOTICE
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.parties.models import Unit
from hjemvei.sharing.actions.open_to_unit import open_to_unit
from hjemvei.sharing.models import Case, Consent, owned_by
from hjemvei.sharing.queries import consent_for

SENT = gettext_noop("Varsel sendt til %(unit)s, løslatelse %(date)s")
SENT_WITHOUT_DATE = gettext_noop("Varsel sendt til %(unit)s, løslatelsesdato ikke kjent")
HANDED = gettext_noop("Varsel om løslatelse")


def notify_unit(
    *, actor: Actor, case: Case, to_unit: Unit, note: str = "", today: dt.date, at: dt.datetime
) -> Notice:
    """A notice in force to the unit is replaced. Raises RuleBroken without consent, or with no news."""
    can_send_notice(actor, case).require()
    consent = _consent(actor, case, to_unit, today)
    date = newest_dates(actor, [case.pk]).get(case.pk)
    earlier = live_notice(actor, case, unit_id=to_unit.pk)
    if earlier is not None:
        _check_news(earlier, date, note)
        move(earlier, "replace", by=NOTICE)
        earlier.save(update_fields=["state"])
    open_to_unit(actor=actor, case=case, consent=consent, unit=to_unit, what=HANDED, today=today, at=at)
    expected = date.expected_on if date else None
    notice: Notice = Notice.objects.create(
        **owned_by(actor, case, at=at),
        to_unit=to_unit,
        consent=consent,
        replaces=earlier,
        expected_release_on=expected,
        certainty=date.certainty if date else ReleaseCertainty.UNKNOWN,
        lead_days=lead_days(noticed_on=today, release_on=expected) if expected else None,
        note=note,
        sent_at=at,
        acknowledge_by=due_by(actor, case, code="acknowledge_notice", counted_from=today),
    )
    _tell(actor, notice, at)
    finish_task(actor=actor, case=case, code="renotify" if earlier else "first_notice", at=at)
    sync_caseload(case_ids=[case.pk])
    return notice


def _consent(actor: Actor, case: Case, to_unit: Unit, today: dt.date) -> Consent:
    wanted = [InfoClass.IDENTITY, InfoClass.COORDINATION]
    consent = consent_for(
        actor, case, unit_id=to_unit.pk, classes=wanted, today=today, giver_id=actor.controller_id
    )
    if consent is None:
        raise RuleBroken(
            _("%(unit)s er ikke nevnt i et samtykke som gjelder. Spør personen om samtykke først.")
            % {"unit": to_unit.name},
            code="no_consent",
            field="to_unit",
        )
    return consent


def _check_news(earlier: Notice, date: ReleaseDate | None, note: str) -> None:
    told = (earlier.expected_release_on, earlier.certainty, earlier.note)
    known = (date.expected_on, str(date.certainty)) if date else (None, ReleaseCertainty.UNKNOWN.value)
    if told == (*known, note):
        raise RuleBroken(_("Kommunen har alt fått dette varselet."), code="nothing_new", field="note")


def _tell(actor: Actor, notice: Notice, at: dt.datetime) -> None:
    address_unit(actor, notice.case, notice.to_unit, at=at)
    expected = notice.expected_release_on
    shown = {"date": expected.isoformat()} if expected else {}
    record_event(
        actor=actor,
        case=notice.case,
        code="notice",
        text=SENT if expected else SENT_WITHOUT_DATE,
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
        happened_at=at,
        unit=notice.to_unit.name,
        **shown,
    )
    for tell in notice_sent:
        tell(actor, notice, at)

"""Say where somebody went who is no longer here. Each way out has its own consequences (`rules.ways_out`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases import events, rows
from hjemvei.cases.actions.change_dates import DateChange, change_dates
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.actions.transfer_to import transfer_to
from hjemvei.cases.enums import AbsenceKind, ReleaseCertainty, ReleaseKind, WayOut
from hjemvei.cases.models import Absence, Custody
from hjemvei.cases.policy.inside import can_answer_gone
from hjemvei.cases.queries.facts import situations
from hjemvei.cases.rules.ways_out import Consequence, consequence
from hjemvei.cases.stay import check_day, finish_question, lock_custody, open_next_actions
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import CloseReason
from hjemvei.sharing.models import Case, owned_by

TEXTS: Mapping[WayOut, str] = {
    WayOut.RELEASE: gettext_noop("Løslatt %(on)s"),
    WayOut.PROBATION_RELEASE: gettext_noop("Løslatt på prøve %(on)s"),
    WayOut.HOME_DETENTION: gettext_noop("Overført til hjemmesoning %(on)s"),
    WayOut.INSTITUTION: gettext_noop("Overført til institusjon %(on)s"),
    WayOut.DEPORTATION: gettext_noop("Har forlatt landet %(on)s"),
    WayOut.SENTENCE_TRANSFER: gettext_noop("Overført til soning i et annet land %(on)s"),
    WayOut.ACQUITTAL: gettext_noop("Frifunnet og løslatt %(on)s"),
    WayOut.ESCAPE: gettext_noop("Borte uten tillatelse fra %(on)s"),
    WayOut.INTERRUPTION: gettext_noop("Straffen er avbrutt fra %(on)s"),
    WayOut.DEATH: gettext_noop("Død %(on)s"),
    WayOut.ERROR: gettext_noop("Listen var feil: personen er her fortsatt"),
}
AWAY = {
    WayOut.INSTITUTION: AbsenceKind.HOSPITAL,
    WayOut.ESCAPE: AbsenceKind.ESCAPE,
    WayOut.INTERRUPTION: AbsenceKind.INTERRUPTION,
}
CLOSING = {WayOut.DEATH: CloseReason.DIED}
SOURCE = "svar fra fengselet"


def answer_gone(
    *,
    actor: Actor,
    case: Case,
    way_out: WayOut,
    on: dt.date,
    at: dt.datetime,
    today: dt.date,
    to_unit: Unit | None = None,
) -> Consequence:
    """What follows. Raises RuleBroken for a day that does not fit, or a transfer without the other prison."""
    can_answer_gone(actor, case).require()
    custody = lock_custody(actor, case)
    check_day(custody, on, today=today)
    after = consequence(way_out)
    if way_out is WayOut.TRANSFER:
        if to_unit is None:
            raise RuleBroken(_("Velg fengselet personen er flyttet til."), field="to_unit")
        transfer_to(actor=actor, case=case, to_unit=to_unit, on=on, at=at, today=today)
        return after
    finish_question(actor, case, at=at)
    _tell(actor, case, way_out, on=on, at=at)
    place = rows.place_of(actor, case)
    _move_custody(actor, custody, way_out, after, on=on, at=at)
    sync_tasks(actor=actor, case=case, at=at, today=today)
    if not after.case_continues:
        call("close_case", case.pk, CLOSING.get(way_out, CloseReason.LEFT_COUNTRY).value)
        events.case_closed.tell(actor=actor, case_ids=[case.pk], at=at)
    leaves = after.closes_custody
    if leaves and not _leave_prison(actor, case, after, unit_id=place, on=on, at=at, today=today):
        return after
    open_next_actions(actor, case, after, way_out=way_out, unit_id=place, on=on, at=at)
    sync_tasks(actor=actor, case=case, at=at, today=today)
    return after


def _tell(actor: Actor, case: Case, way_out: WayOut, *, on: dt.date, at: dt.datetime) -> None:
    record_event(
        actor=actor,
        case=case,
        code=f"out_{way_out}",
        text=TEXTS[way_out],
        info_class=InfoClass.CUSTODY,
        at=at,
        milestone=True,
        on=on,
    )


def _move_custody(
    actor: Actor, custody: Custody, way_out: WayOut, after: Consequence, *, on: dt.date, at: dt.datetime
) -> None:
    custody.gone_since = None
    if after.closes_custody:
        custody.ends_before, custody.way_out = on, way_out.value
    custody.save(update_fields=["gone_since", "ends_before", "way_out"])
    if way_out in AWAY:
        Absence.objects.create(
            **owned_by(actor, custody.case, at=at), custody=custody, kind=AWAY[way_out], starts_on=on
        )
    if after.release_date_is_unknown:
        change = DateChange(custody.case_id, None, ReleaseKind.UNKNOWN, ReleaseCertainty.UNKNOWN)
        change_dates(actor=actor, changes=[change], source=SOURCE, at=at)


def _leave_prison(
    actor: Actor,
    case: Case,
    after: Consequence,
    *,
    unit_id: int,
    on: dt.date,
    at: dt.datetime,
    today: dt.date,
) -> bool:
    """The place ends, and so does the prison's access, so many days after as the agreement says; whether any
    of those days is left. What a release ends has lapsed before: afterwards nobody there could close it.
    """
    days = situations(actor, [case.pk], today=today)[case.pk].terms.prison_access_days
    placement = rows.open_placements(actor, [case.pk]).get(case.pk)
    if placement is not None:
        placement.ends_before = max(on, placement.starts_on)
        placement.save(update_fields=["ends_before"])
    last = dt.datetime.combine(on + dt.timedelta(days=days), dt.time.min)
    call("end_access", case.pk, unit_id, timezone.make_aware(last))
    if after.starts_follow_up:
        events.person_released.tell(actor=actor, case_ids=[case.pk], at=at)
    return Case.objects.visible_to(actor).filter(pk=case.pk, access_units__contains=[unit_id]).exists()

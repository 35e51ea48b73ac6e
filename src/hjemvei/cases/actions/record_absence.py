"""Somebody is or was away during the sentence; the release is computed again, with the reason."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.recompute_release import recompute_release
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.enums import AbsenceKind
from hjemvei.cases.models import Absence
from hjemvei.cases.policy.inside import can_record_dates
from hjemvei.cases.stay import lock_custody
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case, owned_by

AWAY = gettext_noop("Fravær registrert fra %(start)s")


def record_absence(
    *,
    actor: Actor,
    case: Case,
    kind: AbsenceKind,
    starts_on: dt.date,
    ends_before: dt.date | None,
    at: dt.datetime,
    today: dt.date,
) -> Absence:
    """`ends_before` None: still away, and the release is not known until `end_absence`."""
    can_record_dates(actor, case).require()
    custody = lock_custody(actor, case)
    if starts_on < custody.starts_on or starts_on > today:
        raise RuleBroken(_("Fraværet må starte mens personen er i fengsel, senest i dag."), field="starts_on")
    if ends_before is not None and ends_before <= starts_on:
        raise RuleBroken(_("Fraværet må slutte etter at det startet."), field="ends_before")
    row: Absence = Absence.objects.create(
        **owned_by(actor, case, at=at),
        custody=custody,
        kind=kind,
        starts_on=starts_on,
        ends_before=ends_before,
    )
    custody.gone_since = None
    custody.save(update_fields=["gone_since"])
    record_event(
        actor=actor,
        case=case,
        code="absence",
        text=AWAY,
        info_class=InfoClass.CUSTODY,
        at=at,
        start=starts_on,
    )
    recompute_release(actor=actor, custody=custody, at=at)
    sync_tasks(actor=actor, case=case, at=at, today=today)
    return row

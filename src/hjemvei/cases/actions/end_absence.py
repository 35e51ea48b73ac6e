"""Back from an absence: the days away are counted, and the release is known again."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.recompute_release import recompute_release
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.models import Absence
from hjemvei.cases.policy.inside import can_record_dates
from hjemvei.cases.stay import lock_custody
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case

RETURNED = gettext_noop("Tilbake fra fravær %(day)s")


def end_absence(*, actor: Actor, case: Case, ends_before: dt.date, at: dt.datetime, today: dt.date) -> None:
    """Ends the open absence. Raises RuleBroken where nobody is away, or for a day that does not fit."""
    can_record_dates(actor, case).require()
    custody = lock_custody(actor, case)
    row = Absence.objects.visible_to(actor).filter(custody=custody, ends_before=None).order_by("-id").first()
    if row is None:
        raise RuleBroken(_("Ingen fravær står åpent. Noen andre kan ha avsluttet det."), code="not_away")
    if not row.starts_on < ends_before <= today:
        raise RuleBroken(_("Dagen må være etter at fraværet startet, og senest i dag."), field="ends_before")
    row.ends_before = ends_before
    row.save(update_fields=["ends_before"])
    record_event(
        actor=actor,
        case=case,
        code="absence_over",
        text=RETURNED,
        info_class=InfoClass.CUSTODY,
        at=at,
        milestone=True,
        day=ends_before,
    )
    recompute_release(actor=actor, custody=custody, at=at)
    sync_tasks(actor=actor, case=case, at=at, today=today)

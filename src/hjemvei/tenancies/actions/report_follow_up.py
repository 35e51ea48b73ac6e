"""How a contact went: met, phone, not wanted or missed; still housed; what went well."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import owned_by
from hjemvei.tenancies.choices import ContactOutcome
from hjemvei.tenancies.models import FollowUp
from hjemvei.tenancies.policy import can_report
from hjemvei.tenancies.rules import next_try

TEXTS = {
    ContactOutcome.MET: gettext_noop("Oppfølging: møttes"),
    ContactOutcome.PHONE: gettext_noop("Oppfølging: snakket på telefon"),
    ContactOutcome.NOT_WANTED: gettext_noop("Oppfølging: personen ønsket ikke kontakt"),
    ContactOutcome.MISSED: gettext_noop("Oppfølging: fikk ikke kontakt, prøver igjen %(next_try)s"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`still_housed` None means that nobody asked."""

    outcome: ContactOutcome
    happened_on: dt.date
    still_housed: bool | None = None
    note: str = ""
    went_well: str = ""


def report_follow_up(*, actor: Actor, follow_up: FollowUp, report: Report, at: dt.datetime) -> FollowUp:
    """A missed contact is tried again. Raises RuleBroken when met without the person's yes."""
    rows = FollowUp.objects.visible_to(actor).select_for_update(of=("self",))
    locked: FollowUp = rows.get(pk=follow_up.pk)
    can_report(actor, locked).require()
    _check(locked, report, localtime(at).date())
    locked.outcome, locked.happened_on = report.outcome, report.happened_on
    locked.still_housed, locked.note = report.still_housed, report.note
    locked.went_well, locked.reported_at = report.went_well, at
    locked.save()
    again = _try_again(actor, locked, at) if report.outcome == ContactOutcome.MISSED else None
    record_event(
        actor=actor,
        case=locked.case,
        code=f"follow_up_{report.outcome.value}",
        text=TEXTS[report.outcome],
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=report.outcome == ContactOutcome.MET,
        next_try=again.planned_on if again else None,
    )
    if again is None and locked.code:
        finish_task(actor=actor, case=locked.case, code=locked.code, at=at)
    return locked


def _check(follow_up: FollowUp, report: Report, today: dt.date) -> None:
    if follow_up.outcome:
        raise RuleBroken(_("Denne kontakten er allerede skrevet ned."), code="wrong_state")
    if report.happened_on > today:
        raise RuleBroken(_("Dagen har ikke vært ennå."), code="too_early", field="happened_on")
    if report.outcome == ContactOutcome.MET and not follow_up.person_agreed:
        text = _("Personen har ikke sagt ja til besøk. Skriv ned samtykket til oppfølging først.")
        raise RuleBroken(text, code="no_yes", field="outcome")


def _try_again(actor: Actor, follow_up: FollowUp, at: dt.datetime) -> FollowUp:
    return FollowUp.objects.create(
        **owned_by(actor, follow_up.case, at=at),
        to_unit_id=follow_up.to_unit_id,
        to_user_id=follow_up.to_user_id,
        code=follow_up.code,
        planned_on=next_try(follow_up.happened_on or follow_up.planned_on),
        person_agreed=follow_up.person_agreed,
    )

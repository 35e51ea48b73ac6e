"""Tasks that one step puts to a certain unit, beside those that follow from the agreement's dates."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import PartyCode, RoleCode
from hjemvei.cases.models import Task
from hjemvei.sharing.models import Case, CaseRowQuerySet, owned_by

DECIDE, ANSWER, GROUND, GATHER = "move_decision", "move_answer", "dispute_ground", "hands_gather"
TITLES = {
    DECIDE: gettext_noop("Ta stilling til ønsket om å flytte"),
    ANSWER: gettext_noop("Svar på invitasjonen om å overta ansvaret"),
    GROUND: gettext_noop("Skriv hva kommunen mener om ansvaret"),
    GATHER: gettext_noop("Samle dem som er med: saken har skiftet hender tre ganger"),
}
CLAUSES = {
    DECIDE: gettext_noop(
        "Den opprinnelige kommunen tar tidlig stilling, og har ansvaret til den nye sier ja."
    ),
    ANSWER: gettext_noop("Et nei skal begrunnes skriftlig. Den opprinnelige kommunen beholder da ansvaret."),
    GROUND: gettext_noop("Begge kommunene sier hva de mener. Hjelpen stopper ikke imens."),
    GATHER: gettext_noop("Ingen skal bli sendt fram og tilbake mellom tjenester."),
}
SOURCE = gettext_noop("Avtalen, ansvarlig kommune og flytting")


def _open(actor: Actor, case: Case, code: str) -> CaseRowQuerySet:
    return Task.objects.visible_to(actor).filter(
        case=case, code=code, done_at=None, exempted_at=None, lapsed_at=None
    )


def ask_unit(
    actor: Actor, case: Case, *, code: str, unit_id: int, due_on: dt.date, today: dt.date, at: dt.datetime
) -> None:
    """Once: a unit that is asked already is not asked again."""
    if _open(actor, case, code).filter(to_unit_id=unit_id).exists():
        return
    Task.objects.create(
        **owned_by(actor, case, at=at),
        info_class=InfoClass.COORDINATION,
        code=code,
        title=TITLES[code],
        clause=CLAUSES[code],
        source=SOURCE,
        party=PartyCode.MUNICIPALITY,
        role=RoleCode.MUNICIPAL_COORDINATOR,
        to_unit_id=unit_id,
        opens_on=today,
        due_on=due_on,
        first_due_on=due_on,
        can_be_exempted=False,
    )


def lapse_asked(actor: Actor, case: Case, *codes: str, at: dt.datetime) -> None:
    """What was asked for is no longer wanted."""
    for code in codes:
        _open(actor, case, code).update(lapsed_at=at)

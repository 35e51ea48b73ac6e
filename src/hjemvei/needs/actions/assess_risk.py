"""Compute the risk of no home anew and say it where lists are sorted by it."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.set_home_status import set_home_status
from hjemvei.cases.rules.answers import Reason
from hjemvei.needs.models import RiskAssessment
from hjemvei.needs.queries import Assessed, assess, facts_of
from hjemvei.sharing.models import Case, owned_by


def assess_risk(*, actor: Actor, case: Case, today: dt.date, at: dt.datetime) -> Assessed:
    """From verified facts of class housing that the actor may see; a row only when something changed."""
    found = assess(actor, case, facts=facts_of(actor, case), today=today)
    values = {
        "answer": found.answer.value,
        "reasons": [_stored(reason) for reason in found.risk.reasons],
        "homeless_by_definition": found.homeless.answer.value,
    }
    newest = RiskAssessment.objects.visible_to(actor).of(case).order_by("-id").first()
    if newest is None or any(getattr(newest, name) != value for name, value in values.items()):
        RiskAssessment.objects.create(**owned_by(actor, case, at=at), **values, computed_on=today)
    set_home_status(actor=actor, case=case, risk=found.answer.value, at=at)
    return found


def _stored(reason: Reason) -> dict[str, object]:
    facts = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in reason.facts}
    return {"code": reason.code, "text": reason.text, "facts": facts}

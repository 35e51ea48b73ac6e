"""What is to be reached in a year. A year that has been frozen keeps the target it was measured against."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.statistics.choices import Kind
from hjemvei.statistics.drafts import Aim
from hjemvei.statistics.models import Target, TargetYear
from hjemvei.statistics.policy import can_set_target
from hjemvei.statistics.rules import is_frozen

MOST_SHARE = 100


def set_aim(*, actor: Actor, target: Target, aim: Aim, today: dt.date, at: dt.datetime) -> TargetYear:
    """Raises NotAllowed for who is no party, RuleBroken for a frozen year or more than all of them."""
    can_set_target(actor, target.agreement).require()
    if is_frozen(aim.year, today):
        raise RuleBroken(
            _("Året er gjort opp. Målet for det endres ikke lenger."), code="frozen", field="year"
        )
    if target.kind == Kind.SHARE and aim.goal > MOST_SHARE:
        raise RuleBroken(_("En andel kan ikke være mer enn 100 prosent."), code="too_much", field="goal")
    values = {
        "goal": aim.goal,
        "baseline": aim.baseline,
        "note": aim.note.strip(),
        "recorded_by_id": actor.user_id,
        "recorded_at": at,
    }
    row, _made = TargetYear.objects.update_or_create(target=target, year=aim.year, defaults=values)
    return row

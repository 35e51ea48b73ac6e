"""From what slipped, or went well, to what the organisation learned: nothing in it is about the person."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cases.rules.anonymity import may_identify
from hjemvei.core.errors import RuleBroken
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.policy import can_learn
from hjemvei.routines.actions.log_improvement import log_improvement
from hjemvei.routines.models import Improvement, Routine
from hjemvei.routines.texts import Lesson
from hjemvei.sharing.queries import lock_row


def learn_from_deviation(
    *, actor: Actor, deviation: Deviation, lesson: Lesson, routine: Routine | None, at: dt.datetime
) -> Improvement:
    """One for each deviation; the second time gives the first. All colleagues read it, whether or not they
    see the case. Raises RuleBroken for a text that may tell who it is about, NotAllowed before it is closed.
    """
    can_learn(actor, lock_row(actor, deviation)).require()
    if may_identify(lesson.learned):
        message = _("Teksten kan røpe hvem det gjelder. Ta bort navn, datoer og numre.")
        raise RuleBroken(message, code="identifying", field="learned")
    return log_improvement(actor=actor, lesson=lesson, routine=routine, at=at)

"""What a deviation says of itself to the log of improvements: its cause, and the clause it concerns."""

from __future__ import annotations

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.clauses import ClauseCode, clause_of_rule
from hjemvei.cases.models import Task
from hjemvei.deviations.choices import DeviationKind
from hjemvei.deviations.models import Deviation
from hjemvei.routines.choices import Source
from hjemvei.routines.texts import Lesson, origin_of

CLAUSES = {
    DeviationKind.NO_OWNER_AT_RELEASE: ClauseCode.MUNICIPAL_DUTIES,
    DeviationKind.NO_HOME_AT_RELEASE: ClauseCode.MUNICIPAL_DUTIES,
    DeviationKind.TEMPORARY_AT_RELEASE: ClauseCode.MUNICIPAL_DUTIES,
    DeviationKind.VISITING_FLAT_USED: ClauseCode.MUNICIPAL_DUTIES,
    DeviationKind.TEMPORARY_TOO_LONG: ClauseCode.MUNICIPAL_DUTIES,
    DeviationKind.HOME_LOST: ClauseCode.JOINT_WORK,
    DeviationKind.INQUIRY_UNANSWERED: ClauseCode.CONTACTS,
    DeviationKind.NOTICE_LATE: ClauseCode.PRISON_DUTIES,
    DeviationKind.GUARANTEE_LATE: ClauseCode.MUNICIPAL_DUTIES,
    DeviationKind.NO_OWNER: ClauseCode.MOVES,
    DeviationKind.WELL_EARLY: ClauseCode.PRISON_DUTIES,
    DeviationKind.WELL_ANSWERED: ClauseCode.CONTACTS,
    DeviationKind.WELL_OWNER: ClauseCode.MUNICIPAL_DUTIES,
    DeviationKind.WELL_HOME: ClauseCode.MUNICIPAL_DUTIES,
    DeviationKind.WELL_KEPT: ClauseCode.JOINT_WORK,
}
"""Where the duty stands that each kind is about; a deadline's own clause goes before."""


def lesson_of(row: Deviation) -> Lesson:
    """All but the words and the clause. The log never names the deviation."""
    origin = origin_of(Source.DEVIATION, row.key)
    return Lesson(source=Source.DEVIATION, kind=row.cause, origin=origin, learned="")


def clause_of(actor: Actor, row: Deviation) -> str:
    """Empty where the deviation tells of no clause; the writer may choose another."""
    task = Task.objects.visible_to(actor).filter(key=row.found_in).first() if row.found_in else None
    try:
        return clause_of_rule(task.code if task else "").value
    except KeyError:
        found = CLAUSES.get(DeviationKind(row.kind))
        return found.value if found else ""

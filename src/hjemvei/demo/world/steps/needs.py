"""Where the person lived and will live: what is said, and what somebody has verified."""

from __future__ import annotations

from hjemvei.demo.world.road import Play, Stop
from hjemvei.needs.actions.record_housing_fact import Answered, record_housing_fact
from hjemvei.needs.choices import Situation, Standing, Topic

TOLD, SEEN, PRIVATE = "Samtale med personen", "Bekreftet hos utleier", "Samtale med saksbehandler"
ANSWERS: dict[str, tuple[Topic, Situation, Standing, bool, str]] = {
    "said_none": (Topic.BEFORE, Situation.NONE, Standing.UNKNOWN, False, TOLD),
    "verified_none": (Topic.BEFORE, Situation.NONE, Standing.UNKNOWN, True, "Folkeregisteret og kommunen"),
    "verified_rented": (Topic.BEFORE, Situation.RENTED_PRIVATE, Standing.UNKNOWN, True, SEEN),
    "kept": (Topic.DURING, Situation.RENTED_PRIVATE, Standing.KEPT, True, SEEN),
    "at_risk": (Topic.DURING, Situation.RENTED_MUNICIPAL, Standing.AT_RISK, True, SEEN),
    "lost": (Topic.DURING, Situation.RENTED_PRIVATE, Standing.LOST, True, SEEN),
    "wants_family": (Topic.AFTER, Situation.FAMILY_TEMPORARY, Standing.PLANNED, False, TOLD),
}


def by_prison(stop: Stop) -> None:
    """The step's value names the answer."""
    with stop.acting(stop.prison()) as (actor, case):
        record_housing_fact(actor=actor, case=case, answered=_answer(stop, stop.step.value), at=stop.at)


def by_housing_office(stop: Stop) -> None:
    with stop.acting("Sara") as (actor, case):
        record_housing_fact(actor=actor, case=case, answered=_answer(stop, stop.step.value), at=stop.at)


def in_confidence(stop: Stop) -> None:
    """Said to the municipality only: it feeds no shared value."""
    with stop.acting("Ida") as (actor, case):
        answered = Answered(
            topic=Topic.AFTER,
            situation=Situation.FAMILY_TEMPORARY,
            as_of=stop.today,
            source=PRIVATE,
            detail="Vil ikke bo hos familien, men har ikke sagt det til dem.",
            in_confidence=True,
        )
        record_housing_fact(actor=actor, case=case, answered=answered, at=stop.at)


def _answer(stop: Stop, name: str) -> Answered:
    topic, situation, standing, is_verified, source = ANSWERS[name]
    return Answered(
        topic=topic,
        situation=situation,
        standing=standing,
        is_verified=is_verified,
        source=source,
        as_of=stop.today,
    )


PLAYS: dict[str, Play] = {
    "housing": by_prison,
    "housing_office": by_housing_office,
    "confided": in_confidence,
}

"""From answers about housing to the facts that the rules decide on. No Django, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hjemvei.cases.enums import Answer, ReleaseCertainty
from hjemvei.needs.enums import LivingSituation, Standing
from hjemvei.needs.rules import HOUSED, NOT_KNOWN, WITHOUT_HOME, HomeFact, HomeFacts, Living

BEFORE, DURING, AFTER = "before", "during", "after"
KEPT, AT_RISK, LOST, AGREED = "kept", "at_risk", "lost", "agreed"
NO_HOME_BEFORE = WITHOUT_HOME | {LivingSituation.INSTITUTION}


@dataclass(frozen=True, slots=True, kw_only=True)
class HousingAnswer:
    """One answer as it is stored: `topic`, `situation` and `standing` by their codes."""

    pk: int
    topic: str
    situation: str
    standing: str
    is_verified: bool
    as_of: date

    @property
    def quality(self) -> Standing:
        return Standing.VERIFIED if self.is_verified else Standing.SAID


def in_force(answers: Iterable[HousingAnswer], topic: str) -> HousingAnswer | None:
    """The newest verified answer of a topic; where there is none, the newest that is only said."""
    found = [answer for answer in answers if answer.topic == topic]
    return max(found, key=lambda answer: (answer.is_verified, answer.as_of, answer.pk), default=None)


def home_facts(answers: Sequence[HousingAnswer], *, release_on: date | None) -> HomeFacts:
    """A home that is kept or at risk was there from before; a new one counts when it is agreed."""
    before, during, after = (in_force(answers, topic) for topic in (BEFORE, DURING, AFTER))
    return HomeFacts(
        home=_home(before, during),
        terminated=_when(during, {LOST: Answer.YES, KEPT: Answer.NO, AT_RISK: Answer.NO}),
        costs_covered=_when(during, {KEPT: Answer.YES}),
        threatened=_when(during, {AT_RISK: Answer.YES, KEPT: Answer.NO}),
        new_home=_new_home(after),
        release_on=release_on,
    )


def living(
    answers: Sequence[HousingAnswer],
    *,
    inside: bool,
    release_on: date | None,
    certainty: ReleaseCertainty,
    keeps_home: Answer,
) -> Living:
    """Where the person is now. `keeps_home` is what the verified facts say of a home to go to."""
    home = HomeFact(keeps_home, Standing.UNKNOWN if keeps_home is Answer.UNKNOWN else Standing.VERIFIED)
    if inside:
        return Living(
            situation=LivingSituation.PRISON, home_on_release=home, release_on=release_on, certainty=certainty
        )
    now = in_force(answers, AFTER)
    situation = LivingSituation(now.situation) if now and now.is_verified else LivingSituation.UNKNOWN
    return Living(situation=situation, home_on_release=home, release_on=release_on, certainty=certainty)


def _home(before: HousingAnswer | None, during: HousingAnswer | None) -> HomeFact:
    if during is not None and during.standing in (KEPT, AT_RISK):
        return HomeFact(Answer.YES, during.quality)
    if before is None or before.situation == LivingSituation.UNKNOWN:
        return NOT_KNOWN
    if before.situation in HOUSED:
        return HomeFact(Answer.YES, before.quality)
    if before.situation in NO_HOME_BEFORE:
        return HomeFact(Answer.NO, before.quality)
    return HomeFact(Answer.UNKNOWN, before.quality)


def _when(answer: HousingAnswer | None, meaning: dict[str, Answer]) -> HomeFact:
    if answer is None or answer.standing not in meaning:
        return NOT_KNOWN
    return HomeFact(meaning[answer.standing], answer.quality)


def _new_home(after: HousingAnswer | None) -> HomeFact:
    if after is None or after.situation not in HOUSED:
        return NOT_KNOWN
    return HomeFact(Answer.YES, after.quality if after.standing == AGREED else Standing.SAID)

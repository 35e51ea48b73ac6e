"""What is known of where somebody lives, and who the people of some cases are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.audit import reads
from hjemvei.cases.enums import Answer, ReleaseCertainty
from hjemvei.cases.models import Custody, ReleaseDate
from hjemvei.cases.rules.answers import Verdict
from hjemvei.needs.choices import Situation, Standing, Topic
from hjemvei.needs.enums import HomeRisk
from hjemvei.needs.facts import HousingAnswer, home_facts, in_force, living
from hjemvei.needs.models import HousingFact
from hjemvei.needs.rules import RiskAssessment, home_risk, is_homeless
from hjemvei.sharing.models import Case, Participation
from hjemvei.sharing.sealed import unlock

NO_HOME_RISK = {
    HomeRisk.KEPT: Answer.NO,
    HomeRisk.AT_RISK: Answer.YES,
    HomeRisk.NONE: Answer.YES,
    HomeRisk.UNKNOWN: Answer.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class FactView:
    """One answer as people read it."""

    key: str
    topic: str
    situation: str
    standing: str
    detail: str
    as_of: dt.date
    is_verified: bool
    source: str
    is_confidential: bool
    pk: int
    situation_code: str
    standing_code: str


@dataclass(frozen=True, slots=True)
class TopicView:
    """One of before, during and after: the answer that counts, and the others, newest first."""

    topic: str
    label: str
    current: FactView | None
    others: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """Risk of no home and homelessness by definition, from verified facts that may be shared."""

    risk: RiskAssessment
    homeless: Verdict

    @property
    def answer(self) -> Answer:
        return NO_HOME_RISK[self.risk.risk]


@dataclass(frozen=True, slots=True)
class HousingPicture:
    topics: tuple[TopicView, ...]
    confidential: tuple[FactView, ...]
    assessed: Assessed
    reasons: tuple[str, ...]
    homeless_reasons: tuple[str, ...]


def facts_of(actor: Actor, case: Case) -> list[HousingFact]:
    """Every answer the actor may see that nobody has corrected, newest first."""
    rows = unlock(HousingFact.objects.visible_to(actor).of(case).order_by("-as_of", "-id"))
    corrected = {row.corrects_id for row in rows}
    return [row for row in rows if row.pk not in corrected]


def assess(actor: Actor, case: Case, *, facts: list[HousingFact], today: dt.date) -> Assessed:
    """Answers given in confidence are left out here: they feed no shared value."""
    answers = [_answer(row) for row in facts if row.info_class == InfoClass.HOUSING]
    date = ReleaseDate.objects.visible_to(actor).of(case).order_by("-known_at", "-id").first()
    release_on = date.expected_on if date else None
    certainty = ReleaseCertainty(date.certainty) if date else ReleaseCertainty.UNKNOWN
    inside = Custody.objects.visible_to(actor).of(case).filter(ends_before=None).exists()
    found = home_risk(home_facts(answers, release_on=release_on))
    keeps = {HomeRisk.KEPT: Answer.YES, HomeRisk.NONE: Answer.NO}.get(found.risk, Answer.UNKNOWN)
    now = living(answers, inside=inside, release_on=release_on, certainty=certainty, keeps_home=keeps)
    return Assessed(found, is_homeless(now, today=today))


def housing_picture(actor: Actor, case: Case, *, today: dt.date) -> HousingPicture:
    facts = facts_of(actor, case)
    shared = [row for row in facts if row.info_class == InfoClass.HOUSING]
    assessed = assess(actor, case, facts=facts, today=today)
    return HousingPicture(
        topics=tuple(_topic(topic, shared) for topic in Topic),
        confidential=tuple(_view(row) for row in facts if row.info_class == InfoClass.CONFIDENTIAL),
        assessed=assessed,
        reasons=tuple(reason.say(gettext) for reason in assessed.risk.reasons),
        homeless_reasons=tuple(reason.say(gettext) for reason in assessed.homeless.reasons),
    )


def people_in(actor: Actor, case_ids: Collection[int]) -> dict[int, str]:
    """Names by case for a list, as the actor's own controller knows them; the reading is written down."""
    units = [key // 16 for key in actor.keys(InfoClass.IDENTITY)]
    rows = (
        Participation.objects.visible_to(actor)
        .filter(case_id__in=list(case_ids), unit_id__in=units, person__isnull=False)
        .order_by("case_id", "id")
        .values_list("case_id", "person_id", "person__given_name", "person__family_name")
    )
    found = {case_id: (person_id, f"{given} {family}".strip()) for case_id, person_id, given, family in rows}
    reads.note(persons=[person_id for person_id, _name in found.values()], cases=list(found))
    return {case_id: name for case_id, (_person_id, name) in found.items()}


def _topic(topic: Topic, shared: list[HousingFact]) -> TopicView:
    rows = [row for row in shared if row.topic == topic]
    best = in_force([_answer(row) for row in rows], topic)
    current = next((_view(row) for row in rows if best is not None and row.pk == best.pk), None)
    others = tuple(_view(row) for row in rows if best is None or row.pk != best.pk)
    return TopicView(topic.value, str(topic.label).capitalize(), current, others)


def _answer(row: HousingFact) -> HousingAnswer:
    return HousingAnswer(
        pk=row.pk,
        topic=row.topic,
        situation=row.situation,
        standing=row.standing,
        is_verified=row.is_verified,
        as_of=row.as_of,
    )


def _view(row: HousingFact) -> FactView:
    standing = "" if row.standing == Standing.UNKNOWN else str(Standing(row.standing).label)
    return FactView(
        key=row.key,
        topic=str(Topic(row.topic).label),
        situation=str(Situation(row.situation).label),
        standing=standing,
        detail=row.detail,
        as_of=row.as_of,
        is_verified=row.is_verified,
        source=row.source,
        is_confidential=row.info_class == InfoClass.CONFIDENTIAL,
        pk=row.pk,
        situation_code=row.situation,
        standing_code=row.standing,
    )

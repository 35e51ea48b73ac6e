"""Write down an answer about housing; a correction is a new answer that points at the one it corrects."""

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
from hjemvei.cases.actions.set_home_status import set_home_status
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.choices import HomeStage
from hjemvei.core.errors import RuleBroken
from hjemvei.needs.actions.assess_risk import assess_risk
from hjemvei.needs.choices import Situation, Standing, Topic
from hjemvei.needs.models import HousingFact
from hjemvei.needs.policy import can_record_housing, can_record_in_confidence
from hjemvei.sharing.models import Case, owned_by

SAID = gettext_noop("Svar om bolig skrevet ned")
VERIFIED = gettext_noop("Opplysning om bolig bekreftet")
DECIDED = frozenset({Standing.KEPT, Standing.LOST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What somebody answered, when and where it is from."""

    topic: Topic
    situation: Situation
    as_of: dt.date
    source: str
    standing: Standing = Standing.UNKNOWN
    detail: str = ""
    is_verified: bool = False
    in_confidence: bool = False


def record_housing_fact(
    *, actor: Actor, case: Case, answered: Answered, corrects: str = "", at: dt.datetime
) -> HousingFact:
    """`corrects` is the key of an earlier answer. Raises RuleBroken for what can't be both."""
    can_record_housing(actor, verified=answered.is_verified).require()
    if answered.in_confidence:
        can_record_in_confidence(actor).require()
    earlier = _corrected(actor, case, corrects, answered)
    info_class = InfoClass.CONFIDENTIAL if answered.in_confidence else InfoClass.HOUSING
    fact = HousingFact.objects.create(
        **owned_by(actor, case, at=at),
        info_class=info_class,
        topic=answered.topic,
        situation=answered.situation,
        standing=answered.standing,
        detail=answered.detail,
        as_of=answered.as_of,
        is_verified=answered.is_verified,
        source=answered.source,
        corrects=earlier,
    )
    text = VERIFIED if answered.is_verified else SAID
    record_event(actor=actor, case=case, code="housing_fact", text=text, info_class=info_class, at=at)
    if not answered.in_confidence:
        _tell(actor, case, answered, at)
        sync_caseload(case_ids=[case.pk])
    return fact


def _corrected(actor: Actor, case: Case, key: str, answered: Answered) -> HousingFact | None:
    if answered.in_confidence and answered.is_verified:
        raise RuleBroken(
            _("Et svar gitt i fortrolighet kan ikke stå som bekreftet."), code="both", field="is_verified"
        )
    if not key:
        return None
    rows = HousingFact.objects.visible_to(actor).of(case).select_for_update(of=("self",))
    earlier: HousingFact | None = rows.filter(key=key, topic=answered.topic).first()
    wanted = InfoClass.CONFIDENTIAL if answered.in_confidence else InfoClass.HOUSING
    if earlier is None or earlier.info_class != wanted:
        raise RuleBroken(_("Svaret som skulle rettes, finnes ikke her."), code="unknown_fact")
    if HousingFact.objects.filter(corrects=earlier).exists():
        raise RuleBroken(_("Svaret er allerede rettet. Last siden på nytt."), code="corrected_already")
    return earlier


def _tell(actor: Actor, case: Case, answered: Answered, at: dt.datetime) -> None:
    """What follows from a shared answer: the risk, the list's status, and the task that asked for it."""
    assess_risk(actor=actor, case=case, today=localtime(at).date(), at=at)
    if answered.topic == Topic.DURING and answered.standing in DECIDED and answered.is_verified:
        status = HomeStage.KEPT if answered.standing == Standing.KEPT else HomeStage.NO_HOME
        set_home_status(actor=actor, case=case, status=status, at=at)
        finish_task(actor=actor, case=case, code="keep_home", at=at)
    if answered.topic == Topic.AFTER and answered.is_verified:
        finish_task(actor=actor, case=case, code="homeless_gate", at=at)

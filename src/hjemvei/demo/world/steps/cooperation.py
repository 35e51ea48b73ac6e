"""Who answers, who does the work, and what the parties ask each other."""

from __future__ import annotations

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import User
from hjemvei.cases.actions.accept_assignment import accept_assignment
from hjemvei.cases.actions.accept_responsibility import accept_responsibility
from hjemvei.cases.actions.answer_message import answer_message
from hjemvei.cases.actions.ask_governor import ask_governor
from hjemvei.cases.actions.decline_assignment import decline_assignment
from hjemvei.cases.actions.delegate_case import delegate_case
from hjemvei.cases.actions.propose_responsibility import propose_responsibility
from hjemvei.cases.actions.raise_dispute import raise_dispute
from hjemvei.cases.actions.send_message import send_message
from hjemvei.cases.enums import StayEvidence
from hjemvei.cases.models import Assignment, Message, Responsibility
from hjemvei.cases.rules.responsibility import Whereabouts
from hjemvei.cases.states import AssignmentState
from hjemvei.demo.world.people import Resident
from hjemvei.demo.world.road import Play, Stop
from hjemvei.demo.world.steps.notices import COORDINATOR
from hjemvei.demo.world.tables import rows
from hjemvei.sharing.models import Case

UNITS = {
    "Ida": ("tk-koordinering", Role.MUNICIPAL_COORDINATOR),
    "Eli": ("tk-koordinering", Role.MUNICIPAL_COORDINATOR),
    "Nils": ("tk-nav", Role.SOCIAL_CASEWORKER),
    "Grete": ("tk-nav", Role.SOCIAL_CASEWORKER),
    "Sara": ("tk-boligkontor", Role.HOUSING_OFFICER),
    "Mona": ("tk-boligkontor", Role.HOUSING_CONSULTANT),
    "Odd": ("tk-oppfolging", Role.FOLLOW_UP_WORKER),
    "Tuva": ("tk-oppfolging", Role.FOLLOW_UP_WORKER),
    "Hege": ("tk-helse", Role.HEALTH_WORKER),
    "Vera": ("lyktestolpen", Role.VOLUNTARY_PROVIDER),
    "Roar": ("friomsorg-demo", Role.PROBATION_OFFICER),
}
TRONDHEIM = "5001"
FULL = "Har ingen ledig tid før om fire uker. Gi den til en annen nå."
NOT_OURS = "Personen bodde i Oslo det siste året før fengselet."
TEXTS = {row["code"]: row["text"] for row in rows("texts")}


def whereabouts(person: Resident) -> Whereabouts:
    """What the roll says of where somebody belongs."""
    moved_here = person.is_of_trondheim and person.stay != TRONDHEIM
    return Whereabouts(
        active_services=(TRONDHEIM,) if moved_here else (),
        stayed_in=person.stay or person.wished,
        stay_evidence=StayEvidence.DOCUMENTED if person.stay else StayEvidence.SAID,
        wished=person.wished,
        prison_in=TRONDHEIM,
    )


def propose(stop: Stop) -> None:
    with stop.acting(stop.prison()) as (actor, case):
        propose_responsibility(actor=actor, case=case, facts=whereabouts(stop.who.person), at=stop.at)


def accepts_responsibility(stop: Stop) -> None:
    with stop.acting(COORDINATOR) as (actor, case):
        accept_responsibility(actor=actor, responsibility=in_force(actor, case), at=stop.at)


def dispute(stop: Stop) -> None:
    """The municipality says no; naming another one needs a consent that names it."""
    with stop.acting(COORDINATOR) as (actor, case):
        raise_dispute(
            actor=actor,
            responsibility=in_force(actor, case),
            reason=NOT_OURS,
            second=None,
            today=stop.today,
            at=stop.at,
        )


def governor(stop: Stop) -> None:
    with stop.acting(COORDINATOR) as (actor, case):
        ask_governor(
            actor=actor,
            responsibility=in_force(actor, case),
            asked_on=stop.today,
            today=stop.today,
            at=stop.at,
        )


def delegate(stop: Stop) -> None:
    """To somebody by first name: the owner in the municipality, who has not answered yet."""
    _delegate(stop, is_owner=True)


def involve(stop: Stop) -> None:
    """Somebody takes a part without owning the case."""
    _delegate(stop, is_owner=False)
    _answer(stop)


def owner(stop: Stop) -> None:
    _delegate(stop, is_owner=True)
    _answer(stop)


def accept(stop: Stop) -> None:
    _answer(stop)


def decline(stop: Stop) -> None:
    with stop.acting(stop.step.value) as (actor, case):
        decline_assignment(actor=actor, assignment=_offered(actor, case), reason=FULL, at=stop.at)


def _delegate(stop: Stop, *, is_owner: bool) -> None:
    name = stop.step.value
    slug, role = UNITS[name]
    with stop.acting(COORDINATOR) as (actor, case):
        delegate_case(
            actor=actor,
            case=case,
            to_unit=stop.world.units[slug],
            to_user=User.objects.get(pk=stop.world.staff[name].user_id),
            role=role,
            is_owner=is_owner,
            today=stop.today,
            at=stop.at,
        )


def _answer(stop: Stop) -> None:
    if stop.step.value == COORDINATOR:
        return
    with stop.acting(stop.step.value) as (actor, case):
        accept_assignment(actor=actor, assignment=_offered(actor, case), at=stop.at)


def question_in(stop: Stop) -> None:
    """The municipality asks the prison; the value names the text."""
    with stop.acting(COORDINATOR) as (actor, case):
        _send(stop, actor, case, stop.who.unit)


def question_out(stop: Stop) -> None:
    with stop.acting(stop.prison()) as (actor, case):
        _send(stop, actor, case, "tk-koordinering")


def answer_in(stop: Stop) -> None:
    """The prison answers what it was asked."""
    with stop.acting(stop.prison()) as (actor, case):
        answer_message(actor=actor, question=_asked(actor, case), body=TEXTS[stop.step.value], at=stop.at)


def answer_out(stop: Stop) -> None:
    with stop.acting(COORDINATOR) as (actor, case):
        answer_message(actor=actor, question=_asked(actor, case), body=TEXTS[stop.step.value], at=stop.at)


def _send(stop: Stop, actor: Actor, case: Case, slug: str) -> None:
    send_message(
        actor=actor,
        case=case,
        to_unit=stop.world.units[slug],
        body=TEXTS[stop.step.value],
        is_question=True,
        at=stop.at,
    )


def in_force(actor: Actor, case: Case) -> Responsibility:
    found = Responsibility.objects.visible_to(actor).of(case).filter(superseded_at=None).first()
    if not isinstance(found, Responsibility):
        raise LookupError("no municipality is proposed")
    return found


def _offered(actor: Actor, case: Case) -> Assignment:
    offered = Assignment.objects.visible_to(actor).of(case).filter(state=AssignmentState.OFFERED)
    found = offered.filter(to_user_id=actor.user_id).order_by("-id").first()
    if not isinstance(found, Assignment):
        raise LookupError("nothing is offered to this person")
    return found


def _asked(actor: Actor, case: Case) -> Message:
    open_questions = (
        Message.objects.visible_to(actor)
        .of(case)
        .filter(answer_by__isnull=False, answered_at=None, to_unit_id__in=actor.units)
    )
    found = open_questions.order_by("-id").first()
    if not isinstance(found, Message):
        raise LookupError("no question waits")
    return found


PLAYS: dict[str, Play] = {
    "propose": propose,
    "responsible": accepts_responsibility,
    "dispute": dispute,
    "governor": governor,
    "delegate": delegate,
    "accept": accept,
    "decline": decline,
    "owner": owner,
    "involve": involve,
    "municipality_asks": question_in,
    "prison_answers": answer_in,
    "prison_asks": question_out,
    "municipality_answers": answer_out,
}

"""Asking, and what the person answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.demo.world.road import Play, Stop
from hjemvei.sharing.actions.ask_consent import ask_consent
from hjemvei.sharing.actions.give_consent import give_consent
from hjemvei.sharing.actions.narrow_consent import narrow_consent
from hjemvei.sharing.actions.refuse_consent import refuse_consent
from hjemvei.sharing.actions.widen_consent import widen_consent
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm, ConsentState, Representation
from hjemvei.sharing.models import Case, Consent
from hjemvei.sharing.terms import DEFAULT_CLASSES, Arrow, Terms, arrows

EXPLAINED = "Hva som deles, med hvem og hvorfor, og at det kan trekkes når som helst."
SERVICES = ("tk-koordinering", "tk-boligkontor", "tk-nav", "tk-oppfolging")
PRISON = ("trondheim", "trondheim-leira", "trondheim-frigang")
WIDE = (*DEFAULT_CLASSES, InfoClass.ECONOMY, InfoClass.NETWORK, InfoClass.WORK)
YEAR = 365
FOLLOWED_UP = dt.timedelta(days=400)
GUARDIAN = "Rolig Verge"
WITNESS = "Vigdis Vitnes"
EXTRA = {
    "helse": "tk-helse",
    "frivillig": "lyktestolpen",
    "friomsorg": "friomsorg-demo",
    "bergen": "bk-koordinering",
}


def ask(stop: Stop) -> None:
    with stop.acting(stop.prison()) as (actor, case):
        ask_consent(actor=actor, case=case, terms=terms_of(stop), at=stop.at)


def yes(stop: Stop) -> None:
    """A value names a service beyond the usual ones (`EXTRA`), or who answers for the person (`verge`)."""
    extra = (EXTRA[stop.step.value],) if stop.step.value in EXTRA else ()
    with stop.acting(stop.prison()) as (actor, case):
        give_consent(
            actor=actor,
            case=case,
            terms=terms_of(stop),
            arrows=to_services(stop, actor, (*SERVICES, *extra), WIDE),
            starts_on=stop.today,
            ends_before=_until(stop),
            at=stop.at,
        )
    stop.sync()


def yes_then_expired(stop: Stop) -> None:
    """A yes for a short time, which has run out since: the next step is to ask anew."""
    with stop.acting(stop.prison()) as (actor, case):
        give_consent(
            actor=actor,
            case=case,
            terms=terms_of(stop),
            arrows=to_services(stop, actor, SERVICES[:1], DEFAULT_CLASSES),
            starts_on=stop.today,
            ends_before=stop.today + dt.timedelta(days=int(stop.step.value)),
            at=stop.at,
        )


def narrow_yes(stop: Stop) -> None:
    """Only the coordinator and the housing office, and only what a home needs."""
    with stop.acting(stop.prison()) as (actor, case):
        give_consent(
            actor=actor,
            case=case,
            terms=terms_of(stop),
            arrows=to_services(stop, actor, SERVICES[:2], DEFAULT_CLASSES),
            starts_on=stop.today,
            ends_before=_until(stop),
            at=stop.at,
        )
    stop.sync()


def no(stop: Stop) -> None:
    with stop.acting(stop.prison()) as (actor, case):
        refuse_consent(actor=actor, case=case, terms=terms_of(stop), at=stop.at)
    stop.sync()


def widen(stop: Stop) -> None:
    with stop.acting(stop.prison()) as (actor, case):
        widen_consent(
            actor=actor,
            consent=given(actor, case),
            arrows=to_services(stop, actor, ("tk-helse",), DEFAULT_CLASSES),
            today=stop.today,
            at=stop.at,
        )


def narrow(stop: Stop) -> None:
    with stop.acting(stop.prison()) as (actor, case):
        narrow_consent(
            actor=actor,
            consent=given(actor, case),
            terms=terms_of(stop),
            arrows=to_services(stop, actor, SERVICES[:2], DEFAULT_CLASSES),
            today=stop.today,
            at=stop.at,
        )


def withdraw(stop: Stop) -> None:
    who = stop.step.value or stop.prison()
    with stop.acting(who) as (actor, case):
        withdraw_consent(actor=actor, consent=given(actor, case), how=ConsentForm.ORAL, at=stop.at)
    stop.sync()


def terms_of(stop: Stop) -> Terms:
    """By tongue and paper in turn; an interpreter where Norwegian is not the person's language."""
    person = stop.who.person
    is_guardian = stop.step.value == "verge"
    return Terms(
        form=ConsentForm.PAPER if len(person.family_name) % 2 else ConsentForm.ORAL,
        language=person.language,
        interpreter_used=person.language not in {"nb", "nn"},
        representation=Representation.GUARDIAN if is_guardian else Representation.SELF,
        representative_name=GUARDIAN if is_guardian else "",
        explained=EXPLAINED,
        witness_name=WITNESS,
    )


def to_services(stop: Stop, actor: Actor, slugs: Iterable[str], classes: Iterable[InfoClass]) -> list[Arrow]:
    """From the prison to the municipality's services, and back again what the prison needs of their work."""
    units = stop.world.units
    receivers = [units[slug] for slug in slugs]
    there = arrows(giver_id=actor.controller_id, receivers=[unit.pk for unit in receivers], classes=classes)
    back = arrows(
        giver_id=receivers[0].controller_id,
        receivers=[units[slug].pk for slug in sorted({*PRISON, stop.who.unit})],
        classes=(InfoClass.HOUSING, InfoClass.COORDINATION, InfoClass.CONSENT),
    )
    return [*there, *back]


def given(actor: Actor, case: Case) -> Consent:
    """The newest yes; LookupError where there is none, which is the scenario's fault."""
    found = (
        Consent.objects.visible_to(actor).of(case).filter(state=ConsentState.GIVEN).order_by("-id").first()
    )
    if not isinstance(found, Consent):
        raise LookupError("no consent has been given")
    return found


def _until(stop: Stop) -> dt.date:
    """To the end of the follow-up; at least a season from now, since access is counted in today's time."""
    release = stop.who.person.release_on or stop.today + dt.timedelta(days=YEAR)
    return max(release + FOLLOWED_UP, stop.world.calendar.today + dt.timedelta(days=90))


PLAYS: dict[str, Play] = {
    "ask": ask,
    "yes": yes,
    "yes_expires": yes_then_expired,
    "narrow_yes": narrow_yes,
    "no": no,
    "widen": widen,
    "narrow": narrow,
    "withdraw": withdraw,
}

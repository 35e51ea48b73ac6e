"""From the application to the keys, and the first night."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.allocation.actions.answer_offer import answer_offer
from hjemvei.allocation.actions.decide_application import Decided, decide_application
from hjemvei.allocation.actions.file_application import Request, file_application
from hjemvei.allocation.actions.make_offer import Proposal, make_offer
from hjemvei.allocation.actions.send_provisional_reply import send_provisional_reply
from hjemvei.allocation.actions.withdraw_offer import withdraw_offer
from hjemvei.allocation.models import Application, Offer
from hjemvei.allocation.states import OfferState
from hjemvei.demo.world.road import Play, Stop
from hjemvei.homes.models import Dwelling
from hjemvei.sharing.models import Case

OFFICER = "Sara"
WISHES = (
    "Et rolig sted, ikke der jeg bodde før.",
    "Egen inngang og plass til hunden.",
    "Nær bussen, så jeg rekker jobben.",
    "Ikke flere i samme hus som drikker.",
    "Plass til at barna kan sove over.",
)
GRANTED = "Personen har ikke bolig ved løslatelsen og kan ikke skaffe den på egen hånd."
REFUSED = "Personen har en egen leiekontrakt som løper, og boligen kan beholdes."
HELP = "Hjelp til å finne bolig, garanti for depositum og oppfølging i bolig."
HELP_KEEPING = "Husleien dekkes under oppholdet, og det er gjort avtale med utleieren."
NO_THANKS = {
    "far": "For langt unna jobb og familie.",
    "crowd": "Bor for tett på folk personen vil bort fra.",
    "rent": "Husleien er for høy til at det går rundt.",
}
BROKEN_PIPE = "Vannskade i boligen. Personen får et nytt tilbud."
ANSWER_DAYS = 10


def apply(stop: Stop) -> None:
    """The housing consultant writes down what the person wants; `fengsel` lets the prison do it."""
    name = stop.prison() if stop.step.value == "fengsel" else "Mona"
    with stop.acting(name) as (actor, case):
        request = Request(
            to_unit_id=stop.world.units["tk-boligkontor"].pk,
            received_on=stop.today,
            household_size=2 if len(stop.who.person.given_name) > 6 else 1,
            wanted_kind="small_house" if stop.step.value == "hus" else "ordinary",
            wishes=WISHES[sum(map(ord, stop.who.person.reference)) % len(WISHES)],
        )
        file_application(actor=actor, case=case, request=request, at=stop.at)


def provisional(stop: Stop) -> None:
    with stop.acting(OFFICER) as (actor, case):
        send_provisional_reply(actor=actor, application=_application(actor, case), at=stop.at)


def grant(stop: Stop) -> None:
    _decide(stop, is_granted=True, reasons=GRANTED, help_given=HELP)


def refuse(stop: Stop) -> None:
    _decide(stop, is_granted=False, reasons=REFUSED, help_given=HELP_KEEPING)


def _decide(stop: Stop, *, is_granted: bool, reasons: str, help_given: str) -> None:
    decided = Decided(is_granted=is_granted, reasons=reasons, help_given=help_given, decided_on=stop.today)
    with stop.acting(OFFICER) as (actor, case):
        application = _application(actor, case)
        decide_application(actor=actor, application=application, decided=decided, at=stop.at)


def offer(stop: Stop) -> None:
    """The next free dwelling of the stock, in its order."""
    if not stop.world.free_homes:
        raise LookupError("no dwelling is free")
    dwelling_id = stop.world.free_homes.pop(0)
    release = stop.who.person.release_on or stop.today
    with stop.acting(OFFICER) as (actor, case):
        proposal = Proposal(
            dwelling=Dwelling.objects.visible_to(actor).get(pk=dwelling_id),
            available_from=max(release - dt.timedelta(days=3), stop.today),
            answer_by=stop.today + dt.timedelta(days=ANSWER_DAYS),
        )
        make_offer(actor=actor, application=_application(actor, case), proposal=proposal, at=stop.at)


def accept_offer(stop: Stop) -> None:
    with stop.acting("Mona") as (actor, case):
        answer_offer(actor=actor, offer=open_offer(actor, case), accepts=True, at=stop.at)


def decline_offer(stop: Stop) -> None:
    with stop.acting("Mona") as (actor, case):
        found = open_offer(actor, case)
        reason = NO_THANKS[stop.step.value]
        answer_offer(actor=actor, offer=found, accepts=False, reason=reason, at=stop.at)
    stop.world.free_homes.insert(0, found.dwelling_id)


def take_offer_back(stop: Stop) -> None:
    with stop.acting(OFFICER) as (actor, case):
        withdraw_offer(actor=actor, offer=open_offer(actor, case), reason=BROKEN_PIPE, at=stop.at)


def open_offer(actor: Actor, case: Case) -> Offer:
    held = [OfferState.MADE, OfferState.ACCEPTED]
    found = Offer.objects.visible_to(actor).of(case).filter(state__in=held).order_by("-id").first()
    if not isinstance(found, Offer):
        raise LookupError("no offer is open")
    return found


def _application(actor: Actor, case: Case) -> Application:
    found = Application.objects.visible_to(actor).of(case).order_by("-id").first()
    if not isinstance(found, Application):
        raise LookupError("nobody has applied")
    return found


PLAYS: dict[str, Play] = {
    "apply": apply,
    "provisional": provisional,
    "grant": grant,
    "refuse_home": refuse,
    "offer": offer,
    "accept_offer": accept_offer,
    "decline_offer": decline_offer,
    "withdraw_offer": take_offer_back,
}

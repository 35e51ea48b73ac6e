"""Offer a free dwelling on a granted application."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.allocation.events import offer_made
from hjemvei.allocation.models import Application, Offer
from hjemvei.allocation.policy import can_decide
from hjemvei.allocation.states import ApplicationState, OfferState
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.set_home_status import set_home_status
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.choices import HomeStage
from hjemvei.core.errors import Conflict, RuleBroken
from hjemvei.homes.models import Dwelling
from hjemvei.homes.queries import is_free
from hjemvei.sharing.models import owned_by

OFFERED = gettext_noop("Bolig tilbudt. Svarfristen er %(answer_by)s.")
ONE_OF_A_DWELLING = "offer_one_of_a_dwelling"
OPEN = (OfferState.MADE, OfferState.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    dwelling: Dwelling
    available_from: dt.date
    answer_by: dt.date


def make_offer(*, actor: Actor, application: Application, proposal: Proposal, at: dt.datetime) -> Offer:
    """Raises RuleBroken where it can't take an offer, Conflict where the dwelling is not free."""
    rows = Application.objects.visible_to(actor).select_for_update(of=("self",))
    locked: Application = rows.get(pk=application.pk)
    can_decide(actor, locked).require()
    if locked.state != ApplicationState.GRANTED:
        raise RuleBroken(_("Søknaden må være innvilget før noen får et tilbud."), code="not_granted")
    if (
        Offer.objects.visible_to(actor)
        .filter(application=locked, state__in=[*OPEN, OfferState.LEASED])
        .exists()
    ):
        raise RuleBroken(_("Personen har allerede et tilbud. Avslutt det først."), code="open_offer")
    offer = _create(actor, locked, proposal, at)
    record_event(
        actor=actor,
        case=locked.case,
        code="offer_made",
        text=OFFERED,
        info_class=InfoClass.HOUSING,
        at=at,
        milestone=True,
        answer_by=proposal.answer_by,
    )
    set_home_status(actor=actor, case=locked.case, status=HomeStage.OFFERED, at=at)
    for tell in offer_made:
        tell(actor, offer, at)
    sync_caseload(case_ids=[locked.case_id])
    return offer


def _create(actor: Actor, application: Application, proposal: Proposal, at: dt.datetime) -> Offer:
    """The dwelling is locked, so that offer and lease see each other; the constraint has the last word."""
    found = Dwelling.objects.visible_to(actor).select_for_update().filter(pk=proposal.dwelling.pk).first()
    if found is None or not is_free(found, proposal.available_from):
        raise not_free()
    try:
        with transaction.atomic():
            return Offer.objects.create(
                **owned_by(actor, application.case, at=at),
                application=application,
                dwelling=found,
                available_from=proposal.available_from,
                answer_by=proposal.answer_by,
                made_at=at,
            )
    except IntegrityError as error:
        if ONE_OF_A_DWELLING not in str(error):
            raise
        raise not_free() from error


def not_free() -> Conflict:
    """Says that, and never who has it."""
    return Conflict(_("Boligen er ikke ledig."), code="dwelling_not_free", field="dwelling")

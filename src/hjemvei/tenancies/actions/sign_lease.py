"""A lease on an accepted offer. An exclusion constraint keeps a dwelling from being given twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.allocation.actions.make_offer import not_free
from hjemvei.allocation.models import Offer
from hjemvei.allocation.states import OFFER
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.set_home_status import set_home_status
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.choices import HomeStage
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.homes.models import Dwelling
from hjemvei.needs.actions.record_housing_fact import Answered, record_housing_fact
from hjemvei.needs.choices import Situation, Standing, Topic
from hjemvei.sharing.models import owned_by
from hjemvei.tenancies.events import lease_signed
from hjemvei.tenancies.models import Lease
from hjemvei.tenancies.policy import can_lease

SIGNED = gettext_noop("Leiekontrakt signert. Den gjelder fra %(starts_on)s.")
SOURCE = "Signert leiekontrakt"
CONSTRAINT = "lease_dwelling_not_free"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Rent in whole kroner a month; no end means until somebody ends it."""

    rent: int
    signed_on: dt.date
    starts_on: dt.date
    ends_before: dt.date | None = None


def sign_lease(*, actor: Actor, offer: Offer, terms: Terms, at: dt.datetime) -> Lease:
    """Raises RuleBroken for an offer that is not accepted, Conflict where somebody else has the dwelling."""
    locked: Offer = Offer.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=offer.pk)
    can_lease(actor, unit_id=locked.owner_unit_id).require()
    if terms.ends_before is not None and terms.ends_before <= terms.starts_on:
        raise RuleBroken(_("Kontrakten må vare minst én dag."), code="period", field="ends_before")
    move(locked, "lease", by=OFFER)
    lease = _create(actor, locked, terms, at)
    locked.save(update_fields=["state"])
    record_event(
        actor=actor,
        case=locked.case,
        code="lease_signed",
        text=SIGNED,
        info_class=InfoClass.HOUSING,
        at=at,
        milestone=True,
        starts_on=terms.starts_on,
    )
    _tell_needs(actor, lease, at)
    set_home_status(actor=actor, case=locked.case, status=HomeStage.LEASED, at=at)
    for tell in lease_signed:
        tell(actor, lease, at)
    sync_caseload(case_ids=[locked.case_id])
    return lease


def _create(actor: Actor, offer: Offer, terms: Terms, at: dt.datetime) -> Lease:
    Dwelling.objects.visible_to(actor).select_for_update().get(pk=offer.dwelling_id)
    try:
        with transaction.atomic():
            return Lease.objects.create(
                **owned_by(actor, offer.case, at=at),
                offer=offer,
                dwelling_id=offer.dwelling_id,
                rent=terms.rent,
                signed_on=terms.signed_on,
                starts_on=terms.starts_on,
                ends_before=terms.ends_before,
            )
    except IntegrityError as error:
        if CONSTRAINT not in str(error):
            raise
        raise not_free() from error


def _tell_needs(actor: Actor, lease: Lease, at: dt.datetime) -> None:
    """A signed lease is the best proof there is of a home after release; the risk follows from it."""
    answered = Answered(
        topic=Topic.AFTER,
        situation=Situation.RENTED_MUNICIPAL,
        standing=Standing.AGREED,
        as_of=lease.signed_on or lease.starts_on,
        is_verified=True,
        source=SOURCE,
    )
    record_housing_fact(actor=actor, case=lease.case, answered=answered, at=at)

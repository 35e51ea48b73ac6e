"""Erase, restrict or hand to the archive: one proposes, another decides; a hold stops it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.persons.models import DestructionGround
from hjemvei.rights import ledger
from hjemvei.rights.enums import ERASING, DisposalState, Outcome
from hjemvei.rights.models import Disposal, Hold
from hjemvei.rights.policy import can_decide, can_hold, can_propose
from hjemvei.rights.queries import holds, key_of_person

REFUSALS = {
    "hold": gettext_lazy("Sletting er stanset for denne personen. Løft stansen først."),
    "open_case": gettext_lazy("En sak er åpen. Avslutt den før noe slettes."),
    "access_asked": gettext_lazy("Personen har bedt om innsyn. Gi svaret før noe slettes."),
    "held_by_others": gettext_lazy("Andre har mottatt noe av dette og er ikke ferdige med det."),
}


@dataclass(frozen=True, slots=True)
class Backing:
    """What an erasure stands on: the archive's receipt, or a decision to dispose."""

    ground: DestructionGround
    reference: str


def propose_disposal(
    *, actor: Actor, person_id: int, outcome: Outcome, reason: str, at: dt.datetime
) -> Disposal:
    """Raises RuleBroken without a reason, or while another proposal waits."""
    can_propose(actor).require()
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor."), code="reason", field="reason")
    try:
        with transaction.atomic():
            return Disposal.objects.create(
                person_id=person_id, controller_id=actor.controller_id, outcome=outcome,
                reason=reason.strip()[:300], proposed_by_id=actor.user_id, proposed_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        if "disposal_one_open" not in str(error):
            raise
        raise RuleBroken(_("Et forslag om personen venter fra før."), code="proposed_already") from error


def erase(*, actor: Actor, disposal: Disposal, backing: Backing, at: dt.datetime) -> Disposal:
    """Destroys the key and what makes the record somebody's. Nothing brings it back, no backup either: the
    ledger is written first. Raises RuleBroken for what stands in the way.
    """
    can_decide(actor, disposal).require()
    if disposal.outcome not in ERASING:
        raise RuleBroken(_("Dette er ikke et forslag om å slette."), code="outcome")
    if not backing.reference.strip():
        text = _("Skriv hvilken kvittering eller hvilket vedtak det gjelder.")
        raise RuleBroken(text, code="no_reference", field="reference")
    if disposal.outcome == Outcome.ARCHIVE and backing.ground != DestructionGround.ARCHIVE_RECEIPT:
        text = _("Det som er levert til arkivet, slettes her først når arkivet har kvittert.")
        raise RuleBroken(text, code="no_receipt", field="ground")
    key = key_of_person(disposal.person_id)
    try:
        with transaction.atomic():
            refused = call("carry_out", disposal.pk, backing.ground.value, backing.reference.strip()[:120])
    except DatabaseError as error:
        raise RuleBroken(_("Dette kan ikke avgjøres slik. Se på forslaget igjen."), code="refused") from error
    if refused:
        raise RuleBroken(str(REFUSALS[refused]), code=refused)
    ledger.append(key, at=at)
    disposal.refresh_from_db()
    return disposal


def decline_disposal(*, actor: Actor, disposal: Disposal, at: dt.datetime) -> Disposal:
    can_decide(actor, disposal).require()
    rows = Disposal.objects.visible_to(actor).filter(state=DisposalState.PROPOSED)
    done = rows.filter(pk=disposal.pk).update(
        state=DisposalState.DECLINED, decided_by_id=actor.user_id, decided_at=at
    )
    if not done:
        raise RuleBroken(_("Forslaget er avgjort i mellomtiden."), code="wrong_state")
    disposal.refresh_from_db()
    return disposal


def set_hold(*, actor: Actor, person_id: int, reason: str, at: dt.datetime) -> Hold:
    """Raises RuleBroken without a reason, or where one stands."""
    can_hold(actor).require()
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor."), code="reason", field="reason")
    if holds(actor, person_id):
        raise RuleBroken(_("Sletting er stanset fra før."), code="held_already")
    return Hold.objects.create(
        person_id=person_id, controller_id=actor.controller_id, reason=reason.strip()[:300],
        set_by_id=actor.user_id, set_at=at,
    )  # fmt: skip


def lift_hold(*, actor: Actor, hold: Hold, reason: str, at: dt.datetime) -> Hold:
    """Raises RuleBroken without a reason."""
    can_hold(actor).require()
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor."), code="reason", field="reason")
    rows = Hold.objects.visible_to(actor).filter(pk=hold.pk, lifted_at__isnull=True)
    rows.update(lifted_by_id=actor.user_id, lifted_at=at, lift_reason=reason.strip()[:300])
    hold.refresh_from_db()
    return hold

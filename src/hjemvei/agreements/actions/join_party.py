"""Who is party: the others name it, and it is bound by its own signature or its own yes (ADR-0033)."""

from __future__ import annotations

import datetime as dt

from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.enums import PartyCode
from hjemvei.agreements.kinds import PartyRole
from hjemvei.agreements.models import NOT_YET, Agreement, AgreementParty, Signature
from hjemvei.agreements.policy import can_join, can_make_version
from hjemvei.agreements.states import AGREED
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.enums import ControllerKind
from hjemvei.parties.models import Unit


def join_party(
    *, actor: Actor, agreement: Agreement, unit: Unit, role: str, today: dt.date
) -> AgreementParty:
    """Named in a draft it has to sign; in a running agreement it is asked, and no party until it says yes.

    Raises NotAllowed for who is no party, RuleBroken for one that is party or asked already.
    """
    can_make_version(actor, agreement).require()
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    municipal = unit.controller.kind == ControllerKind.MUNICIPALITY
    named = {
        "side": PartyCode.MUNICIPALITY if municipal else PartyCode.PRISON,
        "contact_unit": unit,
        "role": PartyRole(role),
        "joins_on": NOT_YET if locked.state in AGREED else None,
    }
    row = AgreementParty.objects.filter(agreement=locked, controller_id=unit.controller_id).first()
    if row is None:
        return AgreementParty.objects.create(agreement=locked, controller_id=unit.controller_id, **named)
    if row.leaves_before is None or row.leaves_before > today:
        raise RuleBroken(_("Virksomheten er alt part i avtalen."), code="already", field="unit")
    for name, value in {**named, "leaves_before": None}.items():
        setattr(row, name, value)
    row.save(update_fields=[*named, "leaves_before"])
    return row


def accept_party(*, actor: Actor, party: AgreementParty, today: dt.date) -> AgreementParty:
    """Party from today on. Doing it twice does it once. Raises NotAllowed for another organisation's, and
    Http404 for one that has left: the database gives it nothing to lock.
    """
    can_join(actor, party).require()
    locked = AgreementParty.objects.select_for_update().filter(pk=party.pk).first()
    if locked is None:
        raise Http404
    if locked.is_asked:
        locked.joins_on = today
        locked.save(update_fields=["joins_on"])
    return locked


def leave_draft(*, actor: Actor, party: AgreementParty, today: dt.date) -> AgreementParty:
    """Taken out of what is not signed: by itself, or by another party that will not wait for it. Raises
    RuleBroken once the agreement is signed, and while its own signature stands.
    """
    agreement = Agreement.objects.select_for_update().get(pk=party.agreement_id)
    can_make_version(actor, agreement).require()
    if agreement.state in AGREED:
        raise RuleBroken(_("Avtalen er undertegnet. Den må sies opp."), code="signed")
    if Signature.objects.standing().filter(party=party).exists():
        raise RuleBroken(_("Parten har undertegnet. Den må trekke underskriften først."), code="has_signed")
    days = agreement.versions.order_by("starts_on").values_list("starts_on", flat=True)
    party.leaves_before = min([today, *days])
    party.save(update_fields=["leaves_before"])
    return party

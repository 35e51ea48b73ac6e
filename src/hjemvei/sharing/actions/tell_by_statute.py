"""Tell one unit one thing without consent, on a coded statute: the case stays shut, the person sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.persons.models import Person
from hjemvei.sharing.enums import ShareBasis
from hjemvei.sharing.models import (
    Case,
    Disclosure,
    HiddenDisclosure,
    Participation,
    StatuteMessage,
    owned_by,
)
from hjemvei.sharing.policy import can_tell_by_statute
from hjemvei.sharing.statutes import STATUTES


def tell_by_statute(
    *,
    actor: Actor,
    case: Case,
    basis: ShareBasis,
    to_unit: Unit,
    classes: Iterable[InfoClass],
    body: str,
    why: str,
    at: dt.datetime,
    hide_because: str = "",
) -> StatuteMessage:
    """`hide_because` asks for it to be hidden from the person; it is shown until somebody else approves.

    Raises RuleBroken for more than the statute allows, a receiver it does not name, or an empty text.
    """
    can_tell_by_statute(actor, case, basis).require()
    told = sorted({InfoClass.IDENTITY, *classes})
    _check(actor, basis, to_unit, told, body, why)
    fields = owned_by(actor, case, at=at)
    disclosure = Disclosure.objects.create(
        **fields, receiver_unit=to_unit, info_classes=told, basis=basis, what=str(basis.label)[:200]
    )
    if hide_because.strip():
        HiddenDisclosure.objects.create(**fields, disclosure=disclosure, reason=hide_because.strip()[:600])
    parts = Participation.objects.visible_to(actor).filter(case=case).values("person_id")
    person = Person.objects.visible_to(actor).filter(pk__in=parts).order_by("id").first()
    if person is None:
        raise RuleBroken(_("Personen finnes ikke lenger i enhetens register."), code="no_person")
    message: StatuteMessage = StatuteMessage.objects.create(
        disclosure=disclosure,
        person=person,
        owner_unit_id=disclosure.owner_unit_id,
        to_unit=to_unit,
        sent_by_id=actor.user_id,
        basis=basis,
        info_classes=told,
        protection=case.protection,
        blocked_users=case.blocked_users,
        reason=why.strip()[:300],
        body=body.strip(),
        sent_at=at,
    )
    return message


def _check(
    actor: Actor, basis: ShareBasis, to_unit: Unit, told: list[InfoClass], body: str, why: str
) -> None:
    statute = STATUTES[basis]
    if to_unit.kind not in statute.receivers or to_unit.pk in actor.units:
        raise RuleBroken(_("Loven gir ikke adgang til å melde til denne enheten."), field="to_unit")
    if set(told) - statute.classes:
        raise RuleBroken(_("Loven gir ikke adgang til å melde så mye."), code="too_much", field="classes")
    if not all(actor.may_read(info_class) for info_class in told):
        raise RuleBroken(_("Du kan ikke melde det du selv ikke får lese."), code="own", field="classes")
    if not body.strip():
        raise RuleBroken(_("Skriv meldingen."), code="empty", field="body")
    if not why.strip():
        raise RuleBroken(_("Skriv hvorfor loven gjelder her."), code="no_reason", field="why")

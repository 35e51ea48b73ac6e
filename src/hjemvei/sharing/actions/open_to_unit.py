"""Hand over: a disclosure on record, and the case opened to the unit in the classes the consent names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.persons.keys import number_of
from hjemvei.persons.models import Identifier, Person
from hjemvei.sharing import events
from hjemvei.sharing.enums import ShareBasis
from hjemvei.sharing.models import Case, Consent, Disclosure, Participation, owned_by
from hjemvei.sharing.policy import can_hand_over
from hjemvei.sharing.queries import lock_consent, participants, scopes_to
from hjemvei.sharing.tokens import tokens_of


@dataclass(frozen=True, slots=True)
class Known:
    """What the receiver can find the person by; the giver's own reference stays with the giver."""

    family_name: str
    given_name: str
    number: str
    reference: str = ""


def open_to_unit(
    *,
    actor: Actor,
    case: Case,
    consent: Consent,
    unit: Unit,
    what: str,
    only: frozenset[InfoClass] | None = None,
    today: dt.date,
    at: dt.datetime,
) -> Disclosure:
    """`what` says what was handed over, not its content; `only`: to a newcomer, no more than these of the
    classes that the consent names. Raises NotAllowed where the consent ends.
    """
    consent = lock_consent(actor, consent)
    named = scopes_to(actor, consent, unit)
    classes = named if only is None else named & only
    can_hand_over(actor, consent, unit_classes=classes, today=today).require()
    newcomer = unit.pk not in {part.unit_id for part in participants(case)}
    disclosure = Disclosure.objects.create(
        **owned_by(actor, case, at=at),
        receiver_unit=unit,
        info_classes=sorted(info_class.value for info_class in classes),
        basis=ShareBasis.CONSENT,
        consent=consent,
        what=what[:200],
    )
    try:
        with transaction.atomic():
            call("give_access", consent.pk, unit.pk)
            if only is not None:
                call("narrow_access", consent.pk, unit.pk, sorted(classes))
    except DatabaseError as error:
        raise RuleBroken(
            _("Samtykket gjelder ikke nå. Last siden på nytt og se hva som er endret."), code="not_in_force"
        ) from error
    if newcomer:
        call("set_tokens", case.pk, unit.pk, tokens_of(_known(actor, case), controller_id=unit.controller_id))
    case.refresh_from_db(fields=["access_units", "visible_until"])
    events.announce(actor=actor, case=case, consent=consent, change=events.Change.ACCESS, at=at)
    return disclosure


def _known(actor: Actor, case: Case) -> Known:
    parts = Participation.objects.visible_to(actor).filter(case=case).values("person_id")
    person = Person.objects.visible_to(actor).filter(pk__in=parts).order_by("id").first()
    if person is None:
        raise RuleBroken(_("Personen finnes ikke lenger i enhetens register."), code="no_person")
    identifier = Identifier.objects.filter(person=person).order_by("id").first()
    number = number_of(person.key, bytes(identifier.ciphertext)) if identifier else ""
    return Known(person.family_name, person.given_name, number)

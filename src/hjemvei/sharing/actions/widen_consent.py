"""Add receivers or classes to a consent in force, as the person says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing import events
from hjemvei.sharing.answers import add_scopes, check_witness
from hjemvei.sharing.consent_log import terms_of, write_event
from hjemvei.sharing.enums import ConsentEventKind
from hjemvei.sharing.models import Consent, ConsentScope, Disclosure
from hjemvei.sharing.policy import can_answer_consent, is_in_force
from hjemvei.sharing.queries import lock_consent
from hjemvei.sharing.terms import Arrow, Terms, check_arrows, check_terms


def widen_consent(
    *,
    actor: Actor,
    consent: Consent,
    arrows: Sequence[Arrow],
    today: dt.date,
    at: dt.datetime,
    terms: Terms | None = None,
) -> int:
    """Return how many arrows are new. A unit that already has access gets the new classes at once.

    `terms` say how it was said this time; without them, as the consent was given.

    Raises RuleBroken when the consent is not in force, or nothing is new.
    """
    consent = lock_consent(actor, consent)
    can_answer_consent(actor, consent).require()
    check_arrows(arrows)
    if terms is not None:
        check_terms(terms)
    if not is_in_force(consent, today=today):
        raise RuleBroken(_("Samtykket gjelder ikke nå. Spør personen på nytt."), code="not_in_force")
    known = set(
        ConsentScope.objects.visible_to(actor)
        .filter(consent=consent)
        .values_list("giver_id", "receiver_unit_id", "info_class", "purpose")
    )
    new = [
        arrow
        for arrow in arrows
        if (arrow.giver_id, arrow.receiver_unit_id, arrow.info_class.value, arrow.purpose.value) not in known
    ]
    if not new:
        raise RuleBroken(_("Alt dette står alt i samtykket."), code="nothing_new", field="receivers")
    said = terms or terms_of(consent)
    check_witness(actor, new, said)
    add_scopes(actor=actor, case=consent.case, consent=consent, arrows=new, at=at)
    write_event(actor=actor, consent=consent, kind=ConsentEventKind.EXTENDED, terms=said, at=at)
    _open_new_classes(actor, consent, {arrow.receiver_unit_id for arrow in new})
    events.announce(actor=actor, case=consent.case, consent=consent, change=events.Change.WIDENED, at=at)
    return len(new)


def _open_new_classes(actor: Actor, consent: Consent, unit_ids: set[int]) -> None:
    handed = Disclosure.objects.visible_to(actor).filter(
        consent=consent, receiver_unit_id__in=unit_ids, ended_at__isnull=True
    )
    for unit_id in sorted(set(handed.values_list("receiver_unit_id", flat=True))):
        call("give_access", consent.pk, unit_id)

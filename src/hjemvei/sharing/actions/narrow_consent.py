"""Share less than before: the old consent is withdrawn and a smaller one takes its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.sharing.actions.give_consent import give_consent
from hjemvei.sharing.actions.open_to_unit import open_to_unit
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.models import Consent, Disclosure
from hjemvei.sharing.picture import named_in
from hjemvei.sharing.queries import lock_consent
from hjemvei.sharing.terms import Arrow, Terms


def narrow_consent(
    *, actor: Actor, consent: Consent, terms: Terms, arrows: Sequence[Arrow], today: dt.date, at: dt.datetime
) -> Consent:
    """Units that had access and are still named keep it, in the classes that are left.

    Raises RuleBroken for a consent that has ended, for no receiver at all, and where something is added.
    """
    consent = lock_consent(actor, consent)
    if consent.ends_before is None or consent.ends_before <= today:
        raise RuleBroken(_("Samtykket gjelder ikke nå. Spør personen på nytt."), code="not_in_force")
    if not set(arrows) <= set(named_in(actor, consent).arrows):
        raise RuleBroken(_("Det du har valgt, deler mer enn før. Utvid samtykket."), code="wider")
    named = {arrow.receiver_unit_id for arrow in arrows}
    handed = Disclosure.objects.visible_to(actor).filter(consent=consent, ended_at__isnull=True)
    still = set(handed.values_list("receiver_unit_id", flat=True)) & named
    ends_before = consent.ends_before
    withdraw_consent(
        actor=actor, consent=consent, how=terms.form, at=at, keeps=frozenset(still), is_replaced=True
    )
    fresh = give_consent(
        actor=actor,
        case=consent.case,
        terms=terms,
        arrows=arrows,
        starts_on=today,
        ends_before=ends_before,
        at=at,
        replaces=consent,
    )
    for unit in Unit.objects.filter(pk__in=still).order_by("id"):
        open_to_unit(
            actor=actor,
            case=consent.case,
            consent=fresh,
            unit=unit,
            what=str(_("Samtykket er innskrenket; det som fortsatt deles")),
            today=today,
            at=at,
        )
    return fresh

"""Share less than before: the old consent is withdrawn and a smaller one takes its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

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

STILL = gettext_noop("Samtykket er innskrenket; det som fortsatt deles")


def narrow_consent(
    *, actor: Actor, consent: Consent, terms: Terms, arrows: Sequence[Arrow], today: dt.date, at: dt.datetime
) -> Consent:
    """Units that had access and are still named keep it, in the classes that are left.

    A unit that has been taken over since is named by its successor's name (ADR-0031).
    Raises RuleBroken for a consent that has ended, for no receiver at all, and where something is added.
    """
    consent = lock_consent(actor, consent)
    if consent.ends_before is None or consent.ends_before <= today:
        raise RuleBroken(_("Samtykket gjelder ikke nå. Spør personen på nytt."), code="not_in_force")
    if not set(arrows) <= set(named_in(actor, consent).arrows):
        raise RuleBroken(_("Det du har valgt, deler mer enn før. Utvid samtykket."), code="wider")
    heirs = _heirs({arrow.receiver_unit_id for arrow in arrows}, today)
    named = {arrow.receiver_unit_id for arrow in arrows}
    handed = Disclosure.objects.visible_to(actor).filter(consent=consent, ended_at__isnull=True)
    kept = set(handed.values_list("receiver_unit_id", flat=True)) & named
    still = {heirs.get(unit_id, unit_id) for unit_id in kept}
    arrows = [replace(a, receiver_unit_id=heirs.get(a.receiver_unit_id, a.receiver_unit_id)) for a in arrows]
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
            what=STILL,
            today=today,
            at=at,
        )
    return fresh


def _heirs(unit_ids: Collection[int], today: dt.date) -> dict[int, int]:
    """Of units that are no more: which took them over."""
    gone = Unit.objects.filter(pk__in=unit_ids, ends_before__lte=today, successor__isnull=False)
    return {unit_id: int(heir or 0) for unit_id, heir in gone.values_list("pk", "successor_id")}

"""Whom a form may offer: units that a consent names, colleagues, contact officers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.models import Membership
from hjemvei.agreements.models import AgreementParty, AgreementVersion
from hjemvei.agreements.queries import units_now
from hjemvei.cases.models import Assignment
from hjemvei.cases.policy.cooperation import MUNICIPAL_STAFF
from hjemvei.cases.queries.cooperation import LIVE_ASSIGNMENT
from hjemvei.cases.rows import open_custodies, open_placements
from hjemvei.core import clock
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import Basis, ConsentState
from hjemvei.sharing.models import Case, ConsentScope, writing_unit
from hjemvei.sharing.queries import consents_seen, participants


def notifiable_units(actor: Actor, case: Case, *, today: dt.date) -> list[Unit]:
    """Receivers of a consent in force, the coordination first."""
    scopes = ConsentScope.objects.visible_to(actor).filter(
        case=case,
        giver_id=actor.controller_id,
        info_class=InfoClass.COORDINATION,
        consent__state=ConsentState.GIVEN,
        consent__starts_on__lte=today,
        consent__ends_before__gt=today,
    )
    units = Unit.objects.filter(pk__in=scopes.values("receiver_unit_id")).exclude(pk__in=actor.units)
    return sorted(units.order_by("id"), key=lambda unit: (unit.kind != UnitKind.COORDINATION, unit.name))


def delegates(actor: Actor, *, today: dt.date) -> tuple[list[int], list[int]]:
    """Units of the actor's controller, other providers, and the people of the actor's controller's units."""
    providers = [UnitKind.PROVIDER, UnitKind.USER_ORGANISATION]
    own = Unit.objects.in_force(today).filter(controller_id=actor.controller_id)
    others = Unit.objects.in_force(today).filter(kind__in=providers)
    members = Membership.objects.in_force(today).filter(
        unit__controller_id=actor.controller_id, role__in=MUNICIPAL_STAFF, user__is_active=True
    )
    users = members.order_by("user_id").values_list("user_id", flat=True).distinct()
    units = {*own.values_list("pk", flat=True), *others.values_list("pk", flat=True)}
    return sorted(units), list(users)


def reached(actor: Actor, case: Case, *, today: dt.date) -> set[int]:
    """Units that take part already, or that a consent in force names."""
    answers = consents_seen(actor).filter(
        case=case, state=ConsentState.GIVEN, starts_on__lte=today, ends_before__gt=today
    )
    named = ConsentScope.objects.filter(consent__in=answers, info_class=InfoClass.IDENTITY)
    parts = {part.unit_id for part in participants(case) if part.basis != Basis.OWN}
    return parts | set(named.values_list("receiver_unit_id", flat=True))


def officers(actor: Actor, case: Case, *, today: dt.date) -> list[int]:
    """Contact officers of the unit that the person is in."""
    rows = Membership.objects.in_force(today).filter(
        unit_id=writing_unit(actor, case), role=Role.CONTACT_OFFICER, user__is_active=True
    )
    return list(rows.order_by("user__name").values_list("user_id", flat=True))


def colleagues(actor: Actor, *, today: dt.date) -> list[int]:
    """Those who work in the unit acted for."""
    rows = Membership.objects.in_force(today).filter(unit_id=actor.unit_id, user__is_active=True)
    return list(dict.fromkeys(rows.order_by("user__name").values_list("user_id", flat=True)))


def parts_of(actor: Actor, *, user_id: int) -> list[Assignment]:
    """The live parts of a colleague in the unit acted for."""
    rows = Assignment.objects.visible_to(actor).filter(
        to_user_id=user_id, to_unit_id=actor.unit_id, state__in=LIVE_ASSIGNMENT
    )
    return list(rows.select_related("case").order_by("id"))


def agreed_receivers(actor: Actor, case: Case) -> Sequence[int]:
    """Whom a consent is prefilled with: the municipality's units in the agreement with this prison.

    Where the municipality has none, its coordination. Registered with `sharing.receivers`.
    """
    custody = open_custodies(actor, [case.pk]).get(case.pk)
    place = open_placements(actor, [case.pk]).get(case.pk)
    if custody is None or place is None:
        own = Unit.objects.filter(controller_id=actor.controller_id, kind=UnitKind.HOUSING_OFFICE)
        return list(own.exclude(pk__in=actor.units).order_by("id").values_list("pk", flat=True))
    numbers = [n for n in (custody.wished_municipality_id, custody.municipality_of_stay_id) if n]
    today = clock.today()
    parties = AgreementParty.objects.on(today).filter(
        agreement__scope__unit_id=place.unit_id,
        agreement_id__in=AgreementVersion.objects.in_force(today).values("agreement_id"),
        controller__municipality_id__in=numbers,
    )
    agreements = list(parties.order_by("id").values_list("agreement_id", "contact_unit_id"))
    roles = units_now(a for a, _unit in agreements)
    ours = set(
        Unit.objects.filter(pk__in=roles, controller__municipality_id__in=numbers).values_list(
            "pk", flat=True
        )
    )
    found = [unit for _a, unit in agreements] + [unit for unit in roles if unit in ours]
    coordination = Unit.objects.filter(
        controller__municipality_id__in=numbers, kind=UnitKind.COORDINATION
    ).order_by("id")
    return list(dict.fromkeys(found or coordination.values_list("pk", flat=True)))

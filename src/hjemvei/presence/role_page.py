"""One page a unit: what it does, which tasks are its own by the agreements, what it may share with whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hjemvei.accounts.enums import READABLE, InfoClass, Role
from hjemvei.accounts.models import Membership
from hjemvei.agreements.enums import RoleCode
from hjemvei.agreements.models import Agreement, AgreementParty, AgreementScope, AgreementVersion
from hjemvei.agreements.queries import Terms, agreements_in_force, terms_of
from hjemvei.agreements.words import ROLE, said
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.presence.models import RoleAddition
from hjemvei.presence.roles import DESCRIPTIONS, Description
from hjemvei.sharing.terms import SHAREABLE

PRISON_ROLES = (RoleCode.CONTACT_OFFICER, RoleCode.PRISON_SOCIAL_WORKER, RoleCode.REINTEGRATION_COORDINATOR)
NEVER = (InfoClass.OWN, InfoClass.CONFIDENTIAL)


@dataclass(frozen=True, slots=True)
class TaskLine:
    title: str
    when: str
    clause: str


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role of an agreement that the unit fills. `additions` by the name of the agreement."""

    code: str
    label: str
    text: Description
    additions: Sequence[tuple[str, str]]
    tasks: Sequence[TaskLine]


@dataclass(frozen=True, slots=True)
class ClassLine:
    """`reads`: the unit's own roles may. `may_be_shared` when the person says yes."""

    label: str
    reads: bool
    may_be_shared: bool


@dataclass(frozen=True, slots=True)
class OtherParty:
    """An organisation that the unit's own has an agreement with, by the unit that answers for it."""

    name: str
    slug: str
    unit: str
    agreement_key: str
    agreement: str


@dataclass(frozen=True, slots=True)
class RolePage:
    """`colleagues`: units of the same organisation in the same agreements; `partners` those of others."""

    roles: Sequence[RoleView]
    agreements: Sequence[tuple[str, str]]
    parties: Sequence[OtherParty]
    colleagues: Sequence[tuple[str, str]]
    partners: Sequence[tuple[str, str]]
    classes: Sequence[ClassLine]


def role_page(unit: Unit, *, today: dt.date) -> RolePage:
    """The same number of statements however many agreements there are."""
    versions = agreements_in_force(today=today)
    terms = terms_of([version.pk for version in versions])
    filled = {version.pk: _fills(unit, version, terms[version.pk]) for version in versions}
    scope = set(AgreementScope.objects.filter(unit=unit).values_list("agreement_id", flat=True))
    named = AgreementParty.objects.on(today).filter(agreement_id__in=[v.agreement_id for v in versions])
    parties = list(named.select_related("controller", "contact_unit"))
    contact = {row.agreement_id for row in parties if row.contact_unit_id == unit.pk}
    ours = [v for v in versions if filled[v.pk] or v.agreement_id in scope | contact]
    roles: dict[RoleCode, list[AgreementVersion]] = {}
    for version in ours:
        codes = [*filled[version.pk], *(_prison(unit) if version.agreement_id in scope else ())]
        for code in dict.fromkeys(codes):
            roles.setdefault(code, []).append(version)
    added = _additions(ours)
    colleagues, partners = _others(unit, ours, terms, parties)
    return RolePage(
        roles=[_role(code, roles[code], terms, added) for code in RoleCode if code in roles],
        agreements=[(v.agreement.key, v.agreement.name) for v in ours],
        parties=_parties(unit, ours, parties),
        colleagues=colleagues,
        partners=partners,
        classes=_classes(unit, today),
    )


def _fills(unit: Unit, version: AgreementVersion, terms: Terms) -> list[RoleCode]:
    return [role for role, unit_id in terms.role_units.items() if unit_id == unit.pk]


def _prison(unit: Unit) -> Sequence[RoleCode]:
    """A prison that an agreement covers has these roles, also where no unit is named for them."""
    return PRISON_ROLES if unit.kind == UnitKind.PRISON else ()


def _additions(versions: Sequence[AgreementVersion]) -> dict[RoleCode, list[tuple[str, str]]]:
    found: dict[RoleCode, list[tuple[str, str]]] = {}
    ids = [version.agreement_id for version in versions]
    rows = RoleAddition.objects.filter(agreement_id__in=ids, superseded_at__isnull=True)
    for name, role, text in rows.order_by("agreement__name", "id").values_list(
        "agreement__name", "role", "text"
    ):
        found.setdefault(RoleCode(role), []).append((name, text))
    return found


def _role(
    code: RoleCode,
    versions: Sequence[AgreementVersion],
    terms: Mapping[int, Terms],
    added: Mapping[RoleCode, Sequence[tuple[str, str]]],
) -> RoleView:
    lines: dict[str, TaskLine] = {}
    for version in versions:
        for rule in terms[version.pk].rules:
            if rule.role == code:
                when = said(rule.due, each_prison=rule.each_prison)
                lines.setdefault(f"{rule.code} {when}", TaskLine(_(rule.title), when, _(rule.clause)))
    return RoleView(
        code.value, capfirst(str(ROLE[code])), DESCRIPTIONS[code], added.get(code, ()), [*lines.values()]
    )


def _parties(
    unit: Unit, versions: Sequence[AgreementVersion], parties: Sequence[AgreementParty]
) -> list[OtherParty]:
    """Of a prison every municipality that has an agreement about it (R186), and the other way round."""
    agreements = {version.agreement_id: version.agreement for version in versions}
    found = [
        OtherParty(
            name=row.controller.name,
            slug=row.contact_unit.slug,
            unit=row.contact_unit.name,
            agreement_key=agreements[row.agreement_id].key,
            agreement=agreements[row.agreement_id].name,
        )
        for row in parties
        if row.agreement_id in agreements and row.controller_id != unit.controller_id
    ]
    return sorted(found, key=lambda party: (party.name, party.agreement))


def _others(
    unit: Unit,
    versions: Sequence[AgreementVersion],
    terms: Mapping[int, Terms],
    parties: Sequence[AgreementParty],
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Units in the same agreements by name, of the same organisation, then of others."""
    ids = {unit_id for version in versions for unit_id in terms[version.pk].role_units.values()}
    agreements = {version.agreement_id for version in versions}
    ids |= {row.contact_unit_id for row in parties if row.agreement_id in agreements}
    scope = AgreementScope.objects.filter(agreement_id__in=agreements).values_list("unit_id", flat=True)
    rows = Unit.objects.filter(pk__in=ids | set(scope)).exclude(pk=unit.pk).order_by("name", "pk")
    found = list(rows.values_list("controller_id", "slug", "name"))
    own = [(slug, name) for owner, slug, name in found if owner == unit.controller_id]
    return own, [(slug, name) for owner, slug, name in found if owner != unit.controller_id]


def _classes(unit: Unit, today: dt.date) -> list[ClassLine]:
    seats = Membership.objects.in_force(today).filter(unit=unit).values_list("role", flat=True).distinct()
    reads = {info_class for role in seats for info_class in READABLE[Role(role)]}
    return [
        ClassLine(str(info_class.label).capitalize(), info_class in reads, info_class in SHAREABLE)
        for info_class in InfoClass
    ]


def agreement_of(unit: Unit, key: str, *, today: dt.date) -> Agreement | None:
    """An agreement that the unit has a part in, for an addition to a role."""
    page = role_page(unit, today=today)
    return Agreement.objects.filter(key=key).first() if key in dict(page.agreements) else None

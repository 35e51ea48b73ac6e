"""Begin an agreement as a draft: from the built-in template, from another one, under a central one, or joint
for several municipalities.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.drafts import VersionDraft, columns_of, draft_of
from hjemvei.agreements.enums import PartyCode, RoleCode
from hjemvei.agreements.kinds import ClauseSource, PartyRole
from hjemvei.agreements.models import Agreement, AgreementParty, AgreementScope, AgreementVersion, RoleUnit
from hjemvei.agreements.policy import can_begin
from hjemvei.agreements.queries import newest_version
from hjemvei.agreements.states import AgreementState
from hjemvei.agreements.written import copy_clauses, write_terms
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgreement:
    """`municipal_units`: the main municipality's first. `source`: whose text and numbers it starts from;
    `parent`: the central agreement it stands under. `districts`: of a city, where it covers these alone.
    """

    name: str
    purpose: str
    kind: str
    level: str
    starts_on: dt.date
    prison_units: Sequence[Unit]
    municipal_units: Sequence[Unit]
    probation_unit: Unit | None = None
    coordinating_unit: Unit | None = None
    parent: Agreement | None = None
    source: Agreement | None = None
    adapted_note: str = ""
    strategy_target: str = ""
    districts: Sequence[Unit] = ()


def begin_agreement(*, actor: Actor, new: NewAgreement, at: dt.datetime) -> Agreement:
    """Raises NotAllowed for who may not, RuleBroken where the actor's own organisation is no party."""
    can_begin(actor).require()
    _check(actor, new)
    agreement = Agreement.objects.create(
        name=new.name,
        purpose=new.purpose,
        kind=new.kind,
        level=new.level,
        state=AgreementState.DRAFT,
        parent=new.parent,
        adapted_from=new.source,
        adapted_note=new.adapted_note,
        coordinating_unit=new.coordinating_unit,
        strategy_target=new.strategy_target,
    )
    _write_parties(agreement, new)
    start = new.source or new.parent
    before = newest_version(start) if start else None
    draft = draft_of(before) if before else VersionDraft(starts_on=new.starts_on)
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=1,
        parent_version=newest_version(new.parent) if new.parent else None,
        recorded_by_id=actor.user_id,
        recorded_at=at,
        **{**columns_of(draft), "starts_on": new.starts_on, "note": new.adapted_note[:400]},
    )
    if before:
        write_terms(before, version, draft, with_units=False)
    if before and new.source:
        copy_clauses(before, version, source=ClauseSource.OTHER)
    _name_probation(version, new)
    return agreement


def _check(actor: Actor, new: NewAgreement) -> None:
    units = [*new.prison_units, *new.municipal_units, *([new.probation_unit] if new.probation_unit else [])]
    if actor.controller_id not in {unit.controller_id for unit in units}:
        raise RuleBroken(
            _(
                "Du kan bare begynne på en avtale som din egen virksomhet er part i. "
                "Velg en av enhetene dine blant fengslene eller kommunene."
            ),
            code="not_ours",
        )
    parties = {unit.controller_id for unit in new.municipal_units}
    for district in new.districts:
        if district.controller_id not in parties:
            raise RuleBroken(
                _("%(district)s ligger i en kommune som ikke er part.") % {"district": district.name},
                code="not_a_party",
                field="districts",
            )
    if new.source and not new.adapted_note.strip():
        raise RuleBroken(_("Skriv hva dere vil tilpasse, og hvorfor."), code="no_note", field="adapted_note")
    for above, field in ((new.parent, "parent"), (new.source, "source")):
        if above is not None and newest_version(above) is None:
            raise RuleBroken(_("Avtalen har ingen undertegnet versjon."), code="not_signed", field=field)


def _write_parties(agreement: Agreement, new: NewAgreement) -> None:
    """Each organisation once; the first unit named answers for it in daily work. All in one statement: while
    there is no party, whoever begins may write them.
    """
    rows = [(unit, PartyCode.PRISON, PartyRole.MAIN) for unit in new.prison_units]
    rows += [
        (unit, PartyCode.MUNICIPALITY, PartyRole.OTHER if place else PartyRole.MAIN)
        for place, unit in enumerate(new.municipal_units)
    ]
    if new.probation_unit:
        rows.append((new.probation_unit, PartyCode.PRISON, PartyRole.PROBATION))
    first: dict[int, AgreementParty] = {}
    for unit, side, role in rows:
        party = AgreementParty(
            agreement=agreement, controller_id=unit.controller_id, side=side, contact_unit=unit, role=role
        )
        first.setdefault(unit.controller_id, party)
    AgreementParty.objects.bulk_create(first.values())
    for unit in (*new.prison_units, *new.districts):
        AgreementScope.objects.create(agreement=agreement, unit=unit)


def _name_probation(version: AgreementVersion, new: NewAgreement) -> None:
    """The probation office is of one organisation with the prisons, so beside a prison it is no party of its
    own: it is named for its role, and has its tasks (R309).
    """
    if new.probation_unit:
        RoleUnit.objects.create(
            agreement_id=version.agreement_id,
            version=version,
            role=RoleCode.PROBATION_OFFICER,
            unit=new.probation_unit,
        )

"""Agreements in every standing: one that is written anew, one newly signed, one that comes, one that ended,
and an intention. Cases are worked by the first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.actions.begin_agreement import NewAgreement, begin_agreement
from hjemvei.agreements.actions.begin_version import begin_version
from hjemvei.agreements.actions.change_draft import ClauseWords, change_clause, change_terms
from hjemvei.agreements.actions.end_agreement import end_agreement
from hjemvei.agreements.actions.keep_register import (
    RegisterFacts,
    add_anchoring,
    add_review,
    change_facts,
    hold_review,
)
from hjemvei.agreements.actions.name_units import Filling, name_units
from hjemvei.agreements.actions.record_anchoring import (
    Approval,
    Participation,
    record_approval,
    record_front_line,
)
from hjemvei.agreements.actions.sign_version import Signatory, sign_version
from hjemvei.agreements.actions.take_effect import take_effect
from hjemvei.agreements.clauses import ClauseCode, number_of, read_template
from hjemvei.agreements.drafts import draft_of
from hjemvei.agreements.enums import OffsetUnit, PartyCode, RoleCode
from hjemvei.agreements.kinds import AgreementKind, AgreementLevel
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.rules import Offset
from hjemvei.agreements.signing_kinds import AnchoringLevel, SigningWay
from hjemvei.demo.world.road import World
from hjemvei.presence.actions.add_to_role import add_to_role

PRISON, BERGEN, OSLO, TROMSO, KRISTIANSAND = "Leif", "Aksel", "Oda", "Trine", "Kjersti"
PURPOSE = "Ingen skal løslates uten et sted å bo."
SIGNATORIES = {
    PartyCode.PRISON: ("Leif Tyttebærås", "Fengselsleder"),
    PartyCode.MUNICIPALITY: ("Solveig Tranebærlia", "Kommunaldirektør"),
}
WHO_REACHES = (
    "\n\nPersonen får navn og telefon til den som har ansvaret, på papir, samme dag som det er bestemt."
)
OF_BOTH = (AnchoringLevel.LEADERSHIP, AnchoringLevel.UNIT)
NO_PROJECT = RegisterFacts(
    is_public=True,
    strategy_target="Færre løslates til midlertidig bolig",
    coordinating_unit=None,
    project_starts_on=None,
    project_ends_before=None,
    project_funding="",
    exit_plan="",
)


def add_agreements(world: World, main: Agreement) -> int:
    """How many there are beside the first."""
    _keep(world, main)
    _anchor_first(world, main)
    _revise(world, main)
    made = [_bergen(world, main), _coming(world), _ended(world), _intention(world)]
    with acting_as(world.staff[PRISON]):
        take_effect(today=world.calendar.today)
    return len(made)


def _keep(world: World, main: Agreement) -> None:
    """What the register holds of the first: plans behind it, reviews, and what a role does beyond."""
    day = world.calendar.day
    with acting_as(world.staff["Ida"]) as ida:
        facts = replace(NO_PROJECT, coordinating_unit=world.units["tk-koordinering"])
        change_facts(actor=ida, agreement=main, facts=facts)
        title, body = "Boligpolitisk plan 2023–2033", "Bystyret"
        add_anchoring(actor=ida, agreement=main, title=title, body=body, decided_on=day(1200), url="")
        held = add_review(actor=ida, agreement=main, due_on=day(330), about="Årlig gjennomgang")
        hold_review(
            actor=ida, review=held, held_on=day(326), outcome="Fristen for første kontakt bør bli kortere."
        )
        add_review(actor=ida, agreement=main, due_on=day(-34), about="Årlig gjennomgang")
        text = "Gir personen nytt navn og telefon samme dag når kontaktbetjenten skifter vaktlag."
        at = world.calendar.moment(day(200))
        add_to_role(actor=ida, agreement=main, role=RoleCode.CONTACT_OFFICER, text=text, at=at)


def _anchor_first(world: World, main: Agreement) -> None:
    """It was signed elsewhere; who had approved it was put on record later."""
    version = main.versions.get(number=1)
    for name, levels in ((PRISON, OF_BOTH), ("Ida", (AnchoringLevel.POLITICAL, *OF_BOTH))):
        _anchor(world, version, name, levels, ago=4 * 365 + 30)


def _revise(world: World, main: Agreement) -> None:
    """A draft that says what differs: one clause, two deadlines, and who steps in."""
    calendar = world.calendar
    with acting_as(world.staff["Ida"]) as ida:
        starts_on = calendar.day(-60)
        draft = begin_version(
            actor=ida, agreement=main, starts_on=starts_on, at=calendar.moment(calendar.day(12))
        )
        terms = draft_of(draft)
        soon = {
            "first_follow_up": Offset(1, OffsetUnit.WORKING_DAYS),
            "plan_started": Offset(21, OffsetUnit.DAYS),
        }
        changed = replace(
            terms, deadlines={**terms.deadlines, **soon}, note="Kortere frister etter gjennomgangen"
        )
        change_terms(actor=ida, version=draft, draft=changed, today=calendar.today)
        name_units(actor=ida, version=draft, filled=_deputies(world))
        clause = next(one for one in read_template("nb") if one.code == ClauseCode.CONTACTS)
        words = ClauseWords(
            language="nb",
            code=clause.code,
            title=clause.title,
            body=clause.body + WHO_REACHES,
            change_note="Personer visste ikke hvem de skulle ringe.",
        )
        place = number_of(ClauseCode.CONTACTS)
        change_clause(actor=ida, version=draft, words=words, position=place, forked_from=None)


def _deputies(world: World) -> dict[RoleCode, Filling]:
    units = world.units
    return {
        RoleCode.MUNICIPAL_COORDINATOR: Filling(units["tk-koordinering"], units["tk-nav"]),
        RoleCode.FOLLOW_UP_WORKER: Filling(units["tk-oppfolging"], units["tk-helse"]),
    }


def _bergen(world: World, main: Agreement) -> Agreement:
    """Written from Trondheim's, approved at every level, signed by both, and in force."""
    calendar = world.calendar
    new = _new(
        world,
        "Samarbeidsavtale om løslatelse og bolig, Bergen",
        (["bergen"], "bk-koordinering"),
        starts_on=calendar.day(300),
        source=main,
        adapted_note="Bergen har egne boligkontor i bydelene. Kontaktpunktene er skrevet om.",
    )
    agreement = _begun(world, BERGEN, new, ago=380)
    version = agreement.versions.get()
    for name, levels in (
        (PRISON, OF_BOTH),
        (BERGEN, (AnchoringLevel.POLITICAL, *OF_BOTH)),
    ):
        _anchor(world, version, name, levels, ago=335)
    _sign(world, version, {PRISON: SigningWay.OWN, BERGEN: SigningWay.PAPER}, ago=310)
    with acting_as(world.staff[BERGEN]) as aksel:
        change_facts(actor=aksel, agreement=agreement, facts=NO_PROJECT)
    return agreement


def _coming(world: World) -> Agreement:
    """Signed, and not in force yet."""
    starts_on = world.calendar.day(-40)
    place = (["tromso"], "tr-koordinering")
    new = _new(world, "Samarbeidsavtale om løslatelse og bolig, Tromsø", place, starts_on=starts_on)
    agreement = _begun(world, PRISON, new, ago=90)
    _sign(world, agreement.versions.get(), {PRISON: SigningWay.OWN, TROMSO: SigningWay.PAPER}, ago=8)
    return agreement


def _ended(world: World) -> Agreement:
    """A project that had its way out written from the first day."""
    calendar, begins, ends = world.calendar, 3 * 365, 120
    place = (["oslo"], "ok-koordinering")
    new = _new(world, "Prøveprosjekt om løslatelse og bolig, Oslo", place, starts_on=calendar.day(begins))
    agreement = _begun(world, OSLO, new, ago=begins + 60)
    ways = {OSLO: SigningWay.PAPER, PRISON: SigningWay.PAPER}
    _sign(world, agreement.versions.get(), ways, ago=begins + 10)
    facts = replace(
        NO_PROJECT,
        is_public=False,
        project_starts_on=calendar.day(begins),
        project_ends_before=calendar.day(ends),
        project_funding="Tilskudd til boligsosialt arbeid",
        exit_plan="Koordinatoren blir en fast stilling, eller oppgavene går til bydelene.",
    )
    with acting_as(world.staff[OSLO]) as oda:
        change_facts(actor=oda, agreement=agreement, facts=facts)
        take_effect(today=calendar.day(begins))
    last = calendar.day(ends)
    for name in (OSLO, PRISON):
        with acting_as(world.staff[name]) as actor:
            end_agreement(actor=actor, agreement=agreement, ends_before=last, by_consent=True, today=last)
    return agreement


def _intention(world: World) -> Agreement:
    """It sets no deadline in any case."""
    starts_on = world.calendar.day(70)
    place = (["agder-froland", "agder-mandal", "agder-evje"], "kr-koordinering")
    name = "Intensjonsavtale om løslatelse og bolig, Kristiansand"
    new = replace(_new(world, name, place, starts_on=starts_on), level=AgreementLevel.INTENTION)
    agreement = _begun(world, PRISON, new, ago=100)
    _sign(world, agreement.versions.get(), {PRISON: SigningWay.OWN, KRISTIANSAND: SigningWay.OWN}, ago=75)
    return agreement


def _new(
    world: World,
    name: str,
    place: tuple[Sequence[str], str],
    *,
    starts_on: dt.date,
    source: Agreement | None = None,
    adapted_note: str = "",
) -> NewAgreement:
    prisons, municipality = place
    return NewAgreement(
        name=name,
        purpose=PURPOSE,
        kind=AgreementKind.RELEASE,
        level=AgreementLevel.LOCAL,
        starts_on=starts_on,
        prison_units=[world.units[slug] for slug in prisons],
        municipal_units=[world.units[municipality]],
        source=source,
        adapted_note=adapted_note,
    )


def _begun(world: World, name: str, new: NewAgreement, *, ago: int) -> Agreement:
    with acting_as(world.staff[name]) as actor:
        return begin_agreement(actor=actor, new=new, at=world.calendar.moment(world.calendar.day(ago)))


def _anchor(
    world: World, version: AgreementVersion, name: str, levels: Sequence[AnchoringLevel], *, ago: int
) -> None:
    """What was approved in the actor's own organisation, and how its front line took part."""
    calendar = world.calendar
    party = version.agreement.parties.get(controller_id=world.staff[name].controller_id)
    with acting_as(world.staff[name]) as actor:
        for number, level in enumerate(levels):
            approval = Approval(
                level=level,
                body=str(level.label).capitalize(),
                decided_on=calendar.day(ago - 5 * number),
                reference=f"Sak {number + 11}",
            )
            at = calendar.moment(calendar.day(ago - 5 * number - 1))
            record_approval(
                actor=actor, version=version, party=party, approval=approval, at=at, today=at.date()
            )
        how = "Gikk gjennom fristene i et fellesmøte, og strøk to som ingen kunne holde."
        took_part = Participation(how=how, held_on=calendar.day(ago + 10), staff_count=9)
        at = calendar.moment(calendar.day(ago + 9))
        record_front_line(
            actor=actor, version=version, party=party, participation=took_part, at=at, today=at.date()
        )


def _sign(world: World, version: AgreementVersion, ways: dict[str, SigningWay], *, ago: int) -> None:
    """Each party in turn, for itself; what stands on paper too."""
    calendar = world.calendar
    signs_on = calendar.day(ago)
    for name, way in ways.items():
        recorder = world.staff[name]
        parties = version.agreement.parties.select_related("agreement", "controller")
        party = parties.get(controller_id=recorder.controller_id)
        who, title = SIGNATORIES[PartyCode(party.side)]
        signatory = Signatory(
            name=who,
            title=title,
            signed_on=signs_on,
            way=way,
            language="nb",
            paper_reference="" if way == SigningWay.OWN else f"{signs_on.year}/114",
        )
        with acting_as(recorder):
            sign_version(
                actor=recorder,
                version=version,
                party=party,
                signatory=signatory,
                at=calendar.moment(signs_on, 13),
                today=signs_on,
            )

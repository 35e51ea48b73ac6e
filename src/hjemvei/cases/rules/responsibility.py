"""Which municipality answers for a person. Advice with reasons: a human decides, and help never waits for it.

Source: sosialtjenesteloven §§ 3 and 49; tilbakeføring.no; the agreement on moves (R233, R238). Whether
prison is an 'institution' in § 3 is not settled, so the prison's own municipality is never proposed for
social services.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hjemvei.cases.enums import MoveAnswer, StayEvidence
from hjemvei.cases.rules.answers import Reason, because

_ = str  # marks Norwegian texts for the catalogues; they are translated where they are shown
PROVEN = frozenset({StayEvidence.DOCUMENTED, StayEvidence.PROBABLE})
RULE_TEXTS: Mapping[int, str] = {
    0: _("Det er ikke kjent hvor personen bodde eller ble pågrepet. Spør hvor personen sov sist."),
    1: _("%(number)s har en aktiv sak hos sosialtjenesten."),
    2: _("Personen oppholdt seg i %(number)s før fengselet."),
    3: _("Oppholdet kan ikke vises. Personen ble pågrepet i %(number)s."),
    4: _("For statlige NAV-ytelser regnes %(number)s."),
    5: _("Ved løslatelse gir %(number)s tjenester, fordi personen velger å oppholde seg der."),
    6: _("%(first)s og %(second)s er ikke enige. Hjelpen fortsetter mens det avklares."),
    7: _("Personen ønsker å flytte. %(number)s har ansvaret til den nye kommunen sier ja."),
}

OBJECTS_ALONE = _("%(number)s sier nei til ansvaret, og ingen annen kommune er kjent. Hjelpen fortsetter.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What is known of where a person belongs. Municipality numbers; an empty string is unknown.

    `objects` are municipalities that have said that they are not responsible.
    """

    active_services: tuple[str, ...] = ()
    stayed_in: str = ""
    stay_evidence: StayEvidence = StayEvidence.UNKNOWN
    arrested_in: str = ""
    registered_in: str = ""
    no_fixed_abode: bool = False
    prison_in: str = ""
    wished: str = ""
    move: MoveAnswer = MoveAnswer.NOT_ASKED
    objects: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Proposed municipality numbers, empty when unknown. `rule` is the row that gave `before_release`.

    `owner` answers now, also during a dispute (interim help, sosialtjenesteloven §§ 16 and 27).
    """

    rule: int
    before_release: str
    state_benefits: str
    on_release: str
    owner: str
    disputed: bool
    disputed_between: tuple[str, str] | None
    reasons: tuple[Reason, ...]


def responsible_municipality(facts: Whereabouts) -> Responsibility:
    """The decision table's seven rows: 1 active case, 2 actual stay, 3 place of arrest, 4 state benefits,
    5 where the person chooses to stay, 6 disagreement, 7 wish to move.
    """  # fmt: skip
    rule, before = _before_release(facts)
    benefits = _state_benefits(facts)
    owner = facts.wished if facts.wished and facts.move is MoveAnswer.ACCEPTED else before
    pair = _disputed(facts, before)
    reasons = [because(f"rule_{rule}", RULE_TEXTS[rule], number=before)]
    if benefits:
        reasons.append(because("rule_4", RULE_TEXTS[4], number=benefits))
    if facts.wished:
        reasons.append(because("rule_5", RULE_TEXTS[5], number=facts.wished))
    reasons += _dispute_reason(facts, before, pair)
    if owner and facts.wished not in ("", owner):
        reasons.append(because("rule_7", RULE_TEXTS[7], number=owner))
    on_release = facts.wished or before
    disputed = pair is not None or before in facts.objects
    return Responsibility(rule, before, benefits, on_release, owner, disputed, pair, tuple(reasons))


def _before_release(facts: Whereabouts) -> tuple[int, str]:
    if facts.active_services:
        return 1, facts.active_services[0]
    if facts.stayed_in and facts.stay_evidence in PROVEN:
        return 2, facts.stayed_in
    if facts.arrested_in:
        return 3, facts.arrested_in
    return 0, ""


def _state_benefits(facts: Whereabouts) -> str:
    """Registered address; 'uten fast bopel' counts the prison's municipality."""
    return facts.prison_in if facts.no_fixed_abode else facts.registered_in


def _disputed(facts: Whereabouts, before: str) -> tuple[str, str] | None:
    """Both sides by number: two active cases, an objection, or a refused move. Never one side alone."""
    if len(facts.active_services) > 1:
        return facts.active_services[0], facts.active_services[1]
    if before and facts.wished not in ("", before) and facts.move is MoveAnswer.REFUSED:
        return before, facts.wished
    if before in facts.objects:
        other = next((number for number in _candidates(facts) if number != before), "")
        return (before, other) if other else None
    return None


def _dispute_reason(facts: Whereabouts, before: str, pair: tuple[str, str] | None) -> list[Reason]:
    if pair is not None:
        return [because("rule_6", RULE_TEXTS[6], first=pair[0], second=pair[1])]
    return [because("rule_6_alone", OBJECTS_ALONE, number=before)] if before in facts.objects else []


def _candidates(facts: Whereabouts) -> tuple[str, ...]:
    """Who else could be meant, nearest first."""
    named = (facts.stayed_in, facts.arrested_in, facts.registered_in, facts.wished, facts.prison_in)
    return tuple(dict.fromkeys(number for number in named if number))

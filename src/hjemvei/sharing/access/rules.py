"""The rules of access in order, lower first; the first that refuses is the answer.

Source: NAV's tilgangsmaskinen (navikt/populasjonstilgangskontroll), whose order in hundreds these follow.
A rule that is not `overridable` is never set aside, not in an emergency either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

_ = str  # marks Norwegian texts for the catalogues; they are translated where they are shown
CONFIDENTIAL, STRICTLY_CONFIDENTIAL, ABROAD, SHIELD = 1, 2, 3, 4
GRADES = 3
Relation = Literal["", "own", "parent_child", "partner", "sibling", "common_child", "near"]
Consent = Literal["", "missing", "withdrawn", "expired", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules are applied to, for one user and one case.

    `protection` and `clearance`: two bits grade the address, 4 is the shield. `takes_part`: one of the
    user's units has a part now; `is_held`: some unit of the controller has. `consent`: how the controller's
    last part came to its end. `is_open`: an emergency access of this user's runs.
    """

    protection: int = 0
    clearance: int = 0
    relation: str = ""
    is_blocked: bool = False
    works_with_cases: bool = True
    takes_part: bool = False
    is_held: bool = False
    is_open: bool = False
    consent: str = "missing"

    @property
    def grade(self) -> int:
        return self.protection & GRADES

    @property
    def is_above(self) -> bool:
        return self.grade > self.clearance & GRADES


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`code` and `order` never change: they stand on pages and in logs. `reason` is for who was refused."""

    order: int
    code: str
    reason: str
    refuses: Callable[[Facts], bool]
    overridable: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """May the user open the case, and if not, by which rule. `rule` is None where none refuses."""

    rule: Rule | None

    @property
    def allowed(self) -> bool:
        return self.rule is None

    @property
    def may_break_glass(self) -> bool:
        return self.rule is not None and self.rule.overridable


def strictly_confidential(facts: Facts) -> bool:
    return facts.grade == STRICTLY_CONFIDENTIAL and facts.is_above


def abroad(facts: Facts) -> bool:
    return facts.grade == ABROAD and facts.is_above


def confidential(facts: Facts) -> bool:
    return facts.grade == CONFIDENTIAL and facts.is_above


def shielded(facts: Facts) -> bool:
    return bool(facts.protection & SHIELD) and not facts.clearance & SHIELD


def related(kind: Relation) -> Callable[[Facts], bool]:
    return lambda facts: facts.relation == kind


def near(facts: Facts) -> bool:
    """Another close tie, and everybody who is blocked for a reason that is not told."""
    return facts.relation == "near" or (facts.is_blocked and not facts.relation)


def no_casework(facts: Facts) -> bool:
    return not facts.works_with_cases


def consent_is(*how: Consent) -> Callable[[Facts], bool]:
    return lambda facts: not facts.is_held and facts.consent in how


def other_unit(facts: Facts) -> bool:
    return facts.is_held and not facts.takes_part and not facts.is_open


RELATIVE = _("Du står i et nært forhold til personen. Da åpnes saken ikke for deg, uansett rolle.")
RULES: tuple[Rule, ...] = (
    Rule(
        order=100,
        code="strictly_confidential_address",
        reason=_("Personen har strengt fortrolig adresse."),
        refuses=strictly_confidential,
    ),
    Rule(
        order=200,
        code="address_abroad",
        reason=_("Personen har strengt fortrolig adresse i utlandet."),
        refuses=abroad,
    ),
    Rule(
        order=300,
        code="confidential_address",
        reason=_("Personen har fortrolig adresse."),
        refuses=confidential,
    ),
    Rule(
        order=400,
        code="shielded_staff",
        reason=_("Personen er ansatt eller i nær familie med en ansatt."),
        refuses=shielded,
    ),
    Rule(
        order=500,
        code="own_case",
        reason=_("Saken gjelder deg selv. Den åpnes ikke for deg her."),
        refuses=related("own"),
    ),
    Rule(order=600, code="parent_or_child", reason=RELATIVE, refuses=related("parent_child")),
    Rule(order=700, code="partner", reason=RELATIVE, refuses=related("partner")),
    Rule(order=800, code="sibling", reason=RELATIVE, refuses=related("sibling")),
    Rule(order=900, code="common_child", reason=RELATIVE, refuses=related("common_child")),
    Rule(order=950, code="near_relation", reason=RELATIVE, refuses=near),
    Rule(
        order=1000,
        code="no_casework",
        reason=_("Rollen din arbeider ikke med saker om enkeltpersoner."),
        refuses=no_casework,
    ),
    Rule(
        order=1100,
        code="consent_withdrawn",
        reason=_("Samtykket til å dele med virksomheten din er trukket."),
        refuses=consent_is("withdrawn"),
    ),
    Rule(
        order=1110,
        code="consent_expired",
        reason=_("Samtykket til å dele med virksomheten din har gått ut."),
        refuses=consent_is("expired"),
    ),
    Rule(
        order=1120,
        code="consent_missing",
        reason=_("Det finnes ikke noe samtykke til å dele med virksomheten din."),
        refuses=consent_is("missing"),
    ),
    Rule(
        order=1200,
        code="other_controller",
        reason=_("Saken hører til en annen virksomhet."),
        refuses=consent_is("", "ended"),
    ),
    Rule(
        order=1300,
        code="other_unit",
        reason=_("Saken hører til en annen enhet i virksomheten din."),
        refuses=other_unit,
        overridable=True,
    ),
)


def decide(facts: Facts) -> Answer:
    """The first rule that refuses, in order."""
    return Answer(next((rule for rule in RULES if rule.refuses(facts)), None))


def may_be_told(answer: Answer, facts: Facts) -> bool:
    """Is it no secret that the case exists, so that rule and reason may be said? Else it is as if it did not.

    Among colleagues of one controller a case's existence is known to who works with cases; a protection, a
    consent that ended, or a relative elsewhere tells of a person.
    """
    if answer.rule is None or not facts.works_with_cases:
        return False
    if answer.rule.code == "other_unit":
        return True
    return 500 <= answer.rule.order < 1000 and facts.takes_part


READABLE_IN_EMERGENCY_BUT = frozenset({0, 9})
"""Numbers of the classes that no emergency opens: another unit's own notes, and answers in confidence."""
HEALTH = 5


def emergency_classes(readable: frozenset[int], *, is_health_worker: bool) -> frozenset[int]:
    """What an emergency opens of the classes that the role may read; health for health workers alone."""
    closed = READABLE_IN_EMERGENCY_BUT | (frozenset() if is_health_worker else {HEALTH})
    return readable - closed

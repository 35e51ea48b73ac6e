"""Who is homeless, and who is at risk of having no home on release. No Django, no clock.

Source: the definition of the national mappings (NIBR): no own home, owned or rented, and left to
occasional or temporary offers; in an institution or prison with two months or less to release and without
a home; sleeping rough. Not homeless: living for good with close relatives, or in a sublet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemvei.agreements.calendar import add_months
from hjemvei.cases.enums import Answer, ReleaseCertainty
from hjemvei.cases.rules.answers import Reason, Verdict, because, no, unknown, yes
from hjemvei.needs.enums import HomeRisk, LivingSituation, Standing

_ = str  # marks Norwegian texts for the catalogues; they are translated where they are shown
L = LivingSituation
HOUSED = frozenset({L.OWNED, L.RENTED_PRIVATE, L.RENTED_MUNICIPAL, L.SUBLET, L.WITH_FAMILY_PERMANENT})
WITHOUT_HOME = frozenset(
    {L.NONE, L.WITH_FAMILY_TEMPORARY, L.TEMPORARY_HOUSING, L.OVERNIGHT_LODGING, L.CRISIS_CENTRE, L.ROUGH}
)
LEAVING = frozenset({L.INSTITUTION, L.PRISON})
FIRM = frozenset({ReleaseCertainty.FIXED, ReleaseCertainty.LIKELY})


@dataclass(frozen=True, slots=True)
class HomeFact:
    """A yes or no about a home, and how well it stands."""

    answer: Answer
    standing: Standing

    @property
    def verified(self) -> Answer:
        """The answer where it is verified; what is only said is unknown."""
        return self.answer if self.standing is Standing.VERIFIED else Answer.UNKNOWN


NOT_KNOWN = HomeFact(Answer.UNKNOWN, Standing.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Living:
    """Where somebody is now; for those inside, whether there is a home to go to and when they leave."""

    situation: LivingSituation
    home_on_release: HomeFact = NOT_KNOWN
    release_on: date | None = None
    certainty: ReleaseCertainty = ReleaseCertainty.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFacts:
    """What is known of a home on release. Each fact is a yes or no with its standing.

    `home`: there is a home from before. `terminated`: it is given up or lost. `costs_covered`: rent or
    loan is paid through the stay. `threatened`: arrears, a petition for eviction or complaints.
    `new_home`: a lease or deed for a new home that begins no later than release. `lease_ends_on`:
    verified end of the lease; None when it has none.
    """

    home: HomeFact = NOT_KNOWN
    terminated: HomeFact = NOT_KNOWN
    costs_covered: HomeFact = NOT_KNOWN
    threatened: HomeFact = NOT_KNOWN
    new_home: HomeFact = NOT_KNOWN
    lease_ends_on: date | None = None
    release_on: date | None = None


@dataclass(frozen=True, slots=True)
class RiskAssessment:
    """The risk and why; the reasons also name what is only said and what is missing."""

    risk: HomeRisk
    reasons: tuple[Reason, ...]


def is_homeless(living: Living, *, today: date, gate_months: int = 2) -> Verdict:
    """By the national definition; `gate_months` calendar months before release, both days counted in."""
    if living.situation in HOUSED:
        return no(because("housed", _("Personen har bolig eller bor fast hos nære pårørende.")))
    if living.situation in WITHOUT_HOME:
        return yes(because("without_home", _("Personen har ikke egen bolig og bor midlertidig eller ute.")))
    if living.situation in LEAVING:
        return _leaving(living, today, gate_months)
    if living.situation is L.ASYLUM_RECEPTION:
        return unknown(because("reception", _("Definisjonen sier ikke hva som gjelder for mottak.")))
    return unknown(because("unknown", _("Det er ikke kjent hvor personen bor.")))


def _leaving(living: Living, today: date, gate_months: int) -> Verdict:
    home = living.home_on_release.verified
    if home is Answer.YES:
        return no(because("home_waits", _("Det er bekreftet at personen har bolig ved løslatelse.")))
    release = living.release_on
    if release is None:
        return unknown(because("release_unknown", _("Det er ikke kjent når personen løslates.")))
    gate = add_months(day=release, months=-gate_months)
    if today < gate:
        return _before_gate(living.certainty, gate)
    if home is Answer.NO:
        text = _("Personen mangler bolig og løslates %(release)s. Det er innenfor grensen på to måneder.")
        return yes(because("no_home_within_gate", text, release=release))
    return unknown(*_unverified(living.home_on_release, "home_on_release", _("Bolig ved løslatelse")))


def _before_gate(certainty: ReleaseCertainty, gate: date) -> Verdict:
    """More than two months ahead is 'not yet', but only when the date is firm."""
    if certainty in FIRM:
        return no(because("before_gate", _("Definisjonen gjelder først fra %(gate)s."), gate=gate))
    text = _("Definisjonen gjelder fra %(gate)s, men datoen for løslatelse er ikke sikker.")
    return unknown(because("gate_uncertain", text, gate=gate))


def home_risk(facts: HomeFacts) -> RiskAssessment:
    """Kept, at risk, none or unknown, from verified facts only; unknown is never 'no risk' (R80, R129)."""
    if facts.new_home.verified is Answer.YES:
        return _risk(HomeRisk.KEPT, because("new_home", _("En ny bolig er bekreftet fra løslatelsen.")))
    if facts.home.verified is Answer.NO:
        return _risk(HomeRisk.NONE, because("no_home", _("Det er bekreftet at personen ikke har bolig.")))
    if facts.terminated.verified is Answer.YES:
        return _risk(HomeRisk.NONE, because("terminated", _("Boligen er sagt opp eller tapt.")))
    if facts.home.verified is Answer.YES:
        return _known_home(facts)
    return _risk(HomeRisk.UNKNOWN, *_missing(facts, ("home",)))


def _known_home(facts: HomeFacts) -> RiskAssessment:
    threats = []
    if facts.threatened.verified is Answer.YES:
        threats.append(
            because("threatened", _("Det er restanse, begjæring om utkastelse eller klager på boligen."))
        )
    if facts.costs_covered.verified is Answer.NO:
        threats.append(because("costs_not_covered", _("Boutgiftene er ikke dekket under oppholdet.")))
    if facts.lease_ends_on is not None and _ends_before(facts.lease_ends_on, facts.release_on):
        text = _("Kontrakten går ut %(day)s, og det er ikke bekreftet bolig etter det.")
        threats.append(because("lease_ends", text, day=facts.lease_ends_on))
    if threats:
        return _risk(HomeRisk.AT_RISK, *threats)
    missing = _missing(facts, ("terminated", "costs_covered", "threatened"))
    if missing:
        return _risk(HomeRisk.UNKNOWN, *missing)
    return _risk(HomeRisk.KEPT, because("kept", _("Det er bekreftet at boligen beholdes.")))


def _ends_before(lease_ends_on: date, release_on: date | None) -> bool:
    """A lease that ends on release day is no home that night; without a release date it may end first."""
    return release_on is None or lease_ends_on <= release_on


FACT_LABELS = {
    "home": _("Bolig fra før"),
    "terminated": _("Om boligen er sagt opp"),
    "costs_covered": _("Om boutgiftene er dekket"),
    "threatened": _("Om boligen er truet"),
}


def _missing(facts: HomeFacts, names: tuple[str, ...]) -> tuple[Reason, ...]:
    by_name = {
        "home": facts.home,
        "terminated": facts.terminated,
        "costs_covered": facts.costs_covered,
        "threatened": facts.threatened,
    }
    found = (reason for name in names for reason in _unverified(by_name[name], name, FACT_LABELS[name]))
    return tuple(found)


def _unverified(fact: HomeFact, name: str, label: str) -> tuple[Reason, ...]:
    """Why a fact does not count yet; empty when it is verified."""
    if fact.verified is not Answer.UNKNOWN:
        return ()
    if fact.standing is Standing.SAID:
        return (
            because(
                f"{name}_only_said",
                _("%(fact)s: personen har sagt det, men det er ikke bekreftet."),
                fact=label,
            ),
        )
    return (because(f"{name}_unknown", _("%(fact)s: ikke kjent."), fact=label),)


def _risk(risk: HomeRisk, *reasons: Reason) -> RiskAssessment:
    return RiskAssessment(risk, reasons)

"""Who the agreement is for. Source: the agreement, target group (R106-R108)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hjemvei.agreements.calendar import full_months_between
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.enums import Answer, ReleaseCertainty
from hjemvei.cases.rules.answers import Fact, Reason, Verdict, because, no, unknown, yes

_ = str  # marks Norwegian texts for the catalogues; they are translated where they are shown
FIRM = frozenset({ReleaseCertainty.FIXED, ReleaseCertainty.LIKELY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Presumption:
    """Somebody's written view of whether remand will last as long as the agreement asks; needs date and
    reason.
    """

    long_enough: bool
    presumed_on: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """What is known of a stay in prison. None and unknown are honest answers."""

    status: CustodyStatus | None
    admitted_on: date | None
    expected_release_on: date | None = None
    certainty: ReleaseCertainty = ReleaseCertainty.UNKNOWN
    presumption: Presumption | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer, and from which dates planning runs while a release date is missing."""

    answer: Answer
    reasons: tuple[Reason, ...]
    deadlines_run_from: date | None
    could_be_released_on: date | None


def eligibility(stay: Stay, *, minimum_months: int, today: date) -> Eligibility:
    """Does the agreement apply? `minimum_months`: the agreement's own number of calendar months (default 2).

    Sentenced: from admission to expected release. Remand: only where somebody presumes it, with date and
    reason. Preventive detention: yes. Everything that is missing gives unknown, and then the deadlines
    run from admission and from 'could be released tomorrow' (R108).
    """
    verdict = _verdict(stay, minimum_months, today)
    open_ended = stay.expected_release_on is None or verdict.answer is Answer.UNKNOWN
    inside = stay.status is not CustodyStatus.PREVENTIVE_DETENTION
    tomorrow = today + timedelta(days=1) if open_ended and inside else None
    return Eligibility(verdict.answer, verdict.reasons, stay.admitted_on, tomorrow)


def _verdict(stay: Stay, minimum_months: int, today: date) -> Verdict:
    if stay.status is CustodyStatus.PREVENTIVE_DETENTION:
        return yes(because("preventive_detention", _("Forvaring varer lenge nok.")))
    if stay.status is CustodyStatus.REMAND:
        return _remand(stay, minimum_months, today)
    if stay.status is CustodyStatus.SENTENCED:
        return _sentenced(stay, minimum_months, today)
    return unknown(because("status_unknown", _("Det er ikke kjent om personen er domfelt eller i varetekt.")))


def _remand(stay: Stay, minimum_months: int, today: date) -> Verdict:
    view = stay.presumption
    if view is not None and view.presumed_on is not None and view.reason.strip():
        reason = view.reason.strip()
        facts: dict[str, Fact] = {"day": view.presumed_on, "reason": reason, "months": minimum_months}
        if view.long_enough:
            text = _("Det ble %(day)s antatt at varetekten varer minst %(months)s måneder: %(reason)s")
            return yes(because("remand_presumed", text, **facts))
        text = _("Det ble %(day)s antatt at varetekten varer kortere enn %(months)s måneder: %(reason)s")
        return no(because("remand_presumed_short", text, **facts))
    missing = _("Ingen har skrevet om varetekten antas å vare minst %(months)s måneder, med dato og grunn.")
    reasons = [because("remand_not_presumed", missing, months=minimum_months)]
    if _has_lasted(stay, minimum_months, today):
        text = _("Varetekten har allerede vart i minst %(months)s måneder. Skriv antakelsen.")
        reasons.append(because("remand_has_lasted", text, months=minimum_months))
    return unknown(*reasons)


def _sentenced(stay: Stay, minimum_months: int, today: date) -> Verdict:
    if stay.admitted_on is None:
        return unknown(because("admission_unknown", _("Datoen for innsettelse mangler.")))
    if _has_lasted(stay, minimum_months, today):
        text = _("Oppholdet har allerede vart i minst %(months)s måneder.")
        return yes(because("has_lasted", text, months=minimum_months))
    release = stay.expected_release_on
    if release is None:
        return unknown(because("release_unknown", _("Forventet løslatelse er ikke kjent.")))
    if release < stay.admitted_on:
        return unknown(because("dates_turned", _("Løslatelsen står før innsettelsen. Rett datoene.")))
    return _by_length(stay.admitted_on, release, stay.certainty, minimum_months)


def _by_length(admitted: date, release: date, certainty: ReleaseCertainty, minimum: int) -> Verdict:
    months = full_months_between(starts_on=admitted, ends_before=release)
    facts: dict[str, Fact] = {"start": admitted, "release": release, "months": minimum}
    if months >= minimum:
        text = _("Fra %(start)s til %(release)s er minst %(months)s måneder.")
        return yes(because("long_enough", text, **facts))
    if certainty not in FIRM:
        text = _("Fra %(start)s til %(release)s er under %(months)s måneder, men datoen er ikke sikker.")
        return unknown(because("short_but_uncertain", text, **facts))
    text = _("Fra %(start)s til %(release)s er under %(months)s måneder.")
    return no(because("too_short", text, **facts))


def _has_lasted(stay: Stay, minimum_months: int, today: date) -> bool:
    """The stay so far is a fact and needs no expectation; it ends at a release date that has passed."""
    if stay.admitted_on is None:
        return False
    until = min(today, stay.expected_release_on or today)
    return full_months_between(starts_on=stay.admitted_on, ends_before=until) >= minimum_months

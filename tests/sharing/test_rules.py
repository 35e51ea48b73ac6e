"""The log of a consent folded by hand-made stories, and what a consent must say; no database."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.accounts.enums import InfoClass, Purpose
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.enums import ConsentForm, Representation
from hjemvei.sharing.rules import Opened, Stands, Told, fold
from hjemvei.sharing.terms import Arrow, Terms, arrows, check_arrows, check_terms, one_year_after
from tests.golden import Row, golden

NAME: Opened = (1, 20, 1, "casework")
HOME: Opened = (1, 20, 3, "casework")
WORK: Opened = (1, 20, 7, "casework")
NOTHING: frozenset[Opened] = frozenset()
UNTIL = dt.date(2027, 11, 16)
KINDS = {
    "spurt": "asked",
    "gitt": "given",
    "nei": "refused",
    "innsnevret": "narrowed",
    "utvidet": "extended",
    "trukket": "withdrawn",
    "utløpt": "expired",
}
ENDING = ("withdrawn", "expired")


def arrow_set(*found: Opened) -> frozenset[Opened]:
    return frozenset(found)


def asked() -> Told:
    return Told(consent=1, kind="asked")


def given() -> Told:
    return Told(consent=1, kind="given", added=arrow_set(NAME, HOME), ends_before=UNTIL)


def ended(kind: str) -> Told:
    return Told(consent=1, kind=kind, ended=arrow_set(NAME, HOME))


BEFORE = {
    "ingenting": [],
    "spurt": [asked()],
    "gitt": [given()],
    "nei": [Told(consent=1, kind="refused")],
    "trukket": [given(), ended("withdrawn")],
    "utløpt": [given(), ended("expired")],
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("row", golden("sharing", "samtykke"), ids=lambda row: row["før"])
def test_what_may_follow_what(row: Row, kind: str) -> None:
    before, told = BEFORE[row["før"]], Told(consent=1, kind=KINDS[kind])
    if KINDS[kind] in ENDING and row["før"] == "gitt":
        told = ended(KINDS[kind])
    if row[kind] == "ja":
        assert fold([*before, told])
        return
    word = KINDS.get(row["før"], "nothing")
    with pytest.raises(ValueError, match=f"{KINDS[kind]} after ({word}|given): "):
        fold([*before, told])


def test_asked_given_and_made_wider() -> None:
    wider = Told(consent=1, kind="extended", added=arrow_set(WORK), ends_before=UNTIL)
    assert fold([asked()]) == {1: Stands("asked", NOTHING, None)}
    assert fold([asked(), given()]) == {1: Stands("given", arrow_set(NAME, HOME), UNTIL)}
    assert fold([given(), wider]) == {1: Stands("given", arrow_set(NAME, HOME, WORK), UNTIL)}


@pytest.mark.parametrize("kind", ["asked", "refused"])
def test_what_is_only_asked_for_or_refused_is_not_open(kind: str) -> None:
    wanted = Told(consent=1, kind=kind, added=arrow_set(NAME, HOME), ends_before=UNTIL)
    assert fold([wanted]) == {1: Stands(kind, NOTHING, None)}


def test_a_part_that_ended_is_no_longer_open() -> None:
    less = Told(consent=1, kind="extended", ended=arrow_set(HOME), ends_before=UNTIL)
    assert fold([given(), less])[1].open == {NAME}


@pytest.mark.parametrize("kind", ENDING)
def test_an_end_closes_everything_and_has_no_last_day(kind: str) -> None:
    late = Told(consent=1, kind=kind, ended=arrow_set(NAME, HOME), ends_before=UNTIL)
    assert fold([given(), late]) == {1: Stands(kind, NOTHING, None)}


@pytest.mark.parametrize("kind", ENDING)
@pytest.mark.parametrize("wrong", [(), (NAME,), (NAME, HOME, WORK)])
def test_an_end_of_more_or_less_than_was_open_is_refused(kind: str, wrong: tuple[Opened, ...]) -> None:
    with pytest.raises(ValueError, match="more or less was ended than was open: Told"):
        fold([given(), Told(consent=1, kind=kind, ended=arrow_set(*wrong))])


def test_narrowing_ends_the_old_and_keeps_its_rest() -> None:
    less = Told(
        consent=2,
        kind="narrowed",
        replaces=1,
        kept=arrow_set(NAME),
        ended=arrow_set(HOME),
        ends_before=UNTIL,
    )
    assert fold([given(), less]) == {
        1: Stands("withdrawn", NOTHING, None),
        2: Stands("given", arrow_set(NAME), UNTIL),
    }


@pytest.mark.parametrize("kept", [(), (NAME, HOME), (NAME, WORK)])
def test_narrowing_accounts_for_every_arrow(kept: tuple[Opened, ...]) -> None:
    less = Told(consent=2, kind="narrowed", replaces=1, kept=arrow_set(*kept), ended=arrow_set(WORK))
    with pytest.raises(ValueError, match="what was narrowed does not add up: Told"):
        fold([given(), less])


def test_two_consents_do_not_touch_one_another() -> None:
    other = Told(consent=2, kind="given", added=arrow_set(WORK), ends_before=UNTIL)
    found = fold([given(), other, ended("withdrawn")])
    assert {number: (stands.state, stands.open) for number, stands in found.items()} == {
        1: ("withdrawn", NOTHING),
        2: ("given", {WORK}),
    }


def test_the_name_goes_along_to_every_receiver_in_order() -> None:
    found = arrows(giver_id=1, receivers=[20, 30], classes=[InfoClass.WORK, InfoClass.HOUSING])
    classes = [InfoClass.IDENTITY, InfoClass.HOUSING, InfoClass.WORK]
    assert found == [Arrow(1, unit, each, Purpose.CASEWORK) for unit in (20, 30) for each in classes]
    (other,) = arrows(giver_id=1, receivers=[20], classes=[], purpose=Purpose.COORDINATION)
    assert other == Arrow(1, 20, InfoClass.IDENTITY, Purpose.COORDINATION)


def refusal(wanted: list[Arrow]) -> tuple[str, str, str]:
    with pytest.raises(RuleBroken) as caught:
        check_arrows(wanted)
    return caught.value.code, caught.value.field, str(caught.value)


def test_a_consent_names_a_receiver_and_shares_what_may_be_shared() -> None:
    name = Arrow(1, 20, InfoClass.IDENTITY)
    assert refusal([]) == ("no_receiver", "receivers", "Velg minst én mottaker.")
    for never in (InfoClass.OWN, InfoClass.CONFIDENTIAL):
        assert refusal([name, Arrow(1, 20, never)])[:2] == ("not_shareable", "classes")
    check_arrows([name, *(Arrow(1, 20, each) for each in set(InfoClass) - {0, 9})])


def test_each_receiver_gets_the_name() -> None:
    lacks = [Arrow(1, 20, InfoClass.IDENTITY), Arrow(1, 30, InfoClass.HOUSING)]
    assert refusal(lacks)[:2] == ("no_identity", "classes")
    check_arrows([*lacks, Arrow(1, 30, InfoClass.IDENTITY)])


def test_who_answers_for_the_person_has_a_name() -> None:
    guardian = next(kind for kind in Representation if kind is not Representation.SELF)
    check_terms(Terms(form=ConsentForm.ORAL))
    check_terms(Terms(form=ConsentForm.ORAL, representation=guardian, representative_name="Ola Prøve"))
    with pytest.raises(RuleBroken) as caught:
        check_terms(Terms(form=ConsentForm.ORAL, representation=guardian, representative_name=" "))
    assert (caught.value.code, caught.value.field) == ("representative_unnamed", "representative_name")


@pytest.mark.parametrize(
    ("given_on", "ends_before"),
    [("2026-11-16", "2027-11-16"), ("2028-02-29", "2029-02-28"), ("2027-02-28", "2028-02-28")],
)
def test_a_consent_lasts_a_year(given_on: str, ends_before: str) -> None:
    assert one_year_after(dt.date.fromisoformat(given_on)) == dt.date.fromisoformat(ends_before)

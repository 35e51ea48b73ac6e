"""Identity numbers: what kind, whether they can be right, and how they are shown. No Django, no clock.

Sex and birth date are never read from a number (from 2032 they no longer stand there): they have fields
of their own. Source: Skatteetaten, 'Nytt fødselsnummer fra 2032'; requirement L15.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hjemvei.persons.enums import ControlRule, IdKind, NumberFault

_ = str  # marks Norwegian texts for the catalogues; they are translated where they are shown
WEIGHTS_1 = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0)
WEIGHTS_2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
LENGTH = 11
D_NUMBER_DAY = 40
LAST_DAY = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MONTH_SHIFTS = {
    0: IdKind.BIRTH_NUMBER,
    40: IdKind.H_NUMBER,
    65: IdKind.SYNTHETIC_NAV,
    80: IdKind.SYNTHETIC,
}
# The weighted sum must leave one of these on division by 11. From 2032 the first digit may leave 0 to 3.
CLASSIC_REST = 0
REST_FROM_2032 = frozenset(range(4))
HIDDEN = "*" * LENGTH
# Weighted sums of a part of the number: the first control's in the hundreds, the second's below them.
SUM_BASE = 1000

REFUSALS: Mapping[NumberFault, str] = {
    NumberFault.EMPTY: _("Identitetsnummeret mangler."),
    NumberFault.NOT_DIGITS: _("Et identitetsnummer består bare av sifre."),
    NumberFault.WRONG_LENGTH: _("Et identitetsnummer har 11 sifre."),
    NumberFault.NO_SUCH_DATE: _("De seks første sifrene er ikke en dato. Se etter om to sifre er byttet om."),
    NumberFault.CONTROL_DIGITS: _("Kontrollsifrene stemmer ikke. Se etter om et siffer er feil."),
}


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number that can be right: its control digits hold. Whether it is somebody's, only the register knows.

    `d_number` is true also for a synthetic D-number; `kind` then says synthetic, since that decides where
    it may be used. `control` tells a number that only the rule from 2032 accepts.
    """

    number: str
    kind: IdKind
    d_number: bool
    control: ControlRule

    @property
    def is_synthetic(self) -> bool:
        """True for test numbers, the only ones that the demo world may hold."""
        return self.kind in (IdKind.SYNTHETIC, IdKind.SYNTHETIC_NAV)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is not an identity number, in words that help to mend it. Never repeats what was typed."""

    fault: NumberFault

    @property
    def text(self) -> str:
        """Bokmål; translated where it is shown."""
        return REFUSALS[self.fault]


def classify_number(text: str) -> IdNumber | Refusal:
    """Kind of a fødselsnummer, D-, H- or synthetic number, or why it is none.

    Blanks between digits are allowed.
    """
    number = "".join(text.split())
    fault = _shape_fault(number)
    if fault is not None:
        return Refusal(fault)
    dated = _date_kind(number[:4])
    if dated is None:
        return Refusal(NumberFault.NO_SUCH_DATE)
    rest_1, rest_2 = control_rests(number)
    if rest_2 or rest_1 not in REST_FROM_2032:
        return Refusal(NumberFault.CONTROL_DIGITS)
    control = ControlRule.CLASSIC if rest_1 == CLASSIC_REST else ControlRule.FROM_2032
    return IdNumber(number, dated[0], dated[1], control)


def _shape_fault(number: str) -> NumberFault | None:
    if not number:
        return NumberFault.EMPTY
    if not (number.isascii() and number.isdigit()):
        return NumberFault.NOT_DIGITS
    return None if len(number) == LENGTH else NumberFault.WRONG_LENGTH


def _date_kind(day_month: str) -> tuple[IdKind, bool] | None:
    """Kind and whether it is a D-number; None when no shift gives a day of a month (29 February always
    passes).
    """
    day, month = int(day_month[:2]), int(day_month[2:])
    d_number = day > D_NUMBER_DAY
    day -= D_NUMBER_DAY if d_number else 0
    for shift, kind in MONTH_SHIFTS.items():
        if 1 <= month - shift <= len(LAST_DAY) and 1 <= day <= LAST_DAY[month - shift - 1]:
            plain = kind is IdKind.BIRTH_NUMBER
            return (IdKind.D_NUMBER if plain and d_number else kind), d_number
    return None


def control_rests(number: str) -> tuple[int, int]:
    """Rests by 11 of both weighted sums, control digits included; (0, 0) for a number of today's rule."""
    digits = [int(digit) for digit in number]
    rest_1 = sum(weight * digit for weight, digit in zip(WEIGHTS_1, digits, strict=True)) % 11
    rest_2 = sum(weight * digit for weight, digit in zip(WEIGHTS_2, digits, strict=True)) % 11
    return rest_1, rest_2


def control_digits(first_nine: str, *, rest: int = CLASSIC_REST) -> str | None:
    """The control digits that leave `rest` (0 today, 0-3 from 2032) for nine digits; None where there are
    none.
    """
    for pair in range(100):
        if control_rests(f"{first_nine}{pair:02d}") == (rest, 0):
            return f"{pair:02d}"
    return None


@cache
def _sums(start: int, length: int) -> Mapping[str, int]:
    """Weighted sums of every digit string at one place of the number; only real dates at the first."""
    part_1, part_2 = WEIGHTS_1[start : start + length], WEIGHTS_2[start : start + length]
    table: dict[str, int] = {}
    for value in range(10**length):
        text = f"{value:0{length}d}"
        if start == 0 and _date_kind(text) is None:
            continue
        digits = [int(digit) for digit in text]
        first = sum(weight * digit for weight, digit in zip(part_1, digits, strict=True))
        second = sum(weight * digit for weight, digit in zip(part_2, digits, strict=True))
        table[text] = first * SUM_BASE + second
    return table


class NumberChecker:
    """The same answer as `classify_number` (yes or no), for 100,000 numbers: three look-ups a number.

    The tables are made on first use (some 30 ms, 2 MB) and shared.
    """

    __slots__ = ("_first", "_last", "_middle")

    def __init__(self) -> None:
        self._first, self._middle, self._last = _sums(0, 4), _sums(4, 4), _sums(8, 3)

    def is_valid(self, number: str) -> bool:
        """True when it is eleven digits with right control digits; no blanks are forgiven here."""
        try:
            both = self._first[number[:4]] + self._middle[number[4:8]] + self._last[number[8:]]
        except KeyError:
            return False
        return not both % SUM_BASE % 11 and both // SUM_BASE % 11 in REST_FROM_2032


def mask_number(text: str) -> str:
    """For pages: the date part, which stands beside it anyway, never the five digits that make it unique.

    Anything that is not eleven digits is hidden whole, so that a typing error reveals nothing.
    """
    number = "".join(text.split())
    return number[:6] + "*****" if _shape_fault(number) is None else HIDDEN


def mask_number_in_log(text: str) -> str:
    """For logs, mails and error texts: nothing at all is left of the number, not even its length."""
    return HIDDEN if text else ""

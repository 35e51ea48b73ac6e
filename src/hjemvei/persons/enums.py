"""Terms of a person record that rules decide on."""

from __future__ import annotations

from enum import StrEnum


class IdKind(StrEnum):
    """What kind of identity number it is, read from how the date part is shifted.

    NAV's own test numbers with month + 40 look the same as H-numbers and are told apart by nobody.
    """

    BIRTH_NUMBER = "birth_number"
    D_NUMBER = "d_number"
    H_NUMBER = "h_number"
    SYNTHETIC = "synthetic"
    SYNTHETIC_NAV = "synthetic_nav"


class ControlRule(StrEnum):
    """The first control digit follows today's rule, or only the wider one for numbers given from 2032."""

    CLASSIC = "classic"
    FROM_2032 = "from_2032"


class NumberFault(StrEnum):
    """Why something is not an identity number."""

    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    WRONG_LENGTH = "wrong_length"
    NO_SUCH_DATE = "no_such_date"
    CONTROL_DIGITS = "control_digits"

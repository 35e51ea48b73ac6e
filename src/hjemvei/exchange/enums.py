"""Terms of a prison's roll and of what can be wrong with it."""

from __future__ import annotations

from enum import StrEnum


class RollColumn(StrEnum):
    """The columns of a roll, in the order in which a row is handed on."""

    PERSON_REF = "person_ref"
    NATIONAL_ID = "national_id"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    UNIT = "unit"
    STATUS = "status"
    ADMITTED_ON = "admitted_on"
    EXPECTED_RELEASE_ON = "expected_release_on"
    RELEASE_KIND = "release_kind"
    RELEASE_CERTAINTY = "release_certainty"
    MUNICIPALITY_OF_STAY = "municipality_of_stay"
    WISHED_MUNICIPALITY = "wished_municipality"
    LANGUAGE = "language"
    ADDRESS_PROTECTION = "address_protection"
    ADDRESS_BEFORE = "address_before"


class CellFault(StrEnum):
    """Why one cell, or one row, can't be taken in."""

    MISSING = "missing"
    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    UNPRINTABLE = "unprintable"
    BAD_NUMBER = "bad_number"
    BAD_DATE = "bad_date"
    DATE_IN_FUTURE = "date_in_future"
    RELEASE_BEFORE_ADMISSION = "release_before_admission"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_UNIT = "unknown_unit"
    BAD_MUNICIPALITY = "bad_municipality"
    BAD_LANGUAGE = "bad_language"
    WRONG_COLUMN_COUNT = "wrong_column_count"
    DUPLICATE_REF = "duplicate_ref"


class FileFault(StrEnum):
    """Why a whole file is refused; nothing of it is taken in."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    BINARY = "binary"
    UTF_16 = "utf_16"
    MIXED_ENCODING = "mixed_encoding"
    NO_HEADER = "no_header"
    MISSING_COLUMNS = "missing_columns"
    UNKNOWN_COLUMNS = "unknown_columns"
    OTHER_COLUMNS = "other_columns"
    REPEATED_COLUMNS = "repeated_columns"
    NO_ROWS = "no_rows"
    TRUNCATED = "truncated"
    BROKEN_QUOTES = "broken_quotes"
    TOO_MANY_FAULTS = "too_many_faults"

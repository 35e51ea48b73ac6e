"""Log lines without identity numbers: whatever found its way into a line or a traceback."""

from __future__ import annotations

import logging
import re

from hjemvei.persons.rules import HIDDEN, Refusal, classify_number

ELEVEN = re.compile(r"(?<!\d)\d{6}[ .-]?\d{5}(?!\d)")


class MaskedFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def masked(text: str) -> str:
    return ELEVEN.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    """Eleven digits that cannot be an identity number stay: they are a time, a size or a row."""
    number = re.sub(r"\D", "", found.group())
    return found.group() if isinstance(classify_number(number), Refusal) else HIDDEN

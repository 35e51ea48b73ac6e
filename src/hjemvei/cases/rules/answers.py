"""An answer with its reasons. A reason is a sentence with blanks, so that it can be shown in any language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hjemvei.cases.enums import Answer

Fact = str | int | date


@dataclass(frozen=True, slots=True)
class Reason:
    """Why. `text` is the Bokmål sentence with %(name)s blanks (the message id); `facts` fill them."""

    code: str
    text: str
    facts: tuple[tuple[str, Fact], ...] = ()

    def say(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, translated by `translate` first; dates as dd.mm.yyyy."""
        return translate(self.text) % {name: _shown(fact) for name, fact in self.facts}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, no or unknown, and why."""

    answer: Answer
    reasons: tuple[Reason, ...]


def because(code: str, text: str, **facts: Fact) -> Reason:
    """A reason with its facts by name."""
    return Reason(code, text, tuple(sorted(facts.items())))


def yes(*reasons: Reason) -> Verdict:
    """Yes, with reasons."""
    return Verdict(Answer.YES, reasons)


def no(*reasons: Reason) -> Verdict:
    """No, with reasons; only ever from facts that are known."""
    return Verdict(Answer.NO, reasons)


def unknown(*reasons: Reason) -> Verdict:
    """Not known yet; the reasons say what is missing."""
    return Verdict(Answer.UNKNOWN, reasons)


def _shown(fact: Fact) -> str:
    return f"{fact:%d.%m.%Y}" if isinstance(fact, date) else str(fact)

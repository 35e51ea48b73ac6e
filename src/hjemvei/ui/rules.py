"""Words that judge people, or make somebody into a label. No Django, no clock.

Sources: the agreement's source document, lines 259-260; the rest is the house's own list (CONTEXT.md). A find
is a soft warning with a suggestion while somebody writes, never a refusal; texts of the system itself may
hold none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 20_000
"""More than any field takes; what is beyond is not looked at."""
_NOUN = r"(?:e[nt]?|a|er|ar|ene|ane|s|ens|enes|anes)?"
_WITHOUT = r"(?:ingen|inga|ikke|ikkje|manglende|manglande|mangler|manglar|uten|utan|dårlig|dårleg)"
PATTERNS: dict[str, str] = {
    "prisoner": r"fange(?!\s+opp)(?:n|r|ne|s|ns|nes)?|fang(?:ar|ane)",
    "repeat": rf"gjenganger{_NOUN}|gjengangar{_NOUN}",
    "criminal": r"kriminelle\s+element(?:er|ene|a)?",
    "antisocial": r"antisosial[et]?",
    "burdened": r"tungt\s+belast\w+|belast(?:et|ede|a)\s+(?:person|bruk|gruppe|mann|kvinne|familie)\w*",
    "substances": (
        r"rusavhengiges?(?!\s+person)|ei?n\s+rusavhengig(?!\s+person)|narkoman(?:e|er|en|ar)?|junkie[rs]?"
        r"|(?:rus|stoff|narkotika)?misbruk(?:er|ere|eren|erne|ar|arar|aren|arane)s?"
    ),
    "client": rf"klient{_NOUN}",
    "heavy": r"tunge?\s+bruk(?:er|ere|eren|ar|arar|aren)|tungt\s+case|tung\s+sak|et\s+case|caset",
    "thrown": r"kasteball(?:en|er|ar)?",
    "living_skills": rf"{_WITHOUT}\s+b[ou]+evn[ea]|b[ou]+evn[ea]\s*[:=]\s*(?:ja|nei)",
    "difficult": r"vanskel(?:ig|eg)\s+å\s+ha\s+med\s+å\s+gj[øe]r[ea]?",
    "english": r"inmates?|convicts?|junky|addicts?|ex-cons?|offenders?",
}
_ALL = re.compile(
    "|".join(rf"(?P<{code}>(?<![\w-])(?:{pattern})(?![\w-]))" for code, pattern in PATTERNS.items()),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """`code` says why, `words` are as they were written."""

    code: str
    words: str


def judging_words(text: str) -> list[Found]:
    """Each different find once, in the order they stand. Compounds (klientadresse) are left alone."""
    seen: dict[tuple[str, str], Found] = {}
    for match in _ALL.finditer(text[:LONGEST]):
        words = " ".join(match[0].split())
        seen.setdefault((match.lastgroup or "", words.casefold()), Found(match.lastgroup or "", words))
    return list(seen.values())

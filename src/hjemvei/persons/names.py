"""How a name is searched and sorted. No Django.

Searching forgives: Bjørn, Bjorn and Bjoern, Ås, Aas and As, José and Jose find each other. Sorting
follows the Norwegian alphabet: æ, ø, å last, aa as å (Språkrådet, 'Alfabetisering').
"""

from __future__ import annotations

import re
import unicodedata

MIN_BEGINNING = 3
_NO_APOSTROPHES = dict.fromkeys("’'`´ʼ", "")
_PLAIN_LETTERS = {"đ": "d", "ð": "d", "ł": "l", "ŋ": "n", "ŧ": "t", "ħ": "h", "ı": "i", "þ": "th", "ß": "ss"}
_SEARCH_LETTERS = {"æ": "a", "ǽ": "a", "ø": "o", "ǿ": "o", "œ": "o"}
_LETTERS = str.maketrans(_NO_APOSTROPHES | _PLAIN_LETTERS | _SEARCH_LETTERS)
_AFTER_A = re.compile("a[ae]+")
_AFTER_O = re.compile("oe+")
_PARTS = re.compile(r"[^\W_]+")
# Bytes above z put the three last letters of the alphabet in their place under plain byte order.
_AE, _OE, _AA = "{", "|", "}"
_LAST_LETTERS = {"æ": _AE, "ä": _AE, "ǽ": _AE, "ø": _OE, "ö": _OE, "ǿ": _OE, "œ": _OE, "å": _AA, "ü": "y"}
_TAKEN = {"-": " ", _AE: "", _OE: "", _AA: ""}
_SORTED = str.maketrans(_NO_APOSTROPHES | _PLAIN_LETTERS | _TAKEN | _LAST_LETTERS)
FAMILY_GIVEN_SEPARATOR = "\x1f"


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    marks = (char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return "".join(marks)


def tidy_name(text: str) -> str:
    """As it is stored: NFC, single blanks, no blanks at the ends.

    Spelling and capitals stay the person's own.
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold_name(text: str) -> str:
    """One spelling for everything that should be found together; folding twice changes nothing.

    The beginning of a name folds to a beginning of the folded name, so searching while typing holds.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    if not folded.isascii():
        folded = _without_accents(folded).casefold().translate(_LETTERS)
    return _AFTER_O.sub("o", _AFTER_A.sub("a", folded))


def name_tokens(text: str) -> tuple[str, ...]:
    """The folded parts of a name, in order, each once; hyphens and blanks divide, apostrophes do not."""
    return folded_tokens(fold_name(text))


def folded_tokens(folded: str) -> tuple[str, ...]:
    """The same of a name that is folded already."""
    return tuple(dict.fromkeys(_PARTS.findall(folded)))


def search_tokens(*names: str) -> frozenset[str]:
    """Stored for equality search: every whole part, and its beginnings of three letters and more."""
    parts = [part for name in names for part in name_tokens(name)]
    beginnings = {part[:end] for part in parts for end in range(MIN_BEGINNING, len(part))}
    return frozenset(beginnings).union(parts)


def sort_key(text: str) -> str:
    """A text whose byte order (collation C) is Norwegian alphabetical order; ASCII for Norwegian names."""
    lowered = unicodedata.normalize("NFKC", text).casefold().replace("aa", "å").translate(_SORTED)
    return " ".join(_without_accents(lowered).split())


def name_sort_key(*, family_name: str, given_name: str) -> str:
    """Family name first; Berg before Berg Hansen whatever the given names are."""
    return sort_key(family_name) + FAMILY_GIVEN_SEPARATOR + sort_key(given_name)

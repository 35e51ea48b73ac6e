"""Characters that nobody sees and nobody types: they come along with a paste, and can turn a text around."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line ends, and those that override the direction of what follows
(Unicode TR 36). The marks that only say which way (U+200E, U+200F) stay: Arabic and Persian need them.
The JSON interface refuses the same (`hjemvei.core.api`).
"""
LINE_END = re.compile("[ \t]*[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+[ \t]*")
"""No browser sends one from a field of one line; a mail's subject breaks by it."""


def without_unseen(
    data: Mapping[str, Any], *, keep: Collection[str], one_line: Collection[str] = ()
) -> Mapping[str, Any]:
    """What was sent without them; fields in `keep` (passwords) are left as they are, those in `one_line` have
    a space for a line's end. Taken out and not refused: nobody could find what to mend.
    """
    pairs = data.lists() if isinstance(data, MultiValueDict) else ((k, [v]) for k, v in data.items())
    found = {
        name: [_seen(value, name in one_line) for value in sent] for name, sent in pairs if name not in keep
    }
    changed = {name: sent for name, sent in found.items() if sent != _sent(data, name)}
    if not changed:
        return data
    if not isinstance(data, MultiValueDict):
        return {name: changed[name][0] if name in changed else value for name, value in data.items()}
    cleaned = data.copy()
    for name, sent in changed.items():
        cleaned.setlist(name, sent)
    return cleaned


def _sent(data: Mapping[str, Any], name: str) -> list[Any]:
    return data.getlist(name) if isinstance(data, MultiValueDict) else [data[name]]


def _seen(value: Any, one_line: bool) -> Any:
    if not isinstance(value, str):
        return value
    return UNSEEN.sub("", LINE_END.sub(" ", value) if one_line else value)

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


def without_unseen(data: Mapping[str, Any], *, keep: Collection[str]) -> Mapping[str, Any]:
    """What was sent without them; fields in `keep` (passwords) are left as they are. Taken out and not
    refused: nobody could find what to mend.
    """
    pairs = data.lists() if isinstance(data, MultiValueDict) else ((k, [v]) for k, v in data.items())
    found = {name for name, sent in pairs if any(isinstance(v, str) and UNSEEN.search(v) for v in sent)}
    found -= set(keep)
    if not found:
        return data
    if not isinstance(data, MultiValueDict):
        return {name: UNSEEN.sub("", value) if name in found else value for name, value in data.items()}
    cleaned = data.copy()
    for name in found:
        cleaned.setlist(name, [UNSEEN.sub("", value) for value in data.getlist(name)])
    return cleaned

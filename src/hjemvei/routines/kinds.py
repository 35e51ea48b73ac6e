"""What the kinds of a source are called. Apps above, who own the words, put them here in `register()`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hjemvei.routines.choices import Source

KINDS: dict[Source, Mapping[str, Any]] = {}


def kind_label(source: str, kind: str) -> str:
    """Empty for what nobody has words for."""
    return str(KINDS.get(Source(source), {}).get(kind, ""))

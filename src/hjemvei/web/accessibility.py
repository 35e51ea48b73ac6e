"""The accessibility statement's figures, written by the browser tests into `data/accessibility.json`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FIGURES = Path(__file__).parent / "data" / "accessibility.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """`on` None: not measured yet. `falls_short` are sentences in Bokmål that the tests or people wrote."""

    on: dt.date | None
    standard: str
    pages: int
    violations: int
    tool: str
    falls_short: Sequence[str]


def measured(path: Path = FIGURES) -> Measured:
    """Raises ValueError where the file is not what the browser tests write."""
    found = json.loads(path.read_text(encoding="utf-8"))
    try:
        on = dt.date.fromisoformat(found["measured_on"]) if found["measured_on"] else None
        return Measured(
            on=on,
            standard=str(found["standard"]),
            pages=int(found["pages"]),
            violations=int(found["violations"]),
            tool=str(found["tool"]),
            falls_short=[str(line) for line in found["falls_short"]],
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: {error}") from error

"""Icons as inline SVG: they take the colour of the text, print, and need no request of their own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from markupsafe import Markup, escape

FOLDER = Path(__file__).parent / "data/icons"


@lru_cache
def names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))


@lru_cache
def _source(name: str) -> str:
    path = FOLDER / f"{name}.svg"
    if not path.exists():
        raise KeyError(f"No icon named {name!r}; the names are {', '.join(names())}")
    return path.read_text(encoding="utf-8").strip()


def icon(name: str, label: str = "") -> Markup:
    """Decorative unless it gets a label; then it is an image with that name for screen readers."""
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    attributes = f'<svg class="hv-icon" focusable="false" width="24" height="24" {role} '
    return Markup(_source(name).replace("<svg ", attributes, 1))  # noqa: S704  # own files, escaped label

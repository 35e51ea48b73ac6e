"""Keyset paging: a page starts after the last row seen, so that a deep page costs what the first one
costs.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hjemvei.core.errors import RuleBroken

PAGE_SIZE = 25
BROKEN = _("Lenken til denne siden av listen er ødelagt. Start fra første side.")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`rows` of one page and the opaque cursors to its neighbours (empty where there is none)."""

    rows: Sequence[T]
    next_cursor: str
    previous_cursor: str


def encode(values: Sequence[Any], *, backwards: bool = False) -> str:
    text = json.dumps([backwards, *[str(value) for value in values]], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, *, fields: int) -> tuple[bool, list[str]]:
    """Raises RuleBroken for anything that this module did not write."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        backwards, *values = json.loads(base64.urlsafe_b64decode(padded.encode()))
    except (ValueError, binascii.Error, TypeError) as error:
        raise RuleBroken(str(BROKEN), code="bad_cursor") from error
    if (
        not isinstance(backwards, bool)
        or len(values) != fields
        or not all(isinstance(v, str) for v in values)
    ):
        raise RuleBroken(str(BROKEN), code="bad_cursor")
    return backwards, values


def after(fields: Sequence[str], values: Sequence[Any], *, backwards: bool) -> Q:
    """The condition "comes after these values" (or slots for them) for ascending, non-null `fields`, the
    last of them unique.
    """
    operator = "lt" if backwards else "gt"
    condition = Q()
    for index, field in enumerate(fields):
        equal = dict(zip(fields[:index], values[:index], strict=True))
        condition |= Q(**equal, **{f"{field}__{operator}": values[index]})
    leading = "lte" if backwards else "gte"
    return Q(**{f"{fields[0]}__{leading}": values[0]}) & condition


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page starts: after (or before) these values; without values at the beginning."""

    values: Sequence[str] = ()
    backwards: bool = False

    def order(self, by: Sequence[str]) -> list[str]:
        return [f"-{field}" for field in by] if self.backwards else list(by)


def place(cursor: str, *, by: Sequence[str]) -> Place:
    """Raises RuleBroken for a cursor of another order."""
    if not cursor:
        return Place()
    backwards, values = decode(cursor, fields=len(by))
    return Place(values, backwards)


def page(
    rows: QuerySet[Any, Any], *, by: Sequence[str], cursor: str = "", size: int = PAGE_SIZE
) -> Page[Any]:
    """Read one page of a `.values()` queryset ordered by `by`. A cursor of other fields raises RuleBroken."""
    start = place(cursor, by=by)
    if start.values:
        try:
            rows = rows.filter(after(by, start.values, backwards=start.backwards))
        except (ValueError, ValidationError) as error:
            raise RuleBroken(str(BROKEN), code="bad_cursor") from error
    return cut(list(rows.order_by(*start.order(by))[: size + 1]), by=by, start=start, size=size)


def cut(found: list[Any], *, by: Sequence[str], start: Place, size: int = PAGE_SIZE) -> Page[Any]:
    """The page of up to `size` + 1 rows that were read from `start` in its order."""
    more, found = len(found) > size, found[:size]
    if start.backwards:
        found.reverse()
    has_next, has_previous = (True, more) if start.backwards else (more, bool(start.values))
    if not found:
        return Page(found, "", "")
    ends = [[row[field] for field in by] for row in (found[0], found[-1])]
    return Page(
        found,
        encode(ends[1]) if has_next else "",
        encode(ends[0], backwards=True) if has_previous else "",
    )

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


def after(fields: Sequence[str], values: Sequence[str], *, backwards: bool) -> Q:
    """The condition "comes after these values" for ascending, non-null `fields`, the last of them unique."""
    operator = "lt" if backwards else "gt"
    condition = Q()
    for index, field in enumerate(fields):
        equal = dict(zip(fields[:index], values[:index], strict=True))
        condition |= Q(**equal, **{f"{field}__{operator}": values[index]})
    leading = "lte" if backwards else "gte"
    return Q(**{f"{fields[0]}__{leading}": values[0]}) & condition


def page(
    rows: QuerySet[Any, Any], *, by: Sequence[str], cursor: str = "", size: int = PAGE_SIZE
) -> Page[Any]:
    """Read one page of a `.values()` queryset ordered by `by`. A cursor of other fields raises RuleBroken."""
    backwards = False
    if cursor:
        backwards, values = decode(cursor, fields=len(by))
        try:
            rows = rows.filter(after(by, values, backwards=backwards))
        except (ValueError, ValidationError) as error:
            raise RuleBroken(str(BROKEN), code="bad_cursor") from error
    order = [f"-{field}" for field in by] if backwards else list(by)
    found = list(rows.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (True, more) if backwards else (more, bool(cursor))
    if not found:
        return Page(found, "", "")
    ends = [[row[field] for field in by] for row in (found[0], found[-1])]
    return Page(
        found,
        encode(ends[1]) if has_next else "",
        encode(ends[0], backwards=True) if has_previous else "",
    )

"""Which pages of other apps exist: the shell links by name and imports nobody's views.

A name that is not in the URL table is left out silently, so that an app may come later or stay away.
"""

from __future__ import annotations

from functools import cache

from django.urls import NoReverseMatch, reverse

from hjemvei.core.text import ALPHABET

ANY_KEY = "k"
LENGTH = 12
PLACES = tuple(mark * LENGTH for mark in ALPHABET[:3])
"""Shaped as keys are, for the pages whose address takes nothing else."""


def address(name: str, *keys: str) -> str:
    """The address of a page, or empty where there is none."""
    found = _pattern(name, len(keys))
    for place, key in zip(PLACES, keys, strict=False):
        found = found.replace(place, key)
    return found


@cache
def _pattern(name: str, keys: int) -> str:
    """Looked up once: a page of the case shell names dozens of addresses, and they only differ in keys."""
    try:
        return reverse(name, args=PLACES[:keys] or None)
    except NoReverseMatch:
        return ""


@cache
def has_page(name: str) -> bool:
    """Whether a page about one case exists under this name."""
    return bool(address(name, ANY_KEY))

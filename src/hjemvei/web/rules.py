"""The order of the case list. Those that press most stand first, unless somebody asks for another order."""

from __future__ import annotations

from collections.abc import Mapping

from hjemvei.accounts.enums import InfoClass

ORDER: Mapping[str, tuple[str, ...]] = {
    "": ("rank", "sort_on", "case_id"),
    "dato": ("sort_on", "case_id"),
    "frist": ("next_due_on", "case_id"),
    "ansvarlig": ("owner_or_none", "sort_on", "case_id"),
}


def order_by(asked: str, readable: frozenset[InfoClass]) -> tuple[str, ...]:
    """A role that may not read dates or risk gets no order that tells them."""
    if asked in ("frist", "ansvarlig") or {InfoClass.CUSTODY, InfoClass.HOUSING} <= readable:
        by = ORDER[asked]
        return by if InfoClass.CUSTODY in readable else tuple(name for name in by if name != "sort_on")
    return ("case_id",)

"""Bring every unit's list up to date after something in a case changed."""

from __future__ import annotations

from collections.abc import Sequence

from hjemvei.core.db import call


def sync_caseload(*, case_ids: Sequence[int]) -> None:
    """The last statement of every action that changes dates, tasks, assignments, home status or access."""
    call("sync_caseload", list(case_ids))

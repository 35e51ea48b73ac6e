"""Leases and follow-up for other systems."""

from __future__ import annotations

from hjemvei.tenancies.api.follow_ups import follow_ups
from hjemvei.tenancies.api.leases import leases

__all__ = ["follow_ups", "leases"]

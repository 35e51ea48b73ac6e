"""Applications and offers for other systems."""

from __future__ import annotations

from hjemvei.allocation.api.applications import applications
from hjemvei.allocation.api.offers import offers

__all__ = ["applications", "offers"]

"""Hjemvei: the way home from prison, shared by prison, municipality and the person."""

from __future__ import annotations

__version__ = "0.1.0"

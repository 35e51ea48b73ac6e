"""People and consents for other systems."""

from __future__ import annotations

from hjemvei.sharing.api import consent_log as consent_log
from hjemvei.sharing.api.consents import consents
from hjemvei.sharing.api.persons import persons

__all__ = ["consents", "persons"]

"""Cases for other systems: the case itself, who answers, release dates, notices and tasks."""

from __future__ import annotations

from hjemvei.cases.api.cases import cases
from hjemvei.cases.api.duties import duties
from hjemvei.cases.api.notifications import notifications
from hjemvei.cases.api.release_dates import release_dates
from hjemvei.cases.api.tasks import tasks

__all__ = ["cases", "duties", "notifications", "release_dates", "tasks"]

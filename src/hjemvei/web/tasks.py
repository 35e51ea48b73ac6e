"""Where the job runner looks for jobs."""

from __future__ import annotations

from hjemvei.web import jobs as jobs

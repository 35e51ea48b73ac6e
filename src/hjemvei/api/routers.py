"""The interface `/api/v1/`: every app's routes, mounted once."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.parser import Parser

from hjemvei import __version__
from hjemvei.agreements.api import agreements
from hjemvei.allocation.api import applications, offers
from hjemvei.api.problems import HANDLERS, handle
from hjemvei.api.requests import enclosed, tagged
from hjemvei.cases.api import cases, duties, notifications, release_dates, tasks
from hjemvei.cooperation.api import cooperation
from hjemvei.deviations.api import deviations
from hjemvei.exchange.api import rolls
from hjemvei.homes.api import dwellings
from hjemvei.presence.api import presence
from hjemvei.routines.api import routines
from hjemvei.sharing.api import consents, persons
from hjemvei.statistics.api import figures
from hjemvei.tenancies.api import follow_ups, leases

AREAS = (
    rolls,
    persons,
    cases,
    duties,
    release_dates,
    consents,
    notifications,
    tasks,
    dwellings,
    applications,
    offers,
    leases,
    follow_ups,
    cooperation,
    figures,
    deviations,
    agreements,
    routines,
    presence,
)
DESCRIPTION = """
What a caseworker does on the pages, another system does here: the same actions, rules and locks. A token
belongs to one unit of one organisation; what it may read follows from its user's roles in that unit, what it
may do from its scopes. See `docs/how-to/use-the-api.md`.
"""


class StrictParser(Parser):
    """JSON as RFC 8259 has it: no NaN, no Infinity. Too deep or otherwise broken raises, and becomes 400."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json.loads(request.body, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


class Interface(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The view's own name: what a generated client calls the operation. A test keeps them unique."""
        return operation.view_func.__name__


def build() -> Interface:
    api = Interface(
        title="Hjemvei",
        version=__version__,
        description=DESCRIPTION,
        urls_namespace="api-1",
        openapi_url=None,
        docs_url=None,
        parser=StrictParser(),
    )
    for kind in HANDLERS:
        api.add_exception_handler(kind, handle)  # type: ignore[arg-type]
    api.add_decorator(enclosed, mode="view")
    api.add_decorator(tagged, mode="operation")
    for routes in AREAS:
        api.add_router("", routes.router)
    return api


API = build()

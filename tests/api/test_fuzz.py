"""Calls made up from the OpenAPI document: no internal error, and no answer that the document does not name.

`HJEMVEI_FUZZ_CASES` says how many calls; they are spread over all operations, half of them fitting the
document and half of them not. Most go to things that exist, so that they reach what lies behind the lookup.
The operations are in three parts, so that processes can share the work.
"""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.api.factories import Road, made, road
from tests.world import World

CASES = int(os.environ.get("HJEMVEI_FUZZ_CASES", "3000"))
PARTS = 3
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
QUIET = {
    "deadline": None,
    "database": None,
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
}


@pytest.fixture
def walked(world: World, settings: Any) -> Iterator[Road]:
    """The handler would close the test's connection and its transaction after each call; the test client
    keeps it from that while it calls itself, and only then.
    """
    settings.API_CALLS_PER_MINUTE = 10**9
    found = road(world)
    tasks = found.prison.get("/tasks").json()["items"]
    found.keys["tasks"] = tasks[0]["key"] if tasks else "2" * 12
    plan = {"to_unit": "tk-koordinering", "released_on": "2026-11-01", "person_agreed": True}
    planned = made(found.municipality.post(f"/cases/{found.keys['cases']}/follow-ups", plan))
    found.keys["follow-ups"] = planned["items"][0]["key"]
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield found
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_call_is_answered_by_an_error_or_by_what_is_not_documented(walked: Road, part: int) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    operations = [found.ok() for found in schema.get_all_operations()][part::PARTS]
    answered: Counter[int] = Counter()
    cases, turn = CASES // PARTS, 0
    while answered.total() < cases:
        turn += 1
        calls = max(2, (cases - answered.total()) // (2 * len(operations)))
        for operation in operations:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                _fuzz(operation, mode, walked, answered, calls=calls, turn=turn)
    print(f"\n{answered.total()} calls to {len(operations)} operations: {dict(sorted(answered.items()))}")
    assert answered[200] + answered[201] > cases * 0.03


def _fuzz(
    operation: Any,
    mode: GenerationMode,
    walked: Road,
    answered: Counter[int],
    *,
    calls: int,
    turn: int,
) -> None:
    @seed(20261116 + turn)
    @settings(max_examples=calls, **QUIET)
    @given(case=operation.as_strategy(generation_mode=mode), real=st.integers(0, 3), prison=st.booleans())
    def call(case: Any, real: int, prison: bool) -> None:
        caller = walked.prison if prison else walked.municipality
        told = {"Authorization": f"Bearer {caller.token}"}
        if mode.is_positive:
            _aim(case, walked, real, told)
        response = case.call(headers=told)
        answered[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    call()


def _aim(case: Any, walked: Road, real: int, told: dict[str, str]) -> None:
    """Three of four calls go to something that exists; writes get a key of their own and any version."""
    if real and "key" in (case.path_parameters or {}):
        area = case.operation.path.split("/")[3]
        case.path_parameters["key"] = walked.keys.get(area, "2" * 12)
    if case.method != "GET" and real:
        told["Idempotency-Key"] = secrets.token_hex(16)
        told["If-Match"] = "*"

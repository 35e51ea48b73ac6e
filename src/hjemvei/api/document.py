"""The OpenAPI 3.1 document: what ninja derives, with the media types and headers it cannot know."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from hjemvei.api.problems import MEDIA_TYPE
from hjemvei.api.routers import API
from hjemvei.core.api import RouteFacts

PREFIX = "/api/v1/"
SECURITY = {"token": {"type": "http", "scheme": "bearer", "description": "A token made by an administrator."}}
HEADERS: dict[str, dict[str, Any]] = {
    "401": {"WWW-Authenticate": {"schema": {"type": "string"}}},
    "429": {"Retry-After": {"schema": {"type": "string", "pattern": r"^\d+$"}}},
}
ETAG = {"ETag": {"schema": {"type": "string"}, "description": "The version, to send back as If-Match."}}


@cache
def document() -> dict[str, Any]:
    """The whole document; the same for everybody, and free of personal data."""
    found: dict[str, Any] = dict(API.get_openapi_schema(path_prefix=PREFIX.lstrip("/")))
    found["components"]["securitySchemes"] = SECURITY
    facts = dict(_routes())
    for methods in found["paths"].values():
        for operation in methods.values():
            _complete(operation, facts[operation["operationId"]])
    return found


def _routes() -> Iterator[tuple[str, RouteFacts]]:
    for bound in API._get_bound_routers():
        for path_view in bound.path_operations.values():
            for operation in path_view.operations:
                yield API.get_openapi_operation_id(operation), operation.view_func.hjemvei_route  # type: ignore[attr-defined]


def _complete(operation: dict[str, Any], facts: RouteFacts) -> None:
    operation["security"] = [{"token": [facts.scope]}]
    operation["description"] = f"{operation.get('description', '')}\n\nScope: `{facts.scope}`.".strip()
    operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
    for status, answer in operation["responses"].items():
        if status >= "400":
            answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
            answer |= {"headers": HEADERS[status]} if status in HEADERS else {}
        elif facts.single:
            answer["headers"] = ETAG

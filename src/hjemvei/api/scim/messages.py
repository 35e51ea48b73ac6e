"""SCIM's JSON: what we say of a user, of ourselves, and of what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from hjemvei.accounts.models import ApiToken, User
from hjemvei.accounts.queries.directory import UserRow

MEDIA_TYPE = "application/scim+json"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
LEAVER = "urn:hjemvei:params:scim:schemas:1.0:Leaver"
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
CONFIG = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Schema"
TYPE = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
BASE = "/api/scim/v2"


class Wrong(Exception):
    """What is answered instead; `kind` is RFC 7644's scimType."""

    def __init__(self, status: int, detail: str, kind: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.kind = status, detail, kind


def said(content: Mapping[str, Any] | None, status: int = 200) -> HttpResponse:
    text = b"" if content is None else json.dumps(content, ensure_ascii=False).encode()
    return HttpResponse(text, status=status, content_type=MEDIA_TYPE)


def wrong(status: int, detail: str, kind: str = "") -> HttpResponse:
    content = {"schemas": [ERROR], "status": str(status), "detail": detail}
    return said({**content, "scimType": kind} if kind else content, status)


def user(row: UserRow, account: User) -> dict[str, Any]:
    active = account.is_active and bool(row.current)
    return {
        "schemas": [USER],
        "id": row.key,
        "userName": row.email,
        "displayName": row.name,
        "name": {"formatted": row.name},
        "emails": [{"value": row.email, "type": "work", "primary": True}],
        "active": active,
        "roles": [{"value": seat.code, "display": f"{seat.role}, {seat.unit_name}"} for seat in row.current],
        "meta": {
            "resourceType": "User",
            "created": account.joined_at.isoformat(),
            "location": f"{settings.SITE_URL}{BASE}/Users/{row.key}",
        },
    }


def left(row: UserRow, account: User, tokens: Iterable[ApiToken]) -> dict[str, Any]:
    """Somebody whose everything has ended, and the keys they saw that must be replaced before they stop."""
    keys = [{"name": token.name, "stops": token.expires_at.isoformat()} for token in tokens]
    said = user(row, account)
    return {**said, "schemas": [USER, LEAVER], LEAVER: {"keysToReplace": keys}} if keys else said


def accepted(email: str) -> dict[str, Any]:
    """An address whose account is another employer's too: nobody of ours until they say yes."""
    return {"schemas": [USER], "userName": email, "active": False}


def listed(resources: Sequence[Mapping[str, Any]], *, total: int, start: int = 1) -> dict[str, Any]:
    return {
        "schemas": [LIST],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(resources),
        "Resources": list(resources),
    }


def config() -> dict[str, Any]:
    no = {"supported": False}
    return {
        "schemas": [CONFIG],
        "documentationUri": f"{settings.SITE_URL}/api/v1/",
        "patch": {"supported": True},
        "bulk": {**no, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": 100},
        "changePassword": no,
        "sort": no,
        "etag": no,
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "Systemnøkkel",
                "description": "Authorization: Bearer, users:read, users:write",
                "primary": True,
            }
        ],
        "meta": {"resourceType": "ServiceProviderConfig", "location": _at("ServiceProviderConfig")},
    }


def resource_types() -> list[dict[str, Any]]:
    return [
        {
            "schemas": [TYPE],
            "id": "User",
            "name": "User",
            "endpoint": "/Users",
            "schema": USER,
            "meta": {"resourceType": "ResourceType", "location": _at("ResourceTypes/User")},
        }
    ]


def schemas() -> list[dict[str, Any]]:
    attributes = [
        _attribute("userName", required=True, uniqueness="server"),
        _attribute("displayName"),
        _attribute("active", kind="boolean"),
        _attribute("name", kind="complex", parts=[_attribute("formatted", required=True)]),
        _attribute("emails", kind="complex", many=True, parts=[_attribute("value")]),
        _attribute("roles", kind="complex", many=True, parts=[_attribute("value", required=True)]),
    ]
    meta = {"resourceType": "Schema", "location": _at(f"Schemas/{USER}")}
    return [{"schemas": [SCHEMA], "id": USER, "name": "User", "attributes": attributes, "meta": meta}]


def _attribute(
    name: str,
    *,
    kind: str = "string",
    required: bool = False,
    many: bool = False,
    uniqueness: str = "none",
    parts: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": name,
        "type": kind,
        "multiValued": many,
        "required": required,
        "caseExact": False,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": uniqueness,
    }
    return {**found, "subAttributes": list(parts)} if parts else found


def _at(place: str) -> str:
    return f"{settings.SITE_URL}{BASE}/{place}"

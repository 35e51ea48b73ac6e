"""What a directory sends, read strictly: what we cannot do is refused, never passed over in silence."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hjemvei.accounts.enums import Role
from hjemvei.api.scim.messages import PATCH, Wrong

BY_NAME = re.compile(r'^\s*userName\s+eq\s+"([^"\\]{1,254})"\s*$', re.IGNORECASE)
NEVER = frozenset(
    {Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.RIGHTS_OFFICER, Role.API_CLIENT, Role.SYSTEM}
)
"""Roles that a person gives another in Hjemvei, and no directory."""
FALSE = (False, "false", "False")


@dataclass(frozen=True, slots=True)
class Newcomer:
    email: str
    name: str
    roles: list[Role]


def body(request: HttpRequest) -> dict[str, Any]:
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Wrong(400, _("Innholdet er ikke gyldig JSON."), "invalidSyntax") from error
    if not isinstance(found, dict):
        raise Wrong(400, _("Innholdet skal være et objekt."), "invalidSyntax")
    return found


def name_sought(text: str) -> str:
    """`userName eq "…"`, or nothing."""
    if not text:
        return ""
    found = BY_NAME.match(text)
    if found is None:
        raise Wrong(400, _('Bare dette filteret finnes: userName eq "adresse".'), "invalidFilter")
    return found.group(1).lower()


def number(text: str, *, fallback: int, most: int) -> int:
    if not text:
        return fallback
    if not re.fullmatch(r"-?\d{1,9}", text):
        raise Wrong(400, _("startIndex og count skal være tall."), "invalidValue")
    return max(0, min(int(text), most))


def newcomer(content: dict[str, Any]) -> Newcomer:
    email, name = content.get("userName"), _name(content)
    try:
        validate_email(email)
    except ValidationError as error:
        raise Wrong(400, _("userName skal være e-postadressen i jobben."), "invalidValue") from error
    if not name or len(name) > 120 or not name.isprintable():
        raise Wrong(400, _("displayName eller name.formatted skal være navnet."), "invalidValue")
    if content.get("active", True) in FALSE:
        raise Wrong(400, _("Den som er sluttet, inviteres ikke."), "invalidValue")
    return Newcomer(str(email).lower(), name, _roles(content.get("roles")))


def _name(content: dict[str, Any]) -> str:
    parts = content.get("name")
    formatted = parts.get("formatted") if isinstance(parts, dict) else None
    found = content.get("displayName") or formatted or ""
    return found.strip() if isinstance(found, str) else ""


def _roles(given: Any) -> list[Role]:
    """`[{"value": "social_caseworker"}]`. Without a role nobody can be invited: they would belong nowhere."""
    entries = given if isinstance(given, list) else []
    values = [entry.get("value") if isinstance(entry, dict) else entry for entry in entries]
    known = {role.value for role in Role} - {role.value for role in NEVER}
    if not values or not all(isinstance(value, str) and value in known for value in values):
        raise Wrong(400, _("roles skal ha minst én rolle som kan gis her."), "invalidValue")
    return [Role(str(value)) for value in dict.fromkeys(values)]


def ends(content: dict[str, Any]) -> None:
    """A PATCH may do one thing: `active` to false. Entra writes it as text and without a path."""
    operations = content.get("Operations")
    if PATCH not in (content.get("schemas") or []) or not isinstance(operations, list) or not operations:
        raise Wrong(400, _("Innholdet er ikke en PatchOp."), "invalidSyntax")
    for operation in operations:
        verb = str(operation.get("op", "")).lower() if isinstance(operation, dict) else ""
        value = operation.get("value") if verb in {"replace", "add"} else None
        if verb and str(operation.get("path", "")).lower() == "active":
            value = {"active": value}
        if not isinstance(value, dict) or {key.lower() for key in value} != {"active"}:
            raise Wrong(400, _("Bare active kan endres her. Navn og roller endres i Hjemvei."), "mutability")
        if next(iter(value.values())) not in FALSE:
            raise Wrong(400, _("Den som kommer tilbake, inviteres på nytt med POST."), "mutability")

"""The interface as a page to read: everything that the OpenAPI document says, in tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.scopes import AREAS, VERBS
from hjemvei.api.document import PREFIX
from hjemvei.api.problems import TITLES

Schema = Mapping[str, Any]
KINDS: Mapping[tuple[str, str], Promise] = {
    ("string", ""): _("tekst"),
    ("string", "date"): _("dato, 2026-11-30"),
    ("string", "date-time"): _("tidspunkt"),
    ("string", "binary"): _("fil"),
    ("integer", ""): _("heltall"),
    ("number", ""): _("tall"),
    ("boolean", ""): _("true eller false"),
}
REF = "$ref"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value may be: words, one of some codes, or another object. `ref` is that object's name."""

    text: str | Promise = ""
    codes: Sequence[str] = ()
    ref: str = ""
    is_list: bool = False
    may_be_null: bool = False


@dataclass(frozen=True, slots=True)
class FieldLine:
    name: str
    kind: Kind
    is_required: bool
    limits: str


@dataclass(frozen=True, slots=True)
class Thing:
    """An object that is sent or answered."""

    name: str
    text: str
    fields: Sequence[FieldLine]


@dataclass(frozen=True, slots=True)
class CallLine:
    """`sends` and `answers` are names of objects; `values` stand in the address, or beside a file."""

    method: str
    path: str
    name: str
    text: str
    scope: str
    values: Sequence[FieldLine]
    sends: str
    answers: str
    is_list: bool
    is_once: bool
    is_versioned: bool


@dataclass(frozen=True, slots=True)
class Area:
    code: str
    label: Promise
    scopes: Sequence[tuple[str, Promise]]
    calls: Sequence[CallLine]


@dataclass(frozen=True, slots=True)
class Refused:
    """A status with the name that `type` ends with when no narrower one is given."""

    status: int
    phrase: str
    name: str
    title: Promise


@dataclass(frozen=True, slots=True)
class Guide:
    version: str
    areas: Sequence[Area]
    things: Sequence[Thing]
    refusals: Sequence[Refused]


def guide_of(document: Mapping[str, Any]) -> Guide:
    schemas: Mapping[str, Schema] = document["components"]["schemas"]
    calls: dict[str, list[CallLine]] = {area: [] for area in AREAS}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            area = operation["tags"][0]
            calls[area].append(_call(method, path.removeprefix(PREFIX.rstrip("/")), operation, schemas))
    return Guide(
        version=document["info"]["version"],
        areas=[_area(code, label, calls[code]) for code, label in AREAS.items()],
        things=[
            Thing(name, schemas[name].get("description", ""), list(_fields(schemas[name], schemas)))
            for name in sorted(_named(calls, schemas))
        ],
        refusals=[
            Refused(status, HTTPStatus(status).phrase, name, title)
            for status, (name, title) in TITLES.items()
        ],
    )


def _area(code: str, label: Promise, calls: Sequence[CallLine]) -> Area:
    used = {call.scope for call in calls}
    scopes = [(f"{code}:{verb}", words) for verb, words in VERBS.items() if f"{code}:{verb}" in used]
    return Area(code, label, scopes, calls)


def _call(method: str, path: str, operation: Mapping[str, Any], schemas: Mapping[str, Schema]) -> CallLine:
    headers = {given["name"] for given in operation.get("parameters", ()) if given["in"] == "header"}
    content: Mapping[str, Any] = operation.get("requestBody", {}).get("content", {})
    sent: Schema = next((found["schema"] for found in content.values()), {})
    answered = _answer(operation)
    return CallLine(
        method=method.upper(),
        path=path,
        name=operation["operationId"],
        text=operation["description"].rpartition("Scope:")[0].strip(),
        scope=operation["security"][0]["token"][0],
        values=[
            *_fields(sent, schemas),
            *(_parameter(given, schemas) for given in operation["parameters"] if given["in"] == "query"),
        ],
        sends=_last(sent.get(REF, "")),
        answers=_listed(answered) or answered,
        is_list=bool(_listed(answered)),
        is_once="Idempotency-Key" in headers,
        is_versioned="If-Match" in headers,
    )


def _answer(operation: Mapping[str, Any]) -> str:
    """The name of what comes back when all is well."""
    well = next(answer for status, answer in operation["responses"].items() if status < "300")
    return _last(next(iter(well["content"].values()))["schema"].get(REF, ""))


def _listed(name: str) -> str:
    """`Listed_CaseLine_` is a page of CaseLine."""
    return name.removeprefix("Listed_").removesuffix("_") if name.startswith("Listed_") else ""


def _last(ref: str) -> str:
    return ref.rpartition("/")[2]


def _fields(schema: Schema, schemas: Mapping[str, Schema]) -> Iterator[FieldLine]:
    required = schema.get("required", ())
    for name, found in schema.get("properties", {}).items():
        yield FieldLine(name, _kind(found, schemas), name in required, _limits(found))


def _parameter(given: Mapping[str, Any], schemas: Mapping[str, Schema]) -> FieldLine:
    schema = given["schema"]
    return FieldLine(given["name"], _kind(schema, schemas), given.get("required", False), _limits(schema))


def _kind(schema: Schema, schemas: Mapping[str, Schema]) -> Kind:
    schema, may_be_null = _without_null(schema)
    is_list = schema.get("type") == "array"
    if is_list:
        schema, _null = _without_null(schema["items"])
    name = _last(schema.get(REF, ""))
    target = schemas.get(name, schema)
    if "enum" in target:
        return Kind(codes=[str(code) for code in target["enum"] if code != ""], is_list=is_list)
    if name:
        return Kind(ref=name, is_list=is_list, may_be_null=may_be_null)
    words = KINDS[schema["type"], schema.get("format", "")]
    return Kind(text=words, is_list=is_list, may_be_null=may_be_null)


def _without_null(schema: Schema) -> tuple[Schema, bool]:
    """The one thing that is meant, and whether null is allowed instead."""
    ways = schema.get("anyOf") or schema.get("allOf") or [schema]
    meant = [way for way in ways if way.get("type") != "null"]
    return meant[0], len(meant) < len(ways)


def _limits(schema: Schema) -> str:
    """`1–100`, `≤ 300`: what the numbers are is plain from the kind."""
    schema, _null = _without_null(schema)
    low = schema.get("minimum", schema.get("minLength"))
    high = schema.get("maximum", schema.get("maxLength", schema.get("maxItems")))
    if high is None:
        return ""
    return f"{low}–{high}" if low else f"≤ {high}"


def _named(calls: Mapping[str, Sequence[CallLine]], schemas: Mapping[str, Schema]) -> set[str]:
    """Every object that a call names, and those within them."""
    waiting = [name for lines in calls.values() for line in lines for name in (line.sends, line.answers)]
    found: set[str] = {"Problem", "Fault"}
    while waiting:
        name = waiting.pop()
        if name and name not in found:
            found.add(name)
            waiting += [line.kind.ref for line in _fields(schemas[name], schemas)]
    return found

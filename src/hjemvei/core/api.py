"""What every app's `api` is built of: strict values, routes with their scope, problem details, entity tags.

`hjemvei.api` mounts the routes and runs each call in its transaction; nothing here knows who calls.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import BeforeValidator, ConfigDict, Field, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

from hjemvei.core.errors import RuleBroken
from hjemvei.core.paging import Page, page
from hjemvei.core.text import ALPHABET

KEY_PATTERN = f"^[{ALPHABET}]{{12}}$"
DAY_PATTERN = r"^(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
LARGEST = 2**31 - 1
T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Any])


def _day(value: object) -> dt.date:
    """Only YYYY-MM-DD: pydantic would also take seconds since 1970 and moments."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if not isinstance(value, str) or not re.fullmatch(DAY_PATTERN, value, re.ASCII):
        raise PydanticCustomError("date_parsing", "not a date")
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("date_parsing", "not a date") from error


Key = Annotated[str, Field(pattern=KEY_PATTERN)]
UNSEEN = r"\u007f-\u009f\u202a-\u202e\u2066-\u2069"
"""Control characters, and those that turn the text after them around; forms take them out."""
LINE_PATTERN = rf"^[^\u0000-\u001f{UNSEEN}]*$"
TEXT_PATTERN = rf"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f{UNSEEN}]*$"
Line = Annotated[str, Field(min_length=1, max_length=300, pattern=LINE_PATTERN)]
OptionalLine = Annotated[str, Field(max_length=300, pattern=LINE_PATTERN)]
Paragraph = Annotated[str, Field(max_length=4000, pattern=TEXT_PATTERN)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
Whole = Annotated[int, Strict(), Field(ge=0, le=LARGEST)]
YesNo = Annotated[bool, Strict()]
Day = Annotated[
    dt.date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DAY_PATTERN}),
]
Cursor = Annotated[str, Field(max_length=1000, pattern=r"^[A-Za-z0-9_-]*$")]
Limit = Annotated[int, Field(ge=1, le=100)]


class Body(Schema):
    """What a call sends: a field that is not asked for is refused, so that no slip of the pen is lost."""

    model_config = ConfigDict(extra="forbid")


class Paging(Body):
    """`cursor` is the `next_cursor` of the page before; `limit` rows a page."""

    cursor: Cursor = ""
    limit: Limit = 25


class Listed(Schema, Generic[T]):
    """One page. `next_cursor` is empty on the last one."""

    items: list[T]
    next_cursor: str


class Fault(Schema):
    """One thing wrong: a JSON pointer into what was sent (`#/body/due_on`), and why."""

    pointer: str
    reason: str


class Problem(Schema):
    """RFC 9457. `type` is a stable name, `title` and `detail` are in the caller's language."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []


class Refusal(Exception):
    """The call as such is refused, before or beside what an action has to say.

    `errors` are pairs of JSON pointer and reason, `headers` of name and value.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[tuple[str, str]] = (),
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """What `hjemvei.api` must know of an operation before it runs it."""

    scope: str
    status: int
    writes: bool
    single: bool


READ_PROBLEMS = (401, 403, 404, 422, 429)
WRITE_PROBLEMS = (400, 401, 403, 404, 409, 413, 415, 422, 429)
UPDATE_PROBLEMS = (412, 428)
ONCE_HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "description": "The same key with the same content gives the same answer and does the thing once.",
    "schema": {"type": "string", "pattern": "^[!-~]{16,64}$"},
}
MATCH_HEADER = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the version that the change is based on.",
    "schema": {"type": "string", "pattern": '^"[!#-~]{1,80}"$'},
}


class Routes:
    """One area's operations; the area gives the scopes `<area>:read` and `<area>:write`."""

    def __init__(self, area: str) -> None:
        self.area = area
        self.router = Router(tags=[area])

    def read(self, path: str, answer: Any, *, single: bool = False) -> Callable[[View], View]:
        """`single` answers carry an ETag."""
        facts = RouteFacts(f"{self.area}:read", 200, writes=False, single=single)
        return self._route("GET", path, answer, facts, READ_PROBLEMS, ())

    def write(
        self, path: str, answer: Any, *, method: str = "POST", status: int = 200, updates: bool = False
    ) -> Callable[[View], View]:
        """`updates`: the view calls `must_match` before it changes what is there."""
        facts = RouteFacts(f"{self.area}:write", status, writes=True, single=True)
        problems = WRITE_PROBLEMS + UPDATE_PROBLEMS if updates else WRITE_PROBLEMS
        headers = (ONCE_HEADER, MATCH_HEADER) if updates else (ONCE_HEADER,)
        return self._route(method, path, answer, facts, problems, headers)

    def _route(
        self,
        method: str,
        path: str,
        answer: Any,
        facts: RouteFacts,
        problems: tuple[int, ...],
        headers: tuple[Mapping[str, Any], ...],
    ) -> Callable[[View], View]:
        register = self.router.api_operation(
            [method],
            path,
            response={facts.status: answer, **dict.fromkeys(problems, Problem)},
            openapi_extra={"parameters": [dict(header) for header in headers]},
        )

        def mark(view: View) -> View:
            view.hjemvei_route = facts  # type: ignore[attr-defined]
            return register(view)

        return mark


def page_of(rows: QuerySet[Any, Any], paging: Paging, *, by: Sequence[str]) -> Page[Any]:
    """One page as the caller asks for it. Raises RuleBroken for a cursor with values that fit no column."""
    try:
        return page(rows, by=by, cursor=paging.cursor, size=paging.limit)
    except (ValueError, ValidationError) as error:
        text = _("Markøren hører ikke til denne listen. Start fra første side.")
        raise RuleBroken(text, code="bad_cursor") from error


def not_after(day: dt.date, last: dt.date, *, field: str) -> None:
    """For days on which something has happened. Raises RuleBroken."""
    if day > last:
        raise RuleBroken(_("Dagen har ikke vært ennå."), code="in_future", field=field)


def entity_tag(answer: Schema) -> str:
    """Changes when anything that the answer shows changes."""
    return f'"{hashlib.sha256(answer.model_dump_json().encode()).hexdigest()[:32]}"'


def must_match(request: HttpRequest, current: Schema) -> None:
    """Compare If-Match with what stands now (locked by the caller). Raises Refusal 428 and 412."""
    wanted = request.headers.get("If-Match", "").strip()
    if not wanted:
        raise Refusal(428, _("Send If-Match med ETag-en du fikk da du leste opplysningene."))
    if wanted != "*" and entity_tag(current) not in [tag.strip() for tag in wanted.split(",")]:
        raise Refusal(412, _("Opplysningene er endret siden du leste dem. Les dem på nytt."))

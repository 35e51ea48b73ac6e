"""The forms of a page, read as a browser reads them: names, kinds, values and choices."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = frozenset({"text", "textarea", "number", "date", "email", "tel", "search", "url", "time"})


@dataclass
class Field:
    """`kind` is the input's type, `select` or `textarea`; `choices` are the values it may have."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)

    @property
    def is_typed(self) -> bool:
        return self.kind in TYPED


@dataclass
class PageForm:
    action: str
    draft_url: str
    fields: dict[str, Field] = field(default_factory=dict)

    def values(self) -> dict[str, list[str]]:
        """What a browser would send if nobody touched the form."""
        found = {name: list(item.values) for name, item in self.fields.items() if item.values}
        typed = {name: [""] for name, item in self.fields.items() if item.is_typed and not item.values}
        return found | typed


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._field: Field | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = PageForm(found.get("action", ""), found.get("data-draft", ""))
            if found.get("method", "get").lower() == "post":
                self.forms.append(self._form)
        elif self._form is not None and tag == "option":
            self._option(found)
        elif self._form is not None and tag in ("input", "select", "textarea") and found.get("name"):
            self._control(tag, found)

    def _control(self, tag: str, found: dict[str, str]) -> None:
        assert self._form is not None
        kind = found.get("type", "text") if tag == "input" else tag
        item = self._form.fields.setdefault(found["name"], Field(found["name"], kind))
        if kind in ("radio", "checkbox"):
            item.choices.append(found.get("value", "on"))
            if "checked" in found:
                item.values.append(found.get("value", "on"))
        elif tag == "input" and kind != "file":
            item.values.append(found.get("value", ""))
        elif tag in ("select", "textarea"):
            self._field, self._text = item, []

    def _option(self, found: dict[str, str]) -> None:
        if self._field is None:
            return
        self._field.choices.append(found.get("value", ""))
        if "selected" in found:
            self._field.values.append(found.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._field is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._field is not None:
            self._field.values.append("".join(self._text).removeprefix("\n"))
            self._field = None
        elif tag == "select" and self._field is not None:
            if not self._field.values and self._field.choices:
                self._field.values.append(self._field.choices[0])
            self._field = None


def forms_of(html: str) -> list[PageForm]:
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def form_to(html: str, path: str) -> PageForm | None:
    """The form of the page that sends to `path`; an empty action sends to the page itself."""
    return next((found for found in forms_of(html) if found.action in (path, "")), None)

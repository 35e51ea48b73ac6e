from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PARTS = (("day", _("Dag"), 2), ("month", _("Måned"), 2), ("year", _("År"), 4))


class DateInput(forms.DateInput):
    """The browser's own date field, for days near by; a chosen day always travels as 2026-12-18."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class KnownDateInput(forms.Widget):
    """Day, month and year in three fields, for a date that people know by heart or read from paper."""

    template_name = "ui/forms/widgets/known_date.html"
    use_fieldset = True

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str, str]:
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip() for part, _label, _length in PARTS)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part, _label, _length in PARTS)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        if isinstance(value, dt.date):
            value = (value.day, value.month, value.year)
        shown = value or ("", "", "")
        context["widget"]["parts"] = [
            {"part": part, "label": label, "length": length, "value": shown[place]}
            for place, (part, label, length) in enumerate(PARTS)
        ]
        return context


class TextArea(forms.Textarea):
    """A text area that grows, with the number of characters left when the field has a limit."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 4) -> None:
        super().__init__(attrs={"rows": rows, "cols": None, **(attrs or {})})

    def use_required_attribute(self, initial: Any) -> bool:
        return False

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hjemvei.ui.formats import long_date
from hjemvei.ui.forms.widgets import DateInput, KnownDateInput, TextArea

Limit = dt.date | Callable[[], dt.date] | None


FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2099, 12, 31)


def _day(limit: Limit) -> dt.date | None:
    return limit() if callable(limit) else limit


class _Between:
    """Refuses days outside the limits; a limit may be a function, so that «today» is never old.

    No field takes a day outside 1900-2099, as the JSON interface: deadlines are counted from it.
    """

    def __init__(self, earliest: Limit, latest: Limit) -> None:
        self.earliest, self.latest = earliest, latest

    def __call__(self, value: dt.date) -> None:
        earliest, latest = _day(self.earliest) or FIRST_DAY, _day(self.latest) or LAST_DAY
        if value < earliest:
            raise ValidationError(
                _("Datoen kan ikke være før %(day)s."), "early", {"day": long_date(earliest)}
            )
        if value > latest:
            raise ValidationError(
                _("Datoen kan ikke være etter %(day)s."), "late", {"day": long_date(latest)}
            )


class DateField(forms.DateField):
    """A day near by, chosen in the browser's date field."""

    widget = DateInput
    default_error_messages = {"invalid": _("Skriv datoen som dag, måned og år, for eksempel 18.12.2026.")}

    def __init__(self, *, earliest: Limit = None, latest: Limit = None, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y"])
        super().__init__(**kwargs)
        self.validators.append(_Between(earliest, latest))


class KnownDateField(forms.Field):
    """A date known by heart, as day, month and year; gives ``datetime.date`` or None."""

    widget = KnownDateInput
    default_error_messages = {
        "incomplete": _("Fyll inn både dag, måned og år."),
        "invalid": _("Denne datoen finnes ikke. Sjekk dag, måned og år."),
        "year": _("Skriv året med fire tall."),
    }

    def __init__(self, *, earliest: Limit = None, latest: Limit = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(_Between(earliest, latest))

    def to_python(self, value: Any) -> dt.date | None:
        if value is None or isinstance(value, dt.date):
            return value
        day, month, year = value
        if not (day or month or year):
            return None
        if not (day and month and year):
            raise ValidationError(self.error_messages["incomplete"], "incomplete")
        if len(year) != 4:
            raise ValidationError(self.error_messages["year"], "year")
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class TextField(forms.CharField):
    """Running text; a limit is shown as characters left."""

    widget = TextArea

    def __init__(self, *, max_length: int | None = None, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", TextArea(rows=rows))
        super().__init__(max_length=max_length, **kwargs)

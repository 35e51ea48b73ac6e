from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from hjemvei.ui.forms.drafts import KeptTyping
from hjemvei.ui.forms.unseen import without_unseen
from hjemvei.ui.parts import ErrorLine, Text

REQUIRED = _("Må fylles ut.")
ONCE_LENGTH, HEXADECIMAL, LONGEST_OPEN = 31, frozenset("0123456789abcdef"), 4 * 3600
LIMITS = {
    "max_length": _("Skriv høyst %(limit_value)s tegn. Nå er det %(show_value)s."),
    "min_length": _("Skriv minst %(limit_value)s tegn. Nå er det %(show_value)s."),
    "max_value": _("Kan ikke være mer enn %(limit_value)s."),
    "min_value": _("Kan ikke være mindre enn %(limit_value)s."),
}
"""What Django says of a limit, in plainer words. A file's name is no text that anybody has typed."""


def error_lines(form: forms.BaseForm) -> list[ErrorLine]:
    """What the summary on top lists: errors of the whole form, then each field's with its address."""
    lines = [ErrorLine(text=str(message)) for message in form.non_field_errors()]
    for bound in form.hidden_fields():
        lines += [ErrorLine(text=str(message)) for message in bound.errors]
    for bound in form.visible_fields():
        mark = "" if str(bound.label).endswith("?") else ":"
        lines += [
            ErrorLine(text=f"{bound.label}{mark} {message}", target=first_id(bound))
            for message in bound.errors
        ]
    return lines


def first_id(bound: BoundField) -> str:
    """The id that a link from the summary must reach; groups of choices have their first choice."""
    widget = bound.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return str(bound.id_for_label or bound.auto_id)


def marking(form: forms.BaseForm) -> str:
    """How required fields are told: once on top when all are, else in words beside each label."""
    required = [bound.field.required for bound in form.visible_fields()]
    if len(required) > 1 and all(required):
        return "all"
    return "each" if any(required) and len(required) > 1 else "optional"


class Form(forms.Form):
    """Base of all forms: no colon after labels, errors from the server alone, no unseen characters."""

    use_required_attribute = False
    of_the_person = False
    """What somebody writes of themselves; their own words are not judged."""
    asked_when: Mapping[str, Text] = MappingProxyType({})
    """What is said beside the label of a field that must be filled in for some answers only."""
    draft: KeptTyping | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.data = without_unseen(
                self.data, keep=self._named(forms.PasswordInput), one_line=self._named(forms.TextInput)
            )
        self._speak_plainly()

    def full_clean(self) -> None:
        """Fields that a form adds when it is made, come after `__init__` here: they get the same words."""
        self._speak_plainly()
        super().full_clean()

    def _speak_plainly(self) -> None:
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = REQUIRED
            if not isinstance(field, forms.FileField):
                field.error_messages = {**LIMITS, **field.error_messages}

    def _named(self, kind: type[forms.Widget]) -> set[str]:
        fields = self.fields.items()
        return {self.add_prefix(name) for name, field in fields if isinstance(field.widget, kind)}


def new_once() -> str:
    """When the form was shown, in seconds as eight hexadecimal digits, and what cannot be guessed."""
    return f"{int(time.time()):08x}-{secrets.token_urlsafe(16)}"


def seconds_open(once: str, at: float) -> int | None:
    """How long a form lay open until `at`; None for a key without a time, or one of another day."""
    if len(once) != ONCE_LENGTH or once[8] != "-" or not set(once[:8]) <= HEXADECIMAL:
        return None
    seconds = int(at) - int(once[:8], 16)
    return seconds if 0 <= seconds <= LONGEST_OPEN else None


class OnceForm(Form):
    """A form that must not count twice: ``once`` is a random key made when it is shown.

    The view hands ``cleaned_data["once"]`` to the action, which refuses or repeats the answer of the first.
    """

    once = forms.CharField(widget=forms.HiddenInput, initial=new_once, max_length=64, min_length=16)

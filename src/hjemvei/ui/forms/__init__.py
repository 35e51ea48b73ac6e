"""Django forms in the look of the house; import everything from here."""

from __future__ import annotations

from hjemvei.ui.forms.base import Form, OnceForm
from hjemvei.ui.forms.drafts import sent
from hjemvei.ui.forms.fields import DateField, KnownDateField, TextField
from hjemvei.ui.forms.renderer import Renderer
from hjemvei.ui.forms.widgets import DateInput, KnownDateInput, TextArea

__all__ = [
    "DateField",
    "DateInput",
    "Form",
    "KnownDateField",
    "KnownDateInput",
    "OnceForm",
    "Renderer",
    "TextArea",
    "TextField",
    "sent",
]

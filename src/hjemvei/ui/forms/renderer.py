"""Renders forms and widgets with the house's Jinja2 templates.

Widgets keep their template names; what has no template here falls back to Django's own.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.forms.renderers import BaseRenderer
from django.forms.renderers import Jinja2 as DjangoRenderer
from django.template import engines
from django.template.exceptions import TemplateDoesNotExist

_INPUT = "ui/forms/widgets/input.html"
_FORM = "ui/forms/form.html"
TEMPLATES = {
    **{
        f"django/forms/widgets/{kind}.html": _INPUT
        for kind in (
            "text",
            "number",
            "email",
            "url",
            "tel",
            "password",
            "search",
            "date",
            "datetime",
            "time",
            "input",
        )
    },
    "django/forms/widgets/textarea.html": "ui/forms/widgets/textarea.html",
    "django/forms/widgets/select.html": "ui/forms/widgets/select.html",
    "django/forms/widgets/checkbox.html": "ui/forms/widgets/checkbox.html",
    "django/forms/widgets/radio.html": "ui/forms/widgets/choices.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/widgets/choices.html",
    "django/forms/widgets/file.html": _INPUT,
    "django/forms/widgets/clearable_file_input.html": "ui/forms/widgets/file.html",
    "django/forms/errors/list/ul.html": "ui/forms/errors.html",
    "django/forms/errors/list/default.html": "ui/forms/errors.html",
    **{f"django/forms/{name}.html": _FORM for name in ("div", "p", "ul", "table", "default")},
    "django/forms/field.html": "ui/forms/field.html",
}


class Renderer(BaseRenderer):
    form_template_name = _FORM
    field_template_name = "ui/forms/field.html"

    @cached_property
    def _fallback(self) -> DjangoRenderer:
        return DjangoRenderer()

    def get_template(self, template_name: str) -> Any:
        name = TEMPLATES.get(template_name, template_name)
        try:
            return engines["jinja2"].get_template(name)
        except TemplateDoesNotExist:
            return self._fallback.get_template(template_name)

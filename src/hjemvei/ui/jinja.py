"""The Jinja2 environment of all own templates (ADR-0003)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from hjemvei.ui import charts, parts
from hjemvei.ui.formats import FILTERS
from hjemvei.ui.forms.base import error_lines, marking
from hjemvei.ui.icons import icon

COMPONENT_FILES = ("actions", "status", "layout", "navigation", "tables", "flow", "charts", "forms")


def url(name: str, *args: object, query: dict[str, object] | None = None, **kwargs: object) -> str:
    """Reverse a named URL; ``query`` becomes the query string, empty values are left out."""
    address = reverse(name, args=args or None, kwargs=kwargs or None)
    pairs = [(key, value) for key, value in (query or {}).items() if value not in (None, "")]
    return f"{address}?{urlencode(pairs, doseq=True)}" if pairs else address


class Components:
    """The global ``ui``: every macro of the component files by name, loaded at first use."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    @cached_property
    def _macros(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in COMPONENT_FILES:
            module = self._environment.get_template(f"ui/{name}.html").module
            macros = {key: value for key, value in vars(module).items() if not key.startswith("_")}
            twice = found.keys() & macros.keys()
            if twice:
                raise ValueError(f"Two components share a name: {', '.join(sorted(twice))}")
            found |= macros
        return found

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._macros[name]
        except KeyError:
            raise AttributeError(f"No component named {name!r}") from None

    def names(self) -> list[str]:
        return sorted(self._macros)


def environment(**options: Any) -> Environment:
    """For ``TEMPLATES[...]["OPTIONS"]["environment"]``; undefined names are errors everywhere."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["extensions"] = [*options.get("extensions", []), "jinja2.ext.i18n", "jinja2.ext.do"]
    env = Environment(**options)  # noqa: S701  # the backend of Django sets autoescape
    install: Callable[..., None] = env.install_gettext_callables  # type: ignore[attr-defined]
    install(
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.filters.update(FILTERS)
    env.globals.update(error_lines=error_lines, marking=marking)
    env.globals.update(static=static, url=url, icon=icon, charts=charts, parts=parts, ui=Components(env))
    return env

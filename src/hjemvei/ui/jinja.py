"""The Jinja2 environments of all own templates (ADR-0003): one that asks for each text when it is shown,
and one for each language, in which the texts stand in the compiled template.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, cached_property, lru_cache
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.templatetags import static as static_files
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined, nodes
from jinja2.visitor import NodeTransformer

from hjemvei.ui import charts, parts, tile_map
from hjemvei.ui.formats import FILTERS
from hjemvei.ui.forms.base import error_lines, marking
from hjemvei.ui.icons import icon
from hjemvei.ui.wording import is_free_text, kinder_of

COMPONENT_FILES = ("actions", "status", "layout", "navigation", "tables", "flow", "charts", "maps", "forms")


@lru_cache(maxsize=512)
def _static(path: str, root: str) -> str:
    return static_files.static(path)


def static(path: str) -> str:
    """The address of a file, looked up once: what is collected does not change while the process lives."""
    return _static(path, str(settings.STATIC_ROOT))


@lru_cache(maxsize=512)
def _page(name: str) -> str:
    return reverse(name)


PLACES = ("222222222222", "333333333333", "444444444444")
"""Shaped as public keys are, and no one's."""
KEY = re.compile(r"[2-9a-hjkmnp-z]{12}")


@lru_cache(maxsize=1024)
def _pattern(name: str, keys: int) -> str:
    return reverse(name, args=PLACES[:keys])


def _reversed(name: str, args: tuple[object, ...], kwargs: dict[str, object]) -> str:
    """What takes public keys alone is looked up once: a page about a case names dozens of such addresses."""
    keys = [arg for arg in args if isinstance(arg, str) and KEY.fullmatch(arg)]
    if kwargs or not keys or len(keys) < len(args) or len(keys) > len(PLACES):
        return reverse(name, args=args or None, kwargs=kwargs or None)
    address = _pattern(name, len(keys))
    for place, key in zip(PLACES, keys, strict=False):
        address = address.replace(place, key)
    return address


def url(name: str, *args: object, query: dict[str, object] | None = None, **kwargs: object) -> str:
    """Reverse a named URL; ``query`` becomes the query string, empty values are left out."""
    address = _reversed(name, args, kwargs) if args or kwargs else _page(name)
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


class Spoken(NodeTransformer):
    """Puts the translation in the place of `_("…")`. Values are still filled in, and escaped, when shown."""

    NAMES = ("_", "gettext")

    def visit_Call(self, call: nodes.Call) -> nodes.Node:
        self.generic_visit(call)
        if not isinstance(call.node, nodes.Name) or call.node.name not in self.NAMES:
            return call
        texts = [text.value for text in call.args if isinstance(text, nodes.Const)]
        if len(texts) != 1 or len(call.args) != 1 or call.dyn_args or call.dyn_kwargs:
            return call
        place = {"lineno": call.lineno, "environment": call.environment}
        text = nodes.MarkSafe(nodes.Const(translation.gettext(texts[0]), **place), **place)
        pairs = [nodes.Pair(nodes.Const(value.key, **place), value.value, **place) for value in call.kwargs]
        return nodes.Mod(text, nodes.Dict(pairs, **place), **place)


class SpokenEnvironment(Environment):
    """Compiles its templates in one language."""

    language = ""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        with translation.override(self.language):
            return cast("nodes.Template", Spoken().visit(parsed))


@cache
def environment_in(language: str) -> Environment:
    """The templates of the project in a language of the settings, two letters."""
    base = cast("Jinja2", engines["jinja2"]).env
    found = environment(
        kind=SpokenEnvironment, loader=base.loader, autoescape=True, auto_reload=base.auto_reload
    )
    cast("SpokenEnvironment", found).language = language
    return found


def environment(*, kind: type[Environment] = Environment, **options: Any) -> Environment:
    """For ``TEMPLATES[...]["OPTIONS"]["environment"]``; undefined names are errors everywhere."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["extensions"] = [*options.get("extensions", []), "jinja2.ext.i18n", "jinja2.ext.do"]
    env = kind(**options)  # the backend of Django sets autoescape
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
    env.globals.update(is_free_text=is_free_text, kinder_of=kinder_of)
    env.globals.update(static=static, url=url, icon=icon, charts=charts, tiles=tile_map, parts=parts)
    env.globals.update(ui=Components(env))
    return env

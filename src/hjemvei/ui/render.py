"""How a view answers: the full page, or one named block of it when htmx asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.backends.utils import csrf_input
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from jinja2 import Environment

from hjemvei.ui.chrome import Chrome, page_for
from hjemvei.ui.formats import language
from hjemvei.ui.forms.drafts import offer_draft
from hjemvei.ui.jinja import environment_in


def jinja_environment() -> Environment:
    """The templates in the language of the page."""
    return environment_in(language())


def page_context(
    request: HttpRequest, context: Mapping[str, Any] | None = None, *, chrome: Chrome | None = None
) -> dict[str, Any]:
    """What every template has: request, csrf_input, csrf_token, page, messages; then the view's own.

    ``page`` is lazy: a fragment that shows no frame asks nobody for one.
    """
    return {
        "request": request,
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
        "csrf_token": SimpleLazyObject(lambda: get_token(request)),
        "page": SimpleLazyObject(lambda: page_for(request, chrome=chrome)),
        "messages": get_messages(request),
        **(context or {}),
    }


def render_block(template: str, block: str, context: Mapping[str, Any]) -> str:
    """One block of a template, with the imports and the parents of the template in force.

    The root function is run to its first output: this executes the imports at the top and
    binds the blocks of the parent, so a block sees the same names as on the full page.
    """
    compiled = jinja_environment().get_template(template)
    bound = compiled.new_context(dict(context))
    next(iter(compiled.root_render_func(bound)), None)
    if block not in bound.blocks:
        raise KeyError(f"{template} has no block {block!r}")
    return compiled.environment.concat(bound.blocks[block][0](bound))


def wants_fragment(request: HttpRequest) -> bool:
    """A boosted link or a restored page wants the whole page."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.history_restore_request and not htmx.boosted


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    block: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or only ``block`` when htmx asks for a fragment; caches must tell the two apart."""
    offer_draft(request, context or {})
    values = page_context(request, context)
    if block is not None and wants_fragment(request):
        text = render_block(template, block, values)
    else:
        text = jinja_environment().get_template(template).render(values)
    response = HttpResponse(text, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response

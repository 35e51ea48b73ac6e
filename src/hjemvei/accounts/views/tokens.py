"""Tokens of other systems: made, shown once, taken back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hjemvei.accounts.actions.create_api_token import create_api_token
from hjemvei.accounts.actions.revoke_api_token import revoke_api_token
from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.forms import TokenForm
from hjemvei.accounts.policy import can_administer
from hjemvei.accounts.queries import directory
from hjemvei.accounts.queries.tokens import tokens as token_rows
from hjemvei.accounts.step_up import require_fresh_factor
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The answer to a POST shows the token; it is never shown again, so there is no redirect."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    can_administer(actor).require()
    if request.method == "POST":
        require_fresh_factor(request, _("En systemnøkkel åpner opplysninger for et annet system."))
    choices = directory.choices(actor, today=clock.today())
    form = TokenForm(sent(request), **choices)
    made = ""
    if form.is_valid():
        try:
            values = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
            made = create_api_token(actor=actor, at=clock.now(), **values)
            form = TokenForm(**choices)
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
    rows = token_rows(actor, today=clock.today(), at=clock.now())
    context = {"actor": actor, "form": form, "made": made, "tokens": rows}
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    can_administer(actor).require()
    revoke_api_token(
        actor=actor, token=directory.find_token(actor, request.POST.get("token", "")), at=clock.now()
    )
    return redirect("accounts:tokens")

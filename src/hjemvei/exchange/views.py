"""The roll pages: load, look through, decide, take into use."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.exchange import queries
from hjemvei.exchange.actions.decide_row import Verdict, decide_row
from hjemvei.exchange.actions.discard_roll import discard_roll
from hjemvei.exchange.actions.stage_roll import stage_roll
from hjemvei.exchange.actions.start_roll import start_roll
from hjemvei.exchange.choices import RollState
from hjemvei.exchange.error_file import error_file
from hjemvei.exchange.forms import RollForm, VerdictForm
from hjemvei.exchange.models import RollImport
from hjemvei.exchange.policy import can_handle_roll
from hjemvei.exchange.preview import preview
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
@once
def rolls(request: HttpRequest) -> HttpResponse:
    """Own rolls, and the form that loads another."""
    actor = actor_of(request)
    prisons = queries.loadable_prisons(actor, today=clock.today())
    form = RollForm(
        sent(request), request.FILES or None, prisons=prisons, initial={"roll_date": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        file, said = form.cleaned_data["file"], form.cleaned_data
        prison = next(unit for unit in prisons if unit.slug == said["prison"])
        try:
            roll = stage_roll(
                actor=actor,
                prison=prison,
                data=file.read(),
                file_name=file.name,
                roll_date=said["roll_date"],
                at=clock.now(),
            )
            _tell_of(request, roll)
            return redirect("exchange:roll", key=roll.key)
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
    context = {"rolls": queries.recent_rolls(actor), "form": form if prisons else None}
    return render(request, "exchange/rolls.html", context, status=422 if form.is_bound else 200)


def _tell_of(request: HttpRequest, roll: RollImport) -> None:
    """A file that was read before may be anywhere on its way."""
    if roll.state == RollState.REFUSED:
        messages.error(request, _("Ingenting fra filen er lest inn."))
    elif roll.state == RollState.STAGED:
        messages.info(request, _("Ingenting er endret ennå."))
    else:
        messages.info(request, _("Denne filen er lest inn før. Ingenting er endret nå."))


@require_GET
def roll(request: HttpRequest, key: str) -> HttpResponse:
    """The preview: figures, and the rows of one fate at a time."""
    actor = actor_of(request)
    found = queries.find_roll(actor, key)
    context = preview(actor, found, fate=request.GET.get("vis", ""), cursor=request.GET.get("etter", ""))
    return render(request, "exchange/roll.html", context, block="lines")


@require_POST
def apply(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    found = start_roll(actor=actor, roll=queries.find_roll(actor, key), at=clock.now())
    if found.state == RollState.APPLIED:
        messages.success(request, _("Listen er tatt i bruk."))
    return redirect("exchange:roll", key=key)


@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    actor = actor_of(request)
    discard_roll(actor=actor, roll=queries.find_roll(actor, key))
    messages.success(request, _("Listen er forkastet. Ingenting er endret."))
    return redirect("exchange:rolls")


@require_POST
def decide(request: HttpRequest, key: str, line: int) -> HttpResponse:
    actor = actor_of(request)
    found, form = queries.find_roll(actor, key), VerdictForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Velg om det er samme person eller en annen."))
    else:
        verdict = Verdict(form.cleaned_data["verdict"])
        decide_row(actor=actor, roll=found, line=line, verdict=verdict, at=clock.now())
    return redirect(f"{request.path.rsplit('/', 2)[0]}/?vis=undecided")


@require_GET
def progress(request: HttpRequest, key: str) -> HttpResponse:
    """Asked every second second while a large roll is being applied."""
    actor = actor_of(request)
    found = queries.find_roll(actor, key)
    done, total = queries.progress_of(actor, found)
    context = {"roll": queries.roll_view(found), "done": done, "total": total}
    return render(request, "exchange/progress.html", context, block="progress")


@require_GET
def errors(request: HttpRequest, key: str) -> HttpResponse:
    """The faulty rows with their reasons, to mend and send again."""
    actor = actor_of(request)
    found: RollImport = queries.find_roll(actor, key)
    can_handle_roll(actor, found).require()
    response = HttpResponse(error_file(actor, found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="feil-{found.roll_date:%Y-%m-%d}.csv"'
    return response

"""A draft: its numbers, its clauses, and what it changes. Only the parties see one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.actions.add_clause import add_clause
from hjemvei.agreements.actions.begin_version import begin_version
from hjemvei.agreements.actions.change_draft import change_clause, change_terms
from hjemvei.agreements.actions.name_units import name_units
from hjemvei.agreements.clauses import LANGUAGES, is_own, labels
from hjemvei.agreements.comparison import Beside, comparison, other_of, possible
from hjemvei.agreements.composed import VersionClause, clauses_of
from hjemvei.agreements.drafts import draft_of
from hjemvei.agreements.filling import blanks_of
from hjemvei.agreements.forms import VersionForm
from hjemvei.agreements.forms_register import ClauseForm, OwnClauseForm, UnitsForm
from hjemvei.agreements.kinds import ClauseLanguage
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.policy import can_make_version, is_party
from hjemvei.agreements.queries import (
    filled_roles,
    find_visible,
    newest_version,
    open_draft,
    units_of_parties,
)
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Link
from hjemvei.ui.render import render

BESIDE = {
    Beside.TEMPLATE: lambda: _("Malen"),
    Beside.EARLIER: lambda: _("Forrige versjon"),
    Beside.PARENT: lambda: _("Den sentrale avtalen"),
    Beside.SOURCE: lambda: _("Avtalen den bygger på"),
}


@require_POST
@once
def begin(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    begin_version(actor=actor, agreement=_agreement(actor, key), starts_on=clock.today(), at=clock.now())
    return redirect("agreements:draft", key)


@require_safe
def draft(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version, language = _draft(actor, key), _language(request)
    clauses = clauses_of(version, language)
    own = dict(version.clauses.filter(language=language).values_list("code", "is_left_out"))
    gone = version.clauses.filter(language=language, is_left_out=True).order_by("position", "id")
    context = {
        "agreement": version.agreement,
        "version": version,
        "clauses": list(zip(labels(row.code for row in clauses), clauses, strict=True)),
        "own": own,
        "added": {row.code for row in clauses if is_own(row.code)},
        "left_out": list(gone.values_list("code", "title")),
        "languages": _languages(key, language),
        "language": language,
        "beside": possible(version),
        "previewed": newest_version(version.agreement) is not None,
    }
    return render(request, "agreements/draft.html", context)


@require_http_methods(["GET", "POST"])
@once
def draft_terms(request: HttpRequest, key: str) -> HttpResponse:
    """Saved in the draft; nothing binds anybody until it is signed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version = _draft(actor, key)
    now = replace(draft_of(version), role_units={})
    form = VersionForm(sent(request), now=now, units=[], is_begun=True)

    def change() -> object:
        return change_terms(actor=actor, version=version, draft=form.version(), today=clock.today())

    if request.method == "POST" and carried_out(form, change):
        return redirect("agreements:draft", key)
    context = {"form": form, "agreement": version.agreement, "version": version}
    return render(request, "agreements/draft_terms.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@once
def draft_units(request: HttpRequest, key: str) -> HttpResponse:
    """Which unit fills each role, and who steps in for it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version = _draft(actor, key)
    now = filled_roles([version])[version.pk]
    form = UnitsForm(sent(request), units=units_of_parties(version.agreement), now=now)

    def name() -> None:
        name_units(actor=actor, version=version, filled=form.filled())

    if request.method == "POST" and carried_out(form, name):
        return redirect("agreements:draft", key)
    context = {"form": form, "agreement": version.agreement, "title": _("Hvem som gjør hva")}
    return render(request, "agreements/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@once
def draft_own_clause(request: HttpRequest, key: str) -> HttpResponse:
    """Beyond the template's: what these parties alone have agreed on."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version = _draft(actor, key)
    clauses = clauses_of(version, "nb")
    numbers = zip(labels(row.code for row in clauses), clauses, strict=True)
    places = [(row.code, f"{number}. {row.title}") for number, row in numbers if not is_own(row.code)]
    form = OwnClauseForm(sent(request), places=places, initial={"after": places[-1][0]} if places else {})

    def add() -> object:
        return add_clause(actor=actor, version=version, words=form.words())

    if form.is_bound and carried_out(form, add):
        return redirect("agreements:draft", key)
    context = {"form": form, "agreement": version.agreement, "title": _("Eget punkt")}
    return render(request, "agreements/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@once
def draft_clause(request: HttpRequest, key: str, language: str, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version = _draft(actor, key)
    clause, place = _clause(version, language, code)
    note = version.clauses.filter(language=language, code=code).values_list("change_note", flat=True).first()
    begun = {"title": clause.title, "body": clause.body, "change_note": note or ""}
    form = ClauseForm(sent(request), initial=begun)

    def change() -> object:
        said: dict[str, Any] = {"words": form.words(code, language), "forked_from": clause.row_id}
        return change_clause(actor=actor, version=version, position=place, **said)

    if request.method == "POST" and carried_out(form, change):
        return redirect(url("agreements:draft", key, query={"sprak": language}))
    context = {
        "form": form,
        "agreement": version.agreement,
        "clause": clause,
        "is_own": is_own(code),
        "blanks": blanks_of(version, clause),
    }
    return render(request, "agreements/draft_clause.html", context, status=422 if form.errors else 200)


@require_safe
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """A signed version, or the draft for the parties, clause by clause beside something else."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement, language = _agreement(actor, key), _language(request)
    version = _version(actor, agreement, request.GET.get("versjon", ""))
    sides = possible(version)
    asked = request.GET.get("med", "")
    beside = next((side for side in sides if side == asked), sides[-1 if asked == "" else 0])
    query = {"versjon": version.number, "sprak": language}
    links = [
        Link(
            label=BESIDE[side](),
            url=url("agreements:compare", key, query={**query, "med": side.value}),
            current=side is beside,
        )
        for side in sides
    ]
    context = {
        "agreement": agreement,
        "version": version,
        "other": other_of(version, beside),
        "beside": links,
        "found": comparison(version, beside, language),
    }
    return render(request, "agreements/compare.html", context)


def _agreement(actor: Actor, key: str) -> Agreement:
    found = find_visible(actor, key)
    if found is None:
        raise Http404
    return found


def _draft(actor: Actor, key: str) -> AgreementVersion:
    """Raises Http404 without one, NotAllowed for who may not change it."""
    agreement = _agreement(actor, key)
    found = open_draft(agreement)
    if found is None:
        raise Http404
    can_make_version(actor, agreement).require()
    return found


def _version(actor: Actor, agreement: Agreement, asked: str) -> AgreementVersion:
    rows = AgreementVersion.objects.filter(agreement=agreement)
    rows = rows if is_party(actor, agreement) else rows.signed()
    if asked:
        rows = rows.filter(number=int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0)
    found = rows.select_related("agreement", "parent_version").order_by("-number").first()
    if found is None:
        raise Http404
    return found


def _clause(version: AgreementVersion, language: str, code: str) -> tuple[VersionClause, int]:
    """With its place, counted from one. What was left out comes back as it stood."""
    if language not in LANGUAGES:
        raise Http404
    found = list(enumerate(clauses_of(version, language), 1))
    gone = version.clauses.filter(language=language, code=code, is_left_out=True).first()
    if gone is not None:
        return VersionClause(gone.code, gone.title, gone.body, language), gone.position
    for place, clause in found:
        if clause.code == code:
            return clause, place
    raise Http404


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("sprak", "")
    return asked if asked in LANGUAGES else "nb"


def _languages(key: str, chosen: str) -> list[Any]:
    return [
        Link(
            label=str(language.label).capitalize(),
            url=url("agreements:draft", key, query={"sprak": language.value}),
            current=language == chosen,
        )
        for language in ClauseLanguage
    ]

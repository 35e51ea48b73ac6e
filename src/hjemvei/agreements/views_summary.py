"""The summary for the person: which languages there are, who has read them, and writing one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.actions.approve_summary import approve_summary
from hjemvei.agreements.actions.check_summary import check_summary
from hjemvei.agreements.actions.write_summary import write_summary
from hjemvei.agreements.forms_sign import CheckForm, SummaryForm
from hjemvei.agreements.models import AgreementVersion, SummaryTranslation
from hjemvei.agreements.policy_sign import can_approve, can_check, can_prepare
from hjemvei.agreements.signing import find_version
from hjemvei.agreements.signing_kinds import TranslationStatus
from hjemvei.agreements.summaries import SOURCE, Summary, language_use, summaries_of, unread
from hjemvei.agreements.summary_page import summary_parts
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.parties.languages import languages
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.formats import language as language_of_page
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

PAGE = "agreements:summary"


@require_safe
def summaries(request: HttpRequest, key: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version = find_version(actor, key, number)
    found, use = summaries_of(version), language_use(actor)
    context = {
        "version": version,
        "key": key,
        "found": list(found.values()),
        "names": _names(),
        "use": {row.language: row.people for row in use},
        "unread": unread(use, found),
        "others": [tag for tag in languages() if tag not in found],
        "may": bool(can_prepare(actor, version.agreement)),
    }
    return render(request, "agreements/summaries.html", context)


@require_http_methods(["GET", "POST"])
@once
def summary(request: HttpRequest, key: str, number: int, language: str) -> HttpResponse:
    """The text as it is read, and the form to write it for those who may."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version = find_version(actor, key, number)
    found, source = _summary(version, language)
    form = SummaryForm(sent(request), initial=_initial(found))
    if request.method == "POST":
        can_prepare(actor, version.agreement).require()
        if carried_out(form, lambda: _write(actor, version, language, form)):
            return redirect(PAGE, key, number, language)
    context = {"version": version, "key": key, "language": language}
    context |= {"form": form, "check": CheckForm(), **_shown(actor, version, found, source)}
    return render(request, "agreements/summary.html", context, status=422 if form.errors else 200)


def _shown(actor: Actor, version: AgreementVersion, found: Summary | None, source: Summary) -> dict[str, Any]:
    row = found.row if found else None
    own = row if row is not None and row.version_id == version.pk else None
    return {
        "found": found,
        "parts_of": summary_parts(found) if found else (),
        "source": source,
        "source_parts": summary_parts(source),
        "names": _names(),
        "may": bool(can_prepare(actor, version.agreement)),
        "own": own,
        "may_check": bool(own and can_check(actor, own)),
        "may_approve": bool(own and own.status != TranslationStatus.APPROVED and can_approve(actor, own)),
    }


@require_POST
@once
def check(request: HttpRequest, key: str, number: int, language: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version = find_version(actor, key, number)
    row = version.summaries.filter(language=language).first()
    if row is None:
        raise Http404
    form = CheckForm(request.POST)
    if carried_out(form, lambda: _check(actor, row, form)):
        return redirect(PAGE, key, number, language)
    found, source = _summary(version, language)
    context = {"version": version, "key": key, "language": language, "check": form}
    context |= {"form": SummaryForm(initial=_initial(found)), **_shown(actor, version, found, source)}
    return render(request, "agreements/summary.html", context, status=422)


def _check(actor: Actor, row: SummaryTranslation, form: CheckForm) -> None:
    check_summary(actor=actor, summary=row, role=form.cleaned_data["role"], at=clock.now())


@require_POST
def approve(request: HttpRequest, key: str, number: int, language: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    version = find_version(actor, key, number)
    row = version.summaries.select_related("version__agreement").filter(language=language).first()
    if row is None:
        raise Http404
    approve_summary(actor=actor, summary=row, at=clock.now())
    return redirect(PAGE, key, number, language)


def _summary(version: AgreementVersion, language: str) -> tuple[Summary | None, Summary]:
    if language not in languages():
        raise Http404
    found = summaries_of(version)
    return found.get(language), found[SOURCE]


def _initial(found: Summary | None) -> dict[str, object]:
    if found is None:
        return {"is_machine_made": True}
    return {"title": found.title, "body": found.body, "is_machine_made": found.is_machine_made}


def _write(actor: Actor, version: AgreementVersion, language: str, form: SummaryForm) -> None:
    values = form.cleaned_data
    write_summary(
        actor=actor,
        version=version,
        language=language,
        title=values["title"],
        body=values["body"],
        is_machine_made=values["is_machine_made"],
        at=clock.now(),
    )


def _names() -> dict[str, str]:
    now = language_of_page()
    return {tag: row.name(now) for tag, row in languages().items()}

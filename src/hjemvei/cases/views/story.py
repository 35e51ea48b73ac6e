"""What has happened, and the papers of the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.audit.once_view import once
from hjemvei.cases.actions.add_document import add_document
from hjemvei.cases.document_content import ENDINGS, HELD_BACK, attachment, opened
from hjemvei.cases.forms_inside import KINDS, DocumentForm
from hjemvei.cases.models import Document
from hjemvei.cases.policy.inside import can_add_document
from hjemvei.cases.queries.timeline import timeline as read_timeline
from hjemvei.cases.states import ScanState
from hjemvei.cases.views.form_page import Asked, form_page
from hjemvei.core import clock
from hjemvei.sharing.queries import disclose, find_case
from hjemvei.sharing.sealed import open_values
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

FIELDS = (
    "key",
    "title",
    "kind",
    "size",
    "recorded_at",
    "recorded_by__name",
    "owner_unit__name",
    "scan",
    "about",
)


@require_safe
def timeline(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    everything = request.GET.get("alt") == "1"
    page = read_timeline(actor, case, everything=everything, cursor=request.GET.get("fra", ""))
    context = {
        "case": case,
        "person": disclose(actor, case),
        "story": page,
        "everything": everything,
        "is_first": not request.GET.get("fra"),
    }
    return render(request, "cases/timeline.html", context, block="panel")


@require_safe
def documents(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    rows = Document.objects.visible_to(actor).filter(case=case).order_by("-id").values(*FIELDS)
    kinds = dict(KINDS)
    context = {
        "case": case,
        "person": disclose(actor, case),
        "documents": [_shown(row, kinds) for row in open_values(rows, Document, "title")],
        "may_add": bool(can_add_document(actor, case)),
    }
    return render(request, "cases/documents.html", context, block="panel")


def _shown(row: Mapping[str, Any], kinds: Mapping[str, Any]) -> dict[str, Any]:
    """What we wrote ourselves needs no word about viruses."""
    scan, said = ScanState(row["scan"]), ""
    if scan in HELD_BACK or not (row["about"] or scan == ScanState.CLEAN):
        said = str(scan.label)
    kind = kinds.get(row["kind"], row["kind"])
    return {**row, "kind": kind, "scan": said, "is_held_back": scan in HELD_BACK}


@require_http_methods(["GET", "POST"])
@once
def new_document(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    can_add_document(actor, case).require()
    form = DocumentForm(sent(request), request.FILES or None)
    lede = _("Filen lagres kryptert. Den vises aldri i nettleseren, bare som nedlasting.")
    asked = Asked(title=_("Nytt dokument"), submit=_("Lagre dokumentet"), back="cases:documents", lede=lede)

    def run() -> None:
        values, file = form.cleaned_data, form.cleaned_data["file"]
        add_document(
            actor=actor,
            case=case,
            title=values["title"],
            kind=values["kind"],
            info_class=InfoClass(values["info_class"]),
            file_name=file.name,
            content=file.read(),
            at=clock.now(),
        )

    return form_page(request, case, form, asked, run)


@require_safe
def document(request: HttpRequest, key: str, document_key: str) -> HttpResponse:
    """Always an attachment of the type that was checked when it came in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = Document.objects.visible_to(actor).filter(case=case, key=document_key).first()
    if row is None:
        raise Http404
    disclose(actor, case)
    name = f"{row.title}.{ENDINGS.get(row.media_type, 'bin')}"
    return attachment(opened(row), media_type=row.media_type, name=name)

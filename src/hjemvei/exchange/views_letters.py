"""Letters as PDF, documents for the archive, the plan on paper: always attachments, always written down."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.cases.document_content import ENDINGS, attachment, opened
from hjemvei.cases.models import Document
from hjemvei.core import clock
from hjemvei.exchange.archive_entry import archive_file
from hjemvei.exchange.letter_pdf import letter_pdf
from hjemvei.exchange.letter_plan import plan_letter
from hjemvei.plans.policy import can_plan
from hjemvei.sharing.models import Case, CaseRowQuerySet
from hjemvei.sharing.queries import disclose, find_case

PDF = "application/pdf"


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def letter(request: HttpRequest, key: str, about: str, subject: str) -> HttpResponse:
    """The newest letter written from one notice, decision, offer, lease or consent."""
    actor = actor_of(request)
    case = find_case(actor, key)
    row = _documents(actor, case).filter(about=f"{about}:{subject}").order_by("-id").first()
    if row is None:
        raise Http404
    disclose(actor, case)
    name = f"{row.title}.{ENDINGS.get(row.media_type, 'bin')}"
    return attachment(opened(row), media_type=row.media_type, name=name)


@require_safe
def archive(request: HttpRequest, key: str, document_key: str) -> HttpResponse:
    """The document and its `arkivmelding.xml`, as one zip file."""
    actor = actor_of(request)
    case = find_case(actor, key)
    row = _documents(actor, case).filter(key=document_key).first()
    if row is None:
        raise Http404
    content = archive_file(actor, row, disclose(actor, case))
    return attachment(content, media_type="application/zip", name=f"{row.key}.zip")


@require_safe
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """Made when it is asked for: the plan changes, and what was printed is not kept."""
    actor = actor_of(request)
    case = find_case(actor, key)
    can_plan(actor).require()
    made = plan_letter(actor, case, disclose(actor, case), today=clock.today())
    if made is None:
        raise Http404
    return attachment(letter_pdf(made), media_type=PDF, name=_("Min plan") + ".pdf")


def _documents(actor: Actor, case: Case) -> CaseRowQuerySet:
    rows = Document.objects.visible_to(actor).of(case)
    return rows.select_related("case", "to_unit", "owner_unit", "recorded_by")

"""The consent form as PDF; made when it is asked for, like the plan."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.document_content import attachment
from hjemvei.core import clock
from hjemvei.exchange.letter_form import Paper, consent_paper
from hjemvei.exchange.letter_pdf import Letter, in_both, letter_pdf
from hjemvei.exchange.letters import frame_to_person
from hjemvei.exchange.views_letters import PDF, actor_of
from hjemvei.sharing.models import ConsentScope
from hjemvei.sharing.picture import possible_receivers
from hjemvei.sharing.plain import CLASSES
from hjemvei.sharing.policy import can_ask_consent
from hjemvei.sharing.queries import consents_seen, disclose, find_case
from hjemvei.sharing.receivers import proposed_receivers
from hjemvei.sharing.terms import SHAREABLE


@require_safe
def form(request: HttpRequest, key: str, consent_key: str) -> HttpResponse:
    actor = actor_of(request)
    case = find_case(actor, key)
    can_ask_consent(actor, case).require()
    row = consents_seen(actor).filter(case=case, key=consent_key).first()
    if row is None:
        raise Http404
    disclose(actor, case)
    named = ConsentScope.objects.visible_to(actor).filter(consent=row).values_list("receiver_unit_id")
    first = list(dict.fromkeys(pk for (pk,) in named)) or proposed_receivers(actor, case)
    units = possible_receivers(but=row.owner_unit_id, first=first, today=clock.today())
    frame = frame_to_person(actor, case, language=row.language, at=clock.now())

    def write(language: str) -> Letter:
        paper = Paper(
            receivers=tuple(unit.name for unit in units if unit.pk in first),
            classes=tuple(
                str(CLASSES[found]).capitalize() for found in SHAREABLE if found != InfoClass.IDENTITY
            ),
            reference=row.key,
            address=settings.SITE_URL.rstrip("/") + reverse("cases:returned_form", args=[row.key]),
        )
        return consent_paper(replace(frame, language=language), paper)

    content = letter_pdf(in_both(frame.language, write))
    return attachment(content, media_type=PDF, name=_("Samtykke på papir") + ".pdf")

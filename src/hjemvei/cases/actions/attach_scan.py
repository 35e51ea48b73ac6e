"""The signed paper has come back: kept as a document of the case, that names the event it belongs to."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.add_document import add_document
from hjemvei.cases.models import Document
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Consent, ConsentEvent
from hjemvei.sharing.policy import can_answer_consent

ABOUT = "scan:"


def attach_scan(
    *, actor: Actor, consent: Consent, file_name: str, content: bytes, at: dt.datetime
) -> Document:
    """To the newest thing that happened to the consent. Raises RuleBroken where the log holds nothing yet."""
    can_answer_consent(actor, consent).require()
    event = ConsentEvent.objects.visible_to(actor).filter(consent=consent).order_by("-id").first()
    if event is None:
        raise RuleBroken(_("Registrer svaret først, og legg til skjemaet etterpå."), code="no_event")
    return add_document(
        actor=actor,
        case=consent.case,
        title=_("Signert samtykkeskjema"),
        kind="paper",
        info_class=InfoClass.CONSENT,
        file_name=file_name,
        content=content,
        at=at,
        language=consent.language,
        about=f"{ABOUT}{event.key}",
    )

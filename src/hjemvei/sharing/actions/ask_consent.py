"""Write down that the person has been asked, also when the answer comes later."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing import events
from hjemvei.sharing.consent_log import write_event
from hjemvei.sharing.enums import ConsentEventKind
from hjemvei.sharing.models import Case, Consent, owned_by
from hjemvei.sharing.policy import can_ask_consent
from hjemvei.sharing.queries import lock_question
from hjemvei.sharing.terms import Terms


def ask_consent(*, actor: Actor, case: Case, terms: Terms, at: dt.datetime) -> Consent:
    """Raises RuleBroken while an earlier question waits for its answer."""
    can_ask_consent(actor, case).require()
    if lock_question(actor, case) is not None:
        raise RuleBroken(
            _("Personen er spurt og har ikke svart ennå. Registrer svaret."), code="already_asked"
        )
    consent = Consent.objects.create(
        **owned_by(actor, case, at=at),
        form=terms.form,
        language=terms.language,
        interpreter_used=terms.interpreter_used,
        explained=terms.explained,
    )
    write_event(actor=actor, consent=consent, kind=ConsentEventKind.ASKED, terms=terms, at=at)
    events.announce(actor=actor, case=case, consent=consent, change=events.Change.ASKED, at=at)
    return consent

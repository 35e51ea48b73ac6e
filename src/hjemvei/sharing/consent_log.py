"""A line in the log of a consent, in the same transaction as what it tells. The kernel makes the arrows."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.core.text import new_key
from hjemvei.sharing.enums import ConsentEventKind, ConsentForm, Representation
from hjemvei.sharing.models import Consent, ConsentEvent
from hjemvei.sharing.sealed import seal_text
from hjemvei.sharing.terms import Terms, heard_by_other


def write_event(
    *,
    actor: Actor,
    consent: Consent,
    kind: ConsentEventKind,
    terms: Terms,
    at: dt.datetime,
    replaces: Consent | None = None,
) -> int:
    """Return the event's id. Whoever takes an oral answer down has heard it, unless another witness is named.

    Raises DatabaseError where the kind does not fit the consent as it stands.
    """
    witness = terms.witness_name.strip()
    if terms.form == ConsentForm.ORAL and not witness:
        witness = actor.name
    row = ConsentEvent(key=new_key(), case_id=consent.case_id, controller_id=consent.controller_id)
    said = {
        "key": row.key,
        "form": terms.form.value,
        "witness_name": _sealed(row, "witness_name", witness[:120]),
        "heard_by_other": heard_by_other(terms, actor.name),
        "language": terms.language,
        "interpreter_used": terms.interpreter_used,
        "interpreter_how": terms.interpreter_how if terms.interpreter_used else "",
        "explained": _sealed(row, "explained", terms.explained[:600]),
        "representation": terms.representation.value,
        "representative_name": _sealed(row, "representative_name", terms.representative_name.strip()[:120]),
    }
    replaced = replaces.pk if replaces else None
    event: int = call("write_consent_event", consent.pk, kind.value, json.dumps(said), at, replaced)
    return event


def _sealed(row: ConsentEvent, column: str, text: str) -> str:
    """By the key of the consent's own controller, whoever takes the answer down."""
    return seal_text(row, column, text).hex()


def terms_of(consent: Consent, *, how: ConsentForm | None = None) -> Terms:
    """As the consent was given last; `how` where only the way it was said is new."""
    terms = Terms(
        form=ConsentForm(consent.form),
        language=consent.language,
        interpreter_used=consent.interpreter_used,
        representation=Representation(consent.representation),
        representative_name=consent.representative_name,
        explained=consent.explained,
    )
    return replace(terms, form=how, interpreter_used=False, explained="") if how else terms

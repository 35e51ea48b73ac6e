"""What the committee may read of a deviation, redacted by somebody who knows the case."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement
from hjemvei.cases.rules.anonymity import may_identify
from hjemvei.core.errors import RuleBroken
from hjemvei.deviations.models import Deviation, DeviationSummary
from hjemvei.deviations.policy import can_close
from hjemvei.deviations.rules import tells_of
from hjemvei.deviations.telling import can_tell, names_in
from hjemvei.sharing.models import owned_by
from hjemvei.sharing.queries import lock_row

ONE = "summary_one_that_stands"


def write_summary(
    *, actor: Actor, deviation: Deviation, agreement: Agreement, text: str, at: dt.datetime
) -> DeviationSummary:
    """Raises NotAllowed without consent or under an agreement that is not the case's; RuleBroken for an
    empty text, one that may tell who it is about, or where a summary stands already.
    """
    row = lock_row(actor, deviation)
    can_close(actor, row).require()
    can_tell(actor, row.case, agreement).require()
    words = text.strip()
    if not words:
        raise RuleBroken(_("Skriv hva utvalget skal lese."), code="empty", field="text")
    if may_identify(words) or tells_of(words, names_in(actor, row.case)):
        message = _("Teksten kan røpe hvem det gjelder. Ta bort navn, datoer og numre.")
        raise RuleBroken(message, code="identifying", field="text")
    try:
        with transaction.atomic():
            summary: DeviationSummary = DeviationSummary.objects.create(
                **owned_by(actor, row.case, at=at), deviation=row, agreement=agreement, text=words
            )
    except IntegrityError as error:
        if ONE not in str(error):
            raise
        raise RuleBroken(_("Det finnes et sammendrag fra før."), code="wrong_state") from error
    return summary

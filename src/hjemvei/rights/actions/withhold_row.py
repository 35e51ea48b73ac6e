"""Hold one row back from what is handed out, on a statute, with the reason; or take that back."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.rights.enums import Ground, PartState
from hjemvei.rights.holdings import holdings
from hjemvei.rights.models import Part, Withheld
from hjemvei.rights.policy import can_release
from hjemvei.rights.queries import withheld_of


def withhold_row(
    *, actor: Actor, part: Part, table: str, row_id: int, ground: Ground, reason: str, at: dt.datetime
) -> Withheld:
    """Raises RuleBroken for a part that is released, without a reason, or for a row that is not held."""
    can_release(actor).require()
    if part.state != PartState.ASKED:
        raise RuleBroken(_("Svaret er frigitt. Det kan ikke holdes noe tilbake nå."), code="wrong_state")
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor."), code="reason", field="reason")
    if (table, row_id) in withheld_of(part):
        raise RuleBroken(_("Raden er holdt tilbake fra før."), code="withheld_already")
    held = {(row.table, row.row_id) for holding in holdings(part) for row in holding.rows}
    if (table, row_id) not in held:
        raise RuleBroken(_("Virksomheten har ikke denne raden."), code="no_row")
    return Withheld.objects.create(
        part=part, controller_id=part.controller_id, table_name=table, row_id=row_id, ground=ground,
        reason=reason.strip()[:300], decided_by_id=actor.user_id, decided_at=at,
    )  # fmt: skip

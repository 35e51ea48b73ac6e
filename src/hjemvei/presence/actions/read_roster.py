"""A roster pasted from a spreadsheet: every row is read, or none is kept and each error names its row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import Membership
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.presence.actions.save_shift import keep_shift
from hjemvei.presence.choices import ShiftKind
from hjemvei.presence.policy import can_keep_roster
from hjemvei.presence.roster_rows import RowError, read_rows
from hjemvei.presence.rules import span


def read_roster(
    *, actor: Actor, unit: Unit, text: str, at: dt.datetime, today: dt.date
) -> tuple[int, Sequence[RowError]]:
    """How many shifts are new, and what is wrong by row. The same roster twice adds nothing.

    Raises NotAllowed, and RuleBroken where there is nothing to read.
    """
    can_keep_roster(actor, unit, user_id=0).require()
    rows, errors = read_rows(text)
    if not rows and not errors:
        raise RuleBroken(_("Det er ingen rader å lese."), field="text")
    seats = Membership.objects.in_force(today).filter(unit=unit, user__is_active=True)
    known = {email: user_id for user_id, email in seats.values_list("user_id", "user__email")}
    errors += [
        RowError(row.line, _("Ingen i enheten har denne adressen.")) for row in rows if row.email not in known
    ]
    if errors:
        return 0, sorted(errors, key=lambda error: error.line)
    made = 0
    with transaction.atomic():
        for row in rows:
            kind = ShiftKind.OFF if row.is_off else ShiftKind.ON
            stretch = span(row.on, row.begins, row.ends)
            new = keep_shift(actor, unit, known[row.email], kind, stretch, at=at)
            if new is None:
                errors.append(RowError(row.line, _("Vakten overlapper en annen vakt for den samme.")))
            made += bool(new)
        if errors:
            transaction.set_rollback(True)
    return (0 if errors else made), errors

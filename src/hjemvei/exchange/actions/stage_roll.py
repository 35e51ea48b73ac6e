"""Read a prison's roll and set it beside what stands here; nothing is changed before somebody applies it."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.exchange.choices import RollState, RowFate
from hjemvei.exchange.kept_file import keep_file
from hjemvei.exchange.models import RollImport
from hjemvei.exchange.policy import can_load_roll
from hjemvei.exchange.roll_file import FileRefusal
from hjemvei.exchange.roll_format import Roll
from hjemvei.exchange.roll_scope import importing, read_roll, scope_of
from hjemvei.exchange.staging import stage_rows
from hjemvei.exchange.states import ROLL
from hjemvei.parties.models import Unit

MAX_FILE_NAME, MAX_REFUSAL = 200, 600


def stage_roll(
    *, actor: Actor, prison: Unit, data: bytes, file_name: str, roll_date: dt.date, at: dt.datetime
) -> RollImport:
    """The staged roll, or the refused one with its reason. A file that waits already, or is the
    last one that was applied, is not read again: the roll it became is returned.

    Raises NotAllowed for another's prison and RuleBroken for a roll older than the last one
    applied.
    """
    can_load_roll(actor, prison.pk).require()
    digest = hashlib.sha256(data).digest()
    earlier = _same_file(actor, prison, digest=digest, roll_date=roll_date)
    if earlier is not None:
        return earlier
    scope = scope_of(actor, prison, today=roll_date)
    answer = read_roll(data, scope=scope, roll_date=roll_date)
    roll = RollImport(
        owner_unit=prison,
        loaded_by_id=actor.user_id,
        file_name=file_name.replace("\\", "/").rsplit("/", 1)[-1][:MAX_FILE_NAME],
        file_hash=digest,
        roll_date=roll_date,
        loaded_at=at,
        units=sorted(scope.units.values()),
    )
    if isinstance(answer, FileRefusal):
        move(roll, "refuse", by=ROLL)
        roll.refusal = answer.told(_)[:MAX_REFUSAL]
        roll.save(force_insert=True)
        return roll
    move(roll, "stage", by=ROLL)
    roll.save(force_insert=True)
    _stage(actor, roll, answer, data)
    return roll


def _same_file(actor: Actor, prison: Unit, *, digest: bytes, roll_date: dt.date) -> RollImport | None:
    """A roll of this prison that waits or was applied last, with these very bytes for this very day."""
    mine = RollImport.objects.visible_to(actor).filter(owner_unit=prison)
    last = mine.filter(state=RollState.APPLIED).order_by("-applied_at", "-id").first()
    if last is not None and roll_date < last.roll_date:
        raise RuleBroken(
            _("Listen for %(day)s er allerede tatt i bruk. En eldre liste ville stilt datoene tilbake.")
            % {"day": last.roll_date.strftime("%d.%m.%Y")},
            code="older_roll",
            field="roll_date",
        )
    waiting = mine.filter(
        state__in=[RollState.STAGED, RollState.APPLYING], file_hash=digest, roll_date=roll_date
    )
    if last is not None and (bytes(last.file_hash), last.roll_date) == (digest, roll_date):
        return last
    return waiting.order_by("-id").first()


def _stage(actor: Actor, roll: RollImport, answer: Roll, data: bytes) -> None:
    keep_file(roll, data)
    with acting_as(importing(actor)):
        counts = stage_rows(answer, roll_id=roll.pk, owner_unit_id=roll.owner_unit_id, unit_ids=roll.units)
    roll.row_count = len(answer.rows) + len(answer.faulty)
    for fate in RowFate:
        setattr(roll, f"{fate.value}_count", counts.get(fate.value, 0))
    roll.save(update_fields=[f"{name}_count" for name in COUNTED])


COUNTED = ("row", *RowFate.values)

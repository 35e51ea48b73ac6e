"""An agreement sets itself a number (R192, R307: «oppnår vi det vi vil?»)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement
from hjemvei.core.errors import RuleBroken
from hjemvei.statistics.choices import SHAPE, Measure
from hjemvei.statistics.drafts import TargetDraft
from hjemvei.statistics.models import Target
from hjemvei.statistics.policy import can_set_target


def set_target(*, actor: Actor, agreement: Agreement, draft: TargetDraft, at: dt.datetime) -> Target:
    """Raises NotAllowed for who is no party, RuleBroken for one without a name or one that stands."""
    can_set_target(actor, agreement).require()
    name = draft.name.strip() if draft.code == Measure.OWN else ""
    if draft.code == Measure.OWN and not name:
        raise RuleBroken(_("Skriv hva måltallet heter."), code="no_name", field="name")
    shape = SHAPE.get(draft.code, (draft.kind, draft.way, draft.side))
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    if Target.objects.in_use().filter(agreement=agreement, code=draft.code, name__iexact=name).exists():
        raise RuleBroken(_("Avtalen har allerede dette måltallet."), code="target_once", field="code")
    return Target.objects.create(
        agreement=agreement,
        code=draft.code,
        name=name,
        kind=shape[0],
        way=shape[1],
        side=shape[2],
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )

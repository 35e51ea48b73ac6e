"""Write a line of the timeline."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.models import Event
from hjemvei.sharing.models import Case, owned_by


def record_event(
    *,
    actor: Actor,
    case: Case,
    code: str,
    text: str,
    info_class: InfoClass,
    at: dt.datetime,
    milestone: bool = False,
    happened_at: dt.datetime | None = None,
    **values: Any,
) -> Event:
    """`text` is a Bokmål message id with %(name)s blanks filled by `values`: dates, numbers, names of units,
    no free text.
    """
    return Event.objects.create(
        **owned_by(actor, case, at=at),
        code=code,
        text=text,
        info_class=info_class,
        values={
            name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()
        },
        is_milestone=milestone,
        happened_at=happened_at or at,
    )

"""Where the wish to move stands, in the person's own words: who thinks what, and who answers until then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hjemvei.cases.models import MoveWish
from hjemvei.cases.states import MoveState
from hjemvei.portal.here import Here
from hjemvei.portal.queries.road import of_person
from hjemvei.portal.words import MOVE_NO, MOVE_VIEWS
from hjemvei.sharing.sealed import open_values
from hjemvei.ui.parts import Text

NAMES = {
    "origin": "from_municipality__name_norwegian",
    "wished": "to_municipality__name_norwegian",
}


@dataclass(frozen=True, slots=True)
class OwnMove:
    """`origin` answers for the person until `wished` has said yes."""

    key: str
    origin: str
    wished: str
    state: str
    wished_on: dt.date
    decide_by: dt.date
    view: Text
    view_reason: str
    answer_by: dt.date | None
    no: Text
    no_reason: str

    @property
    def is_open(self) -> bool:
        return self.state in (MoveState.WISHED, MoveState.INVITED)


def own_move(here: Here) -> OwnMove | None:
    """The newest wish."""
    rows = of_person(MoveWish, here).order_by("-id")
    found = rows.values(
        *("key", "state", "wished_on", "decide_by", "decision", "decision_reason", "answer_by", "refusal"),
        *("refusal_reason", *NAMES.values()),
    )[:1]
    for row in open_values(found, MoveWish, "decision_reason", "refusal_reason"):
        return OwnMove(
            key=row["key"],
            origin=row[NAMES["origin"]],
            wished=row[NAMES["wished"]],
            state=row["state"],
            wished_on=row["wished_on"],
            decide_by=row["decide_by"],
            view=MOVE_VIEWS.get(row["decision"], ""),
            view_reason=row["decision_reason"],
            answer_by=row["answer_by"],
            no=MOVE_NO.get(row["refusal"], ""),
            no_reason=row["refusal_reason"],
        )
    return None

"""Say how far the home is and the risk of having none; what is not said is carried over from before."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.choices import HomeStage
from hjemvei.cases.models import HomeStatus
from hjemvei.sharing.models import Case, owned_by


def set_home_status(
    *, actor: Actor, case: Case, status: str | None = None, risk: str | None = None, at: dt.datetime
) -> HomeStatus:
    """`status` a HomeStage, `risk` yes, no or unknown; None keeps the newest. Nothing new writes no row."""
    newest: HomeStatus | None = HomeStatus.objects.visible_to(actor).filter(case=case).order_by("-id").first()
    stage = HomeStage(status).value if status is not None else (newest.status if newest else "")
    danger = str(risk) if risk is not None else (newest.risk if newest else "")
    if newest is not None and (newest.status, newest.risk) == (stage, danger):
        return newest
    row: HomeStatus = HomeStatus.objects.create(**owned_by(actor, case, at=at), status=stage, risk=danger)
    sync_caseload(case_ids=[case.pk])
    return row

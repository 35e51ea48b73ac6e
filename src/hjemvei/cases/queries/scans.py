"""Which events of consents have their signed paper in the case."""

from __future__ import annotations

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.attach_scan import ABOUT
from hjemvei.cases.models import Document
from hjemvei.sharing.models import Case


def scanned_events(actor: Actor, case: Case) -> frozenset[str]:
    rows = Document.objects.visible_to(actor).of(case).filter(about__startswith=ABOUT)
    return frozenset(about.removeprefix(ABOUT) for about in rows.values_list("about", flat=True))

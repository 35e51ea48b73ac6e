"""What should be in place on release day (R58): seen from the facts where they say it, else ticked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.actor import Actor
from hjemvei.cases.choices import HomeStage
from hjemvei.cases.models import Assignment, HomeStatus, Task
from hjemvei.sharing.models import Case

ITEMS: dict[str, Promise] = {
    "home": _("Et sted å bo"),
    "keys": _("Nøkler"),
    "income": _("Inntekt og bankkonto"),
    "allowance": _("Bostøtte er søkt om"),
    "health": _("Fastlege, medisiner og timer"),
    "papers": _("Legitimasjon"),
    "phone": _("Telefon"),
    "day": _("Arbeid, skole eller aktivitet"),
    "transport": _("Transport hjem"),
    "contact": _("Noen som tar imot og følger opp"),
}
PREFIX = "ready_"
HOUSED = {HomeStage.KEPT, HomeStage.ACCEPTED, HomeStage.LEASED, HomeStage.KEYS}
WITH_KEYS = {HomeStage.KEPT, HomeStage.KEYS}


@dataclass(frozen=True, slots=True)
class ReadyItem:
    """`met` None: nobody knows yet. `seen` is True where the case itself shows it and nobody need tick."""

    code: str
    label: Promise
    met: bool | None
    seen: bool


def readiness(actor: Actor, case: Case) -> list[ReadyItem]:
    """Three statements."""
    status = (
        HomeStatus.objects.visible_to(actor)
        .filter(case=case)
        .order_by("-id")
        .values_list("status", flat=True)
        .first()
    )
    owned = Assignment.objects.visible_to(actor).filter(case=case, is_owner=True, state="accepted").exists()
    ticked = set(
        Task.objects.visible_to(actor)
        .filter(case=case, code__startswith=PREFIX, done_at__isnull=False, lapsed_at=None)
        .values_list("code", flat=True)
    )
    seen = {"home": status in HOUSED, "keys": status in WITH_KEYS, "contact": owned}
    return [
        ReadyItem(
            code, label, True if seen.get(code) or PREFIX + code in ticked else None, seen.get(code, False)
        )
        for code, label in ITEMS.items()
    ]

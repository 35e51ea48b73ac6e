"""What the register holds beside the versions: reviews, anchoring, project, openness."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.models import Agreement, AnchoringDocument, ReviewDate
from hjemvei.agreements.policy import can_make_version
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFacts:
    """All four of a project, or none: its way out is written before it begins (R151-R152)."""

    is_public: bool
    strategy_target: str
    coordinating_unit: Unit | None
    project_starts_on: dt.date | None
    project_ends_before: dt.date | None
    project_funding: str
    exit_plan: str


def change_facts(*, actor: Actor, agreement: Agreement, facts: RegisterFacts) -> Agreement:
    can_make_version(actor, agreement).require()
    _check_project(facts)
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    for name in RegisterFacts.__dataclass_fields__:
        setattr(locked, name, getattr(facts, name))
    locked.save(update_fields=list(RegisterFacts.__dataclass_fields__))
    return locked


def _check_project(facts: RegisterFacts) -> None:
    given = [facts.project_starts_on, facts.project_ends_before, facts.project_funding, facts.exit_plan]
    if any(given) and not all(given):
        raise RuleBroken(
            _("Et prosjekt har periode, finansiering og en plan for avslutning fra første dag."),
            code="project",
            field="exit_plan",
        )
    if (
        facts.project_starts_on
        and facts.project_ends_before
        and facts.project_ends_before <= facts.project_starts_on
    ):
        raise RuleBroken(
            _("Prosjektet må slutte etter at det begynner."), code="period", field="project_ends_before"
        )


def add_review(*, actor: Actor, agreement: Agreement, due_on: dt.date, about: str) -> ReviewDate:
    can_make_version(actor, agreement).require()
    row, _made = ReviewDate.objects.get_or_create(agreement=agreement, due_on=due_on, about=about.strip())
    return row


def hold_review(*, actor: Actor, review: ReviewDate, held_on: dt.date, outcome: str) -> ReviewDate:
    """Raises RuleBroken for one that has been held."""
    can_make_version(actor, review.agreement).require()
    locked = ReviewDate.objects.select_for_update().get(pk=review.pk)
    if locked.held_on is not None:
        raise RuleBroken(_("Gjennomgangen er alt ført."), code="held")
    locked.held_on, locked.outcome = held_on, outcome.strip()
    locked.save(update_fields=["held_on", "outcome"])
    return locked


def add_anchoring(
    *, actor: Actor, agreement: Agreement, title: str, body: str, decided_on: dt.date, url: str
) -> AnchoringDocument:
    can_make_version(actor, agreement).require()
    row, _made = AnchoringDocument.objects.get_or_create(
        agreement=agreement,
        title=title.strip(),
        decided_on=decided_on,
        defaults={"body": body.strip(), "url": url.strip()},
    )
    return row

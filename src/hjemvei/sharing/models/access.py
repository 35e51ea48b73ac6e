"""What closes a case to one person of staff, what opened one in an emergency, and what protects somebody.

All three are written by kernel functions alone.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller, Unit
from hjemvei.persons.models import Person, Protection
from hjemvei.sharing.enums import EmergencyCategory, RelationKind, ReviewOutcome
from hjemvei.sharing.models.case import Case, Participation
from hjemvei.sharing.models.rows import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Actor


class RelationQuerySet(models.QuerySet["Relation"]):
    def visible_to(self, actor: Actor) -> RelationQuerySet:
        """One's own, and those about cases one works with."""
        cases = Case.objects.visible_to(actor)
        return self.filter(
            Q(user_id=actor.user_id)
            | Q(recorded_by_id=actor.user_id)
            | Q(controller_id=actor.controller_id, case__in=cases)
        )

    def in_force(self) -> RelationQuerySet:
        return self.filter(lifted_at__isnull=True)


class Relation(models.Model):
    """A member of staff is, or stands close to, somebody: named by identity number (only its keyed index is
    kept) or by a case. It holds for people who come later too, in every controller.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=RelationKind.choices)
    blind_index = models.BinaryField(max_length=32, null=True)
    last_digits = models.CharField(max_length=5, blank=True, default="")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.CharField(max_length=300, blank=True, default="")

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(blind_index__isnull=True, case__isnull=False)
                | Q(blind_index__isnull=False, case__isnull=True),
                name="relation_number_or_case",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lift_reason=""), name="relation_lifted_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["user", "blind_index"],
                condition=Q(lifted_at__isnull=True, blind_index__isnull=False),
                name="relation_number_once",
            ),
            models.UniqueConstraint(
                fields=["user", "case"],
                condition=Q(lifted_at__isnull=True, case__isnull=False),
                name="relation_case_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["blind_index"], condition=Q(lifted_at__isnull=True), name="relation_by_number"
            )
        ]

    def __str__(self) -> str:
        return f"relation {self.key}"


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    def visible_to(self, actor: Actor) -> BreakGlassQuerySet:
        """One's own; those of the own controller for its privacy officer and for who works with the case."""
        seen = Q(controller_id=actor.controller_id)
        if not actor.has(Role.PRIVACY_OFFICER):
            seen &= Q(case__in=Case.objects.visible_to(actor))
        return self.filter(seen | Q(user_id=actor.user_id))

    def waiting(self) -> BreakGlassQuerySet:
        return self.filter(reviewed_at__isnull=True)

    def open(self, at: dt.datetime) -> BreakGlassQuerySet:
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class BreakGlass(models.Model):
    """One opening of another unit's case in an emergency: who, why, how long, and what the review said.

    The texts are sealed by the key of the controller's own record of the person. Its privacy officer, who
    does not see the case, and whoever opened get that key by the row (`kernel.may_open`).
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    participation = models.OneToOneField(Participation, on_delete=models.PROTECT, related_name="+")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=12, choices=EmergencyCategory.choices)
    reason = SealedText()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review_by = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=12, choices=ReviewOutcome.choices, blank=True, default="")
    review_text = SealedText(blank=True, default="")

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at"), ends_at__lte=F("starts_at") + dt.timedelta(hours=1)),
                name="break_glass_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, outcome="")
                | Q(reviewed_at__isnull=False) & ~Q(outcome=""),
                name="break_glass_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ReviewOutcome.NOT_IN_ORDER) | ~Q(review_text=""),
                name="break_glass_deviation_said",
            ),
        ]

    def __str__(self) -> str:
        return f"break-glass {self.key}"


class ProtectionChange(CaseRow):
    """A protection that was set, raised or lifted: by whom and why."""

    row_class = InfoClass.IDENTITY

    before = models.SmallIntegerField(choices=Protection.choices)
    after = models.SmallIntegerField(choices=Protection.choices)
    reason = SealedText()

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="protection_change_has_a_reason"),
        ]

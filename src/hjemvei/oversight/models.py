"""Findings of the nightly look at the read log, by reference."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.core.text import new_key
from hjemvei.oversight.choices import Pattern
from hjemvei.oversight.states import FindingState
from hjemvei.parties.models import Controller, Unit


class AccessFindingQuerySet(models.QuerySet["AccessFinding"]):
    def visible_to(self, actor: Actor) -> AccessFindingQuerySet:
        """Those of the controller that the actor is privacy officer of."""
        if not actor.has(Role.PRIVACY_OFFICER):
            return self.none()
        return self.filter(controller_id=actor.controller_id)


class AccessFinding(models.Model):
    """One odd pattern of one employee on one day. Whom it was about is said by id alone; the note is about
    the employee's errand.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    pattern = models.CharField(max_length=20, choices=Pattern.choices)
    on_day = models.DateField()
    person_id = models.BigIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)
    count = models.IntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    found_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=FindingState.choices, default=FindingState.NEW)
    note = models.CharField(max_length=600, blank=True, default="")
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = AccessFindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "user", "unit", "pattern", "on_day", "person_id"],
                nulls_distinct=False,
                name="access_finding_once",
            ),
            models.CheckConstraint(condition=Q(last_at__gte=F("first_at")), name="access_finding_period"),
            models.CheckConstraint(
                condition=Q(state__in=[FindingState.NEW, FindingState.LOOKED_INTO]) | ~Q(note=""),
                name="access_finding_says_why",
            ),
        ]
        indexes = [models.Index(fields=["controller", "state", "on_day"], name="access_finding_open")]

    def __str__(self) -> str:
        return f"finding {self.key}"

"""A roll on its way in: the file's fate and its staged rows, which live a day and belong to the unit that
loads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hjemvei.core.master_field import MasterEncrypted
from hjemvei.core.text import new_key
from hjemvei.exchange.choices import RollState, RowFate
from hjemvei.parties.models import Unit

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Actor


class RollImportQuerySet(models.QuerySet["RollImport"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(owner_unit_id__in=actor.case_units())


class RollImport(models.Model):
    """One file: what it was, what it holds, how far it has come. The sums stay, the rows go after a day."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    loaded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    file_hash = models.BinaryField(max_length=32)
    roll_date = models.DateField()
    state = models.CharField(max_length=10, choices=RollState.choices, default=RollState.READING)
    loaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=600, blank=True, default="")
    units = ArrayField(models.IntegerField(), default=list)
    row_count = models.IntegerField(default=0)
    done_count = models.IntegerField(default=0)
    same_count = models.IntegerField(default=0)
    new_count = models.IntegerField(default=0)
    gone_count = models.IntegerField(default=0)
    changed_count = models.IntegerField(default=0)
    faulty_count = models.IntegerField(default=0)
    undecided_count = models.IntegerField(default=0)

    objects = RollImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RollState.APPLIED) | Q(applied_at__isnull=False),
                name="roll_import_applied_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=RollState.REFUSED) | ~Q(refusal=""), name="roll_import_refused_why"
            ),
        ]

    def __str__(self) -> str:
        return f"roll {self.key}"


class RollFile(models.Model):
    """The file itself, encrypted, until the roll is applied or a day has passed.

    Identity numbers are nowhere else while a roll waits: the staged rows hold none.
    """

    roll = models.OneToOneField(RollImport, on_delete=models.CASCADE, primary_key=True, related_name="file")
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    ciphertext = MasterEncrypted(place="rollfile:{roll__key}:content")
    size = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="roll_file_not_empty")]

    def __str__(self) -> str:
        return f"file of roll {self.roll_id}"


class RollProgress(models.Model):
    """How many rows of a running job are done; written on a connection of its own, outside the job's
    transaction.
    """

    roll = models.OneToOneField(
        RollImport, on_delete=models.CASCADE, primary_key=True, related_name="progress"
    )
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(done__lte=F("total")), name="roll_progress_within")]

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"


class RollRowQuerySet(models.QuerySet["RollRow"]):
    def visible_to(self, actor: Actor) -> Self:
        """Rows of own rolls, without people under a protection that the actor is not cleared for."""
        return self.filter(owner_unit_id__in=actor.case_units(), protection__cleared=actor.clearance)


class RollRow(models.Model):
    """One staged line: what the preview shows, what will happen to it, and with whom it is matched.

    Unchanged lines are counted, not kept. People who are gone have lines below zero: they stand in no line.
    """

    roll = models.ForeignKey(RollImport, on_delete=models.CASCADE, related_name="rows", db_index=False)
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.IntegerField()
    fate = models.CharField(max_length=10, choices=RowFate.choices)
    reference = models.CharField(max_length=40, blank=True, default="")
    family_name = models.CharField(max_length=120, blank=True, default="")
    given_name = models.CharField(max_length=120, blank=True, default="")
    birth_date = models.DateField(null=True)
    unit = models.CharField(max_length=60, blank=True, default="")
    expected_release_on = models.DateField(null=True)
    protection = models.SmallIntegerField(default=0)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    case_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = RollRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roll", "line"], name="roll_row_line_once")]
        indexes = [models.Index(fields=["roll", "fate", "line"], name="roll_row_by_fate")]

    def __str__(self) -> str:
        return f"line {self.line}"

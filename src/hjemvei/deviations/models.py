"""What slipped in a case. Thin here: found by the system or said by people, with cause, owner and closing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hjemvei.accounts.enums import InfoClass
from hjemvei.deviations.choices import Cause, DeviationKind
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText


class Deviation(CaseRow):
    """One breach of what was agreed. Found once for each kind and date; a refused consent is never one."""

    row_class = InfoClass.COORDINATION
    receiver_field = "to_unit"

    kind = models.CharField(max_length=32, choices=DeviationKind.choices)
    happened_on = models.DateField()
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    cause = models.CharField(max_length=20, choices=Cause.choices, blank=True, default="")
    note = SealedText(blank=True, default="")
    measure = SealedText(blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(cause=""), name="deviation_closed_with_cause"
            ),
            models.UniqueConstraint(fields=["case", "kind", "happened_on"], name="deviation_once"),
        ]

"""What has happened to each consent, line by line; one kernel function writes it, nobody changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from hjemvei.accounts.enums import InfoClass, Purpose
from hjemvei.parties.models import Controller, Unit
from hjemvei.sharing.enums import (
    ConsentEventKind,
    ConsentForm,
    InterpreterHow,
    Representation,
    ScopeChange,
)
from hjemvei.sharing.models.consent import Consent
from hjemvei.sharing.models.rows import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer


class ConsentEventQuerySet(CaseRowQuerySet):
    def _ways(self, actor: Seer, row_class: InfoClass | None) -> Q:
        """A unit also sees the events that opened or ended something for it, and no others."""
        units = actor.readers(InfoClass.CONSENT)
        named = ConsentChange.objects.filter(event_id=models.OuterRef("pk"), receiver_unit_id__any=units)
        return super()._ways(actor, row_class) | Q(models.Exists(named))


class ConsentEvent(CaseRow):
    """Who said what, when, how and in which language. Owned as the consent is; `recorded_by` took it down.

    `starts_on` and `ends_before` are the period after it. `replaces` is the consent that a narrower one
    took the place of. A scan of the signed paper is a document of the case that names the event.
    """

    row_class = InfoClass.CONSENT

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=ConsentEventKind.choices)
    happened_at = models.DateTimeField()
    form = models.CharField(max_length=8, choices=ConsentForm.choices, blank=True, default="")
    witness_name = SealedText(blank=True, default="")
    language = models.CharField(max_length=8)
    interpreter_used = models.BooleanField(default=False)
    interpreter_how = models.CharField(max_length=10, choices=InterpreterHow.choices, blank=True, default="")
    explained = SealedText(blank=True, default="")
    representation = models.CharField(
        max_length=20, choices=Representation.choices, default=Representation.SELF
    )
    representative_name = SealedText(blank=True, default="")
    starts_on = models.DateField(null=True, blank=True)
    ends_before = models.DateField(null=True, blank=True)
    replaces = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ConsentEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ConsentEventKind.EXPIRED, form="")
                | (~Q(kind=ConsentEventKind.EXPIRED) & ~Q(form="")),
                name="consent_event_form",
            ),
            models.CheckConstraint(
                condition=~Q(form=ConsentForm.ORAL) | ~Q(witness_name=""), name="consent_event_witness"
            ),
            models.CheckConstraint(
                condition=Q(interpreter_how="") | Q(interpreter_used=True), name="consent_event_interpreter"
            ),
            models.CheckConstraint(
                condition=Q(kind=ConsentEventKind.NARROWED, replaces__isnull=False)
                | (~Q(kind=ConsentEventKind.NARROWED) & Q(replaces__isnull=True)),
                name="consent_event_replaces",
            ),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="consent_event_period",
            ),
        ]


class ConsentChange(CaseRow):
    """One arrow that an event opened, carried on or ended: from whom, to whom, which class."""

    row_class = InfoClass.CONSENT
    receiver_field = "receiver_unit"

    event = models.ForeignKey(ConsentEvent, on_delete=models.PROTECT, related_name="changes")
    change = models.CharField(max_length=5, choices=ScopeChange.choices)
    giver = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    receiver_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    info_class = models.SmallIntegerField(choices=InfoClass.choices)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "giver", "receiver_unit", "info_class", "purpose"],
                name="consent_change_once",
            ),
        ]

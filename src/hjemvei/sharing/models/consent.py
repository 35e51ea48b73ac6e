"""What the person said about sharing, arrow by arrow, and what was handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hjemvei.accounts.enums import InfoClass, Purpose
from hjemvei.parties.models import Controller, Unit
from hjemvei.sharing.enums import ConsentForm, ConsentState, Representation, ShareBasis
from hjemvei.sharing.models.rows import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer


class ConsentQuerySet(CaseRowQuerySet):
    def _ways(self, actor: Seer, row_class: InfoClass | None) -> Q:
        """A unit also sees the consents that name it."""
        units = actor.readers(InfoClass.CONSENT)
        named = ConsentScope.objects.filter(consent_id=models.OuterRef("pk"), receiver_unit_id__any=units)
        return super()._ways(actor, row_class) | Q(models.Exists(named))


class Consent(CaseRow):
    """What the person said about sharing: asked, given, refused or withdrawn; narrowed by scopes that end.

    Consent waives confidentiality and is never the legal basis of a processing (a field of its own
    elsewhere).
    """

    row_class = InfoClass.CONSENT

    state = models.CharField(max_length=12, choices=ConsentState.choices, default=ConsentState.ASKED)
    form = models.CharField(max_length=8, choices=ConsentForm.choices)
    language = models.CharField(max_length=8, default="nb")
    interpreter_used = models.BooleanField(default=False)
    representation = models.CharField(
        max_length=20, choices=Representation.choices, default=Representation.SELF
    )
    representative_name = SealedText(blank=True, default="")
    explained = SealedText(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_before = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_how = models.CharField(max_length=8, choices=ConsentForm.choices, blank=True, default="")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ConsentState.GIVEN)
                | Q(starts_on__isnull=False, ends_before__isnull=False),
                name="consent_given_for_a_period",
            ),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="consent_period",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConsentState.WITHDRAWN) | Q(withdrawn_at__isnull=False),
                name="consent_withdrawn_when",
            ),
            models.CheckConstraint(
                condition=Q(representation=Representation.SELF) | ~Q(representative_name=""),
                name="consent_representative_named",
            ),
        ]


class ConsentScope(CaseRow):
    """One arrow of a consent: from a controller's records, to a unit, one class of information, one
    purpose.
    """

    row_class = InfoClass.CONSENT
    receiver_field = "receiver_unit"

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="scopes")
    giver = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    receiver_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    info_class = models.SmallIntegerField(choices=InfoClass.choices)
    purpose = models.CharField(max_length=16, choices=Purpose.choices, default=Purpose.CASEWORK)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consent", "giver", "receiver_unit", "info_class", "purpose"],
                name="consent_scope_once",
            ),
            models.CheckConstraint(
                condition=~Q(info_class__in=[InfoClass.OWN, InfoClass.CONFIDENTIAL]),
                name="consent_scope_shareable",
            ),
        ]


class DisclosureQuerySet(CaseRowQuerySet):
    def shown_to_the_person(self) -> Self:
        """All but those that a reviewed exception hides: a reason, and a second person who approved."""
        return self.exclude(hidden__approved_at__isnull=False)


class Disclosure(CaseRow):
    """A hand-over: to whom, which classes, on what basis, who decided. By reference, without the content."""

    row_class = InfoClass.CONSENT
    receiver_field = "receiver_unit"

    receiver_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    info_classes = ArrayField(models.SmallIntegerField(choices=InfoClass.choices))
    basis = models.CharField(max_length=20, choices=ShareBasis.choices)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="disclosures")
    what = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis=ShareBasis.CONSENT) | Q(consent__isnull=False),
                name="disclosure_consent_named",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="disclosure_says_what"),
        ]

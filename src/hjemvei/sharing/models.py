"""The case shell and what opens it. Case, participation, grant and token are written by kernel functions
alone.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from hjemvei.accounts.enums import InfoClass, Purpose
from hjemvei.core.slots import listed
from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller, Unit
from hjemvei.persons.models import Person
from hjemvei.sharing.enums import Basis, CloseReason, ConsentForm, ConsentState, Representation, ShareBasis

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Actor, Seer


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Seer) -> CaseQuerySet:
        """Cases in which one of the actor's units takes part at this moment."""
        return self.filter(
            access_units__overlap=listed(actor.case_units()), protection__lte=actor.clearance
        ).exclude(blocked_users__contains=[actor.user_id])

    def open(self) -> CaseQuerySet:
        return self.filter(closed_at__isnull=True)


class Case(models.Model):
    """One way home. A shell: it holds no name and no fact, only who may look."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    opened_by_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=16, choices=CloseReason.choices, blank=True, default="")
    access_units = ArrayField(models.IntegerField(), default=list)
    visible_until = models.DateTimeField()
    protection = models.SmallIntegerField(default=0)
    blocked_users = ArrayField(models.IntegerField(), default=list)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at__isnull=True), name="case_one_open_a_person_record"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, close_reason="")
                | (Q(closed_at__isnull=False) & ~Q(close_reason="")),
                name="case_closed_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.key}"


def period() -> Func:
    return Func(
        F("starts_at"), F("ends_at"), Value("[)"), function="tstzrange", output_field=DateTimeRangeField()
    )


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, actor: Seer) -> ParticipationQuerySet:
        return self.filter(unit_id__any=actor.units)

    def in_force(self, at: dt.datetime) -> ParticipationQuerySet:
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class Participation(models.Model):
    """A unit's part in a case for a period, and the person record of its own controller."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="participations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    basis = models.CharField(max_length=12, choices=Basis.choices)
    can_write = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    consent = models.ForeignKey("Consent", on_delete=models.PROTECT, null=True, related_name="+")

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="participation_period"),
            models.CheckConstraint(
                condition=~Q(basis=Basis.CONSENT) | Q(consent__isnull=False),
                name="participation_consent_named",
            ),
            ExclusionConstraint(
                name="participation_one_a_basis",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("basis", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
                condition=Q(consent__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["unit", "case"], name="participation_unit_case")]

    def __str__(self) -> str:
        return f"unit {self.unit_id} in case {self.case_id}"


class Grant(models.Model):
    """What a unit may read of another's rows in a case: keys (unit * 16 + class) given by one controller,
    for a period.

    Only kernel functions write it, from a participation that the database checks.
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="grants")
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="grants", db_index=False, db_constraint=False
    )
    giver = models.ForeignKey(
        Controller, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    keys = ArrayField(models.IntegerField())
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="grant_period")]
        indexes = [models.Index(fields=["case", "giver", "unit"], name="grant_case_giver_unit")]

    def __str__(self) -> str:
        return f"grant to {self.unit_id} in case {self.case_id}"


class SearchToken(models.Model):
    """One row for each unit, token and case: name parts, their first three letters, references and numbers,
    all hashed. Written by kernel functions alone, for participations that stand.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    token = models.BigIntegerField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "token", "case"], name="search_token_once")]

    def __str__(self) -> str:
        return f"token {self.pk}"


class CaseRowQuerySet(models.QuerySet[Any]):
    """Rows that hang on a case and have an owner unit; every such model's queryset starts here."""

    def visible_to(self, actor: Seer) -> Self:
        """Rows of cases the actor sees, owned by the actor's units or shared with them in a class the role
        may read.
        """
        classes = self.model.row_class
        cases = Case.objects.visible_to(actor)
        rows = self.filter(case__in=cases)
        return rows.filter(self._ways(actor, classes))

    def _ways(self, actor: Seer, row_class: InfoClass | None) -> Q:
        readable = [row_class] if row_class is not None else list(InfoClass)
        ways = Q()
        for info_class in readable:
            ways |= self._way(actor, info_class, mixed=row_class is None)
        return ways

    def _way(self, actor: Seer, info_class: InfoClass, *, mixed: bool) -> Q:
        keys, units = actor.keys(info_class), actor.readers(info_class)
        if not keys:
            return Q(pk__in=[])
        owned = Q(owner_unit_id__any=units)
        granted = models.Exists(
            Grant.objects.filter(
                case_id=models.OuterRef("case_id"),
                giver_id=models.OuterRef("controller_id"),
                keys__overlap=listed(keys),
                starts_at__lte=Now(),
                ends_at__gt=Now(),
            )
        )
        way = owned | Q(granted)
        if self.model.receiver_field:
            way |= Q(**{f"{self.model.receiver_field}_id__any": units})
        return Q(info_class=info_class) & way if mixed else way

    def of(self, case: Case) -> Self:
        return self.filter(case=case)


class CaseRow(models.Model):
    """A fact in a case: who owns it, who wrote it, when it was known. Corrections are new rows.

    `row_class` is the table's class of information, or None where each row carries `info_class`;
    `receiver_field` names
    the column of a unit that sees the row because it was sent to it.
    """

    row_class: InfoClass | None = None
    receiver_field = ""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.key}"


def owned_by(actor: Actor, case: Case, *, at: dt.datetime) -> dict[str, Any]:
    """The fields every new case row gets from who writes it."""
    return {
        "case": case,
        "controller_id": actor.controller_id,
        "owner_unit_id": writing_unit(actor, case),
        "recorded_by_id": actor.user_id,
        "recorded_at": at,
    }


def writing_unit(actor: Actor, case: Case) -> int:
    """The actor's unit that takes part in the case; the unit acted for comes first."""
    takes_part = set(case.access_units).intersection(actor.units)
    return actor.unit_id if actor.unit_id in takes_part or not takes_part else min(takes_part)


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
    representative_name = models.CharField(max_length=120, blank=True, default="")
    explained = models.CharField(max_length=600, blank=True, default="")
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

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis=ShareBasis.CONSENT) | Q(consent__isnull=False),
                name="disclosure_consent_named",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="disclosure_says_what"),
        ]

"""Reference data and organisations; open to all signed-in staff, so no row-level security here."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from hjemvei.core.text import new_key
from hjemvei.parties.enums import PUBLIC_KINDS, ControllerKind, FactKind, SecurityLevel, UnitKind, Weekday


def daterange(start: str = "starts_on", end: str = "ends_before") -> Func:
    """The half-open period of a row as a range, for exclusion constraints."""
    return Func(F(start), F(end), Value("[)"), function="daterange", output_field=DateRangeField())


class County(models.Model):
    number = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"^\d{2}$"), name="county_number_form")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Municipality(models.Model):
    """Official and Norwegian name; the point is the middle of the largest land area, WGS 84 degrees."""

    number = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=80)
    name_norwegian = models.CharField(max_length=80)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="municipalities")
    longitude = models.FloatField()
    latitude = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"^\d{4}$"), name="municipality_number_form")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name_norwegian}"


class Controller(models.Model):
    """A legal entity that answers for its own records (GDPR art. 4 no. 7).

    `archive_body` is the public body whose archive the records of a private provider belong to, where it does
    a task of that body's (arkivlova §§ 6 d and 7).
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=24, choices=ControllerKind.choices)
    organisation_number = models.CharField(max_length=9, blank=True, default="")
    municipality = models.OneToOneField(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="controller"
    )
    archive_body = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation_number="") | Q(organisation_number__regex=r"^\d{9}$"),
                name="controller_organisation_number_form",
            ),
            models.CheckConstraint(
                condition=Q(archive_body__isnull=True) | ~Q(kind__in=PUBLIC_KINDS),
                name="controller_public_archives_itself",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ControllerKind.MUNICIPALITY) | Q(municipality__isnull=False),
                name="controller_municipality_named",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    def in_force(self, today: dt.date) -> UnitQuerySet:
        return self.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today), starts_on__lte=today)

    def prisons(self) -> UnitQuerySet:
        return self.filter(kind=UnitKind.PRISON)

    def of_municipality(self, number: str) -> UnitQuerySet:
        return self.filter(controller__municipality_id=number)


class Unit(models.Model):
    """A controller's unit and where it sits: a school or health service may sit in a prison without being of
    it.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=24, choices=UnitKind.choices)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    located_at = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="guests"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="units"
    )
    security = models.CharField(max_length=12, choices=SecurityLevel.choices, blank=True, default="")
    region = models.CharField(max_length=20, blank=True, default="")
    evidence = models.CharField(max_length=200, blank=True, default="")
    starts_on = models.DateField(default=dt.date(2000, 1, 1))
    ends_before = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")), name="unit_period"
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(ends_before__isnull=False),
                name="unit_successor_needs_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContactPoint(models.Model):
    """Where others turn, for what; the deputy answers when nobody is here."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="contact_points")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    purpose = models.CharField(max_length=120)
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")
    deputy = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="stands_in_for"
    )
    is_on_call = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="contact_point_period",
            ),
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="contact_point_reachable"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.purpose}"


class OpeningHours(models.Model):
    contact_point = models.ForeignKey(ContactPoint, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.CharField(max_length=1, choices=Weekday.choices)
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="opening_hours_order"),
            models.UniqueConstraint(
                fields=["contact_point", "weekday", "opens_at"], name="opening_hours_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_point_id} {self.weekday} {self.opens_at}"


class UnitFact(models.Model):
    """A fact with validity and source; a number, a text, or both."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="facts")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    kind = models.CharField(max_length=20, choices=FactKind.choices)
    number = models.IntegerField(null=True, blank=True)
    text = models.CharField(max_length=400, blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number__isnull=False) | ~Q(text=""), name="unit_fact_says_something"
            ),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="unit_fact_period",
            ),
            ExclusionConstraint(
                name="unit_fact_one_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (daterange(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind}"

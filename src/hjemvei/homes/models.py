"""The stock of dwellings. No person here: who lives where is a lease."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from hjemvei.core.text import new_key
from hjemvei.homes.choices import DwellingKind, Ownership
from hjemvei.parties.models import Controller, Municipality, Unit

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer


class DwellingQuerySet(models.QuerySet["Dwelling"]):
    def visible_to(self, actor: Seer) -> Self:
        return self.filter(controller_id=actor.controller_id)


class Dwelling(models.Model):
    """A home a municipality or provider disposes of. Rent in whole kroner a month, area in square metres."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=160)
    postal_code = models.CharField(max_length=4, blank=True, default="")
    kind = models.CharField(max_length=24, choices=DwellingKind.choices)
    ownership = models.CharField(max_length=16, choices=Ownership.choices)
    rooms = models.SmallIntegerField()
    area = models.SmallIntegerField(null=True, blank=True)
    rent = models.IntegerField()
    is_step_free = models.BooleanField(default=False)
    house_rules = models.CharField(max_length=200, blank=True, default="")
    available_from = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    objects = DwellingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rooms__gte=1, rooms__lte=12), name="dwelling_rooms"),
            models.CheckConstraint(condition=Q(rent__gte=0), name="dwelling_rent"),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("available_from")),
                name="dwelling_period",
            ),
            models.UniqueConstraint(fields=["controller", "name"], name="dwelling_name_once"),
        ]

    def __str__(self) -> str:
        return f"dwelling {self.key}"

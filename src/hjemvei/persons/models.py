"""Person records. The access arrays are written by kernel functions alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hjemvei.core.slots import listed
from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller
from hjemvei.persons.sealed import SealedText

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer

FOREVER = "9999-12-31T00:00:00+00:00"


class Sex(models.TextChoices):
    MALE = "m", _("mann")
    FEMALE = "f", _("kvinne")
    UNKNOWN = "u", _("ikke oppgitt")


class Protection(models.IntegerChoices):
    """Grade of address protection in the population register (0-3), and 4 for the shield of staff and their
    families, which needs a clearance of its own (ADR-0017).
    """

    NONE = 0, _("ingen")
    CONFIDENTIAL = 1, _("fortrolig adresse")
    STRICTLY_CONFIDENTIAL = 2, _("strengt fortrolig adresse")
    ABROAD = 3, _("strengt fortrolig adresse, utland")
    SHIELDED = 4, _("skjermet: ansatt eller ansattes familie")
    SHIELDED_CONFIDENTIAL = 5, _("skjermet, og fortrolig adresse")
    SHIELDED_STRICTLY = 6, _("skjermet, og strengt fortrolig adresse")
    SHIELDED_ABROAD = 7, _("skjermet, og strengt fortrolig adresse, utland")


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Seer) -> PersonQuerySet:
        """The records of people in whose case one of the actor's units takes part now."""
        return self.filter(
            access_units__overlap=listed(actor.doors()),
            controller_id=actor.controller_id,
            protection__cleared=actor.clearance,
        ).exclude(blocked_users__contains=[actor.user_id])


class Person(models.Model):
    """What one controller holds about somebody's name and birth. Sex and birth date are never derived from a
    number.

    `name_search` is the normalised name, `sort_key` puts æ, ø, å and aa last; both die with the name.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    family_name = models.CharField(max_length=120)
    given_name = models.CharField(max_length=120)
    name_search = models.CharField(max_length=260)
    sort_key = models.CharField(max_length=520)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    language = models.CharField(max_length=8, default="nb")
    needs_interpreter = models.BooleanField(default=False)
    protection = models.SmallIntegerField(choices=Protection.choices, default=Protection.NONE)
    access_units = ArrayField(models.IntegerField(), default=list)
    visible_until = models.DateTimeField()
    blocked_users = ArrayField(models.IntegerField(), default=list)
    recorded_at = models.DateTimeField()

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(family_name="") | ~Q(given_name=""), name="person_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(protection__gte=0, protection__lte=7), name="person_protection_grade"
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.key}"


class IdentifierKind(models.TextChoices):
    NATIONAL = "national", _("fødselsnummer")
    D_NUMBER = "d_number", _("D-nummer")
    H_NUMBER = "h_number", _("H-nummer")
    SYNTHETIC = "synthetic", _("syntetisk nummer")


class DestructionGround(models.TextChoices):
    ARCHIVE_RECEIPT = "archive_receipt", _("kvittering fra arkivet")
    DISPOSAL_DECISION = "disposal_decision", _("vedtak om kassasjon")


class Identifier(models.Model):
    """An identity number: sealed by the person's key and bound to its row, and a keyed index for equality.
    Unique
    within one controller only. No part of it stands beside it: birth date and last digits are the number.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=IdentifierKind.choices)
    ciphertext = models.BinaryField()
    blind_index = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "blind_index"], name="identifier_once_a_controller"
            ),
        ]

    def __str__(self) -> str:
        return f"identifier of {self.person_id}"


class DataKey(models.Model):
    """The key that seals what one controller holds about one person, wrapped by a master key and bound to
    this
    row (ADR-0018). Written by kernel functions alone. Destroyed, `wrapped` is empty and nothing can be read
    again.

    Made in thousands with the people themselves, so the database does not check the references.
    """

    id = models.BigIntegerField(primary_key=True)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, related_name="data_key", db_constraint=False
    )
    wrapped = models.BinaryField()
    master = models.SmallIntegerField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(wrapped=b""), name="data_key_destroyed_is_gone"
            ),
        ]

    def __str__(self) -> str:
        return f"key of {self.person_id}"


class KeyDestruction(models.Model):
    """Why a key was destroyed: never without an archive receipt or a disposal decision (kernel.md §4)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=20, choices=DestructionGround.choices)
    reference = models.CharField(max_length=120)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    destroyed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reference=""), name="key_destruction_reference"),
            models.CheckConstraint(
                condition=Q(ground__in=DestructionGround.values), name="key_destruction_ground"
            ),
        ]

    def __str__(self) -> str:
        return f"destruction {self.pk}"


class DuplicateLink(models.Model):
    """Two records of one controller said to be the same human being. Linked and unlinked by people, never
    merged. The reasons are sealed by the first record's key, and go with the first of the two that is erased.
    """

    sealed_for = "first_id"

    key = models.CharField(max_length=12, unique=True, default=new_key)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = SealedText()
    linked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    unlinked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    unlinked_at = models.DateTimeField(null=True, blank=True)
    unlink_reason = SealedText(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first_id__lt=F("second_id")), name="duplicate_link_order"),
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(unlinked_at__isnull=True), name="duplicate_link_once"
            ),
            models.CheckConstraint(
                condition=Q(unlinked_at__isnull=True) | ~Q(unlink_reason=""), name="duplicate_unlink_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.key}"

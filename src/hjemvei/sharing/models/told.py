"""A message by statute to a unit without a part in the case, and what hides it from the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hjemvei.accounts.enums import InfoClass
from hjemvei.core.text import new_key
from hjemvei.parties.models import Unit
from hjemvei.persons.models import Person
from hjemvei.sharing.enums import ShareBasis
from hjemvei.sharing.models.consent import Disclosure
from hjemvei.sharing.models.rows import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Seer


class StatuteMessageQuerySet(models.QuerySet["StatuteMessage"]):
    def visible_to(self, actor: Seer) -> Self:
        """Sent by or to one of the actor's units, where the role there may read every class it holds."""
        ways = Q(pk__in=[])
        for unit_id in actor.case_units():
            classes = [c.value for c in InfoClass if unit_id in actor.readers(c)]
            held = Q(info_classes__contained_by=classes)
            ways |= (Q(to_unit_id=unit_id) | Q(owner_unit_id=unit_id)) & held
        return self.filter(ways, protection__cleared=actor.clearance).exclude(
            blocked_users__contains=[actor.user_id]
        )


class StatuteMessage(models.Model):
    """One message on a coded statute: no case, no participation, no grant. What is said and why is sealed by
    the key of the sender's record of the person; both units get it by the row.

    `protection` and `blocked_users` are the person's as they were when it was sent.
    """

    sealed_for = "person_id"

    key = models.CharField(max_length=12, unique=True, default=new_key)
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="message")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    basis = models.CharField(max_length=20, choices=ShareBasis.choices)
    info_classes = ArrayField(models.SmallIntegerField(choices=InfoClass.choices))
    protection = models.SmallIntegerField(default=0)
    blocked_users = ArrayField(models.IntegerField(), default=list)
    reason = SealedText()
    body = SealedText()
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = StatuteMessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(basis=ShareBasis.CONSENT), name="statute_message_by_statute"),
            models.CheckConstraint(condition=~Q(reason=""), name="statute_message_says_why"),
            models.CheckConstraint(condition=~Q(info_classes=[]), name="statute_message_classes"),
        ]
        indexes = [
            models.Index(fields=["to_unit"], condition=Q(read_at=None), name="statute_message_unread"),
            models.Index(fields=["person"], name="statute_message_person"),
        ]

    def __str__(self) -> str:
        return f"statute message {self.key}"


class HiddenDisclosure(CaseRow):
    """Asked for with a reason; in force only when a second person has approved it."""

    row_class = InfoClass.CONSENT

    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="hidden")
    reason = SealedText()
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hidden_disclosure_reason"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | (Q(approved_at__isnull=False) & ~Q(approved_by=F("recorded_by"))),
                name="hidden_disclosure_two_people",
            ),
        ]

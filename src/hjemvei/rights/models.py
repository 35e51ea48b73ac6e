"""Requests for access and their parts, one for each controller; legal holds; decisions to erase, restrict or
hand to the archive. Who sees them is said by the database: `kernel.answers_for` knows the
controller's own manager of requests by their seat, `kernel.advises` its privacy officer, who decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller, Unit
from hjemvei.persons.models import DestructionGround, Person
from hjemvei.rights.enums import (
    ERASING,
    CorrectionState,
    Delivery,
    DisposalState,
    Ground,
    Outcome,
    PartState,
    RequestForm,
)
from hjemvei.sharing.models import Case, CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText

if TYPE_CHECKING:
    from hjemvei.accounts.actor import Actor


FOLLOWERS = (Role.RIGHTS_OFFICER, Role.PRIVACY_OFFICER)
"""Who follows every request of the controller: the one who answers, and the one who advises."""


def _user(*, null: bool = False) -> models.ForeignKey[models.Model, models.Model]:
    return models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=null)


class AccessRequest(models.Model):
    """Somebody asked to see what is held about them: on their own page, or staff took it down. Written by
    `kernel.ask_access` alone, with a part for each controller that took part in the case.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=8, choices=RequestForm.choices)
    received_on = models.DateField()
    due_on = models.DateField()
    taken_by = _user()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gt=F("received_on")), name="access_request_due_after")
        ]

    def __str__(self) -> str:
        return f"access request {self.key}"


class PartQuerySet(models.QuerySet["Part"]):
    def visible_to(self, actor: Actor) -> PartQuerySet:
        """The own controller's: of cases the actor sees, and all of them for those who answer and advise."""
        own = self.filter(controller_id=actor.controller_id)
        if actor.has(*FOLLOWERS):
            return own
        return own.filter(case__in=Case.objects.visible_to(actor))


class Part(models.Model):
    """What one controller answers: seen by that controller alone, and by the person (state and days)."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="parts")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=PartState.choices, default=PartState.ASKED)
    released_by = _user(null=True)
    released_at = models.DateTimeField(null=True, blank=True)
    delivered_by = _user(null=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivered_how = models.CharField(max_length=8, choices=Delivery.choices, blank=True, default="")
    sha256 = models.BinaryField(max_length=32, default=b"")

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "controller"], name="part_once_a_controller"),
            models.CheckConstraint(
                condition=Q(state=PartState.ASKED) | Q(released_at__isnull=False), name="part_released"
            ),
            models.CheckConstraint(
                condition=~Q(state=PartState.DELIVERED)
                | (Q(delivered_at__isnull=False) & ~Q(delivered_how="") & ~Q(sha256=b"")),
                name="part_delivered",
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.key}"


class Withheld(models.Model):
    """One row that is held back, with the statute that allows it. The person is told that it is, and why."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="withheld")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    ground = models.CharField(max_length=20, choices=Ground.choices)
    reason = models.CharField(max_length=300)
    decided_by = _user()
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="withheld_reason"),
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="withheld_ground"),
            models.UniqueConstraint(
                fields=["part", "table_name", "row_id"],
                condition=Q(undone_at__isnull=True),
                name="withheld_once",
            ),
        ]

    def __str__(self) -> str:
        return f"withheld {self.pk}"


class OfPersonQuerySet(models.QuerySet["models.Model"]):
    def visible_to(self, actor: Actor) -> OfPersonQuerySet:
        own = self.filter(controller_id=actor.controller_id)
        if actor.has(*FOLLOWERS):
            return own
        return own.filter(person__in=Person.objects.visible_to(actor))


class Hold(models.Model):
    """Nothing of this person may be erased: a complaint, a dispute or a supervision is going on."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    set_by = _user()
    set_at = models.DateTimeField()
    lifted_by = _user(null=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.CharField(max_length=300, blank=True, default="")

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | (~Q(lift_reason="") & Q(lifted_by__isnull=False)),
                name="hold_lifted_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.key}"


class Disposal(models.Model):
    """What shall become of one controller's record of a person: proposed by one, decided by another."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    state = models.CharField(max_length=12, choices=DisposalState.choices, default=DisposalState.PROPOSED)
    reason = models.CharField(max_length=300)
    proposed_by = _user()
    proposed_at = models.DateTimeField()
    ground = models.CharField(max_length=20, choices=DestructionGround.choices, blank=True, default="")
    reference = models.CharField(max_length=120, blank=True, default="")
    decided_by = _user(null=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="disposal_reason"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="disposal_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state=DisposalState.PROPOSED)
                | (Q(decided_by__isnull=False) & Q(decided_at__isnull=False)),
                name="disposal_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state=DisposalState.CARRIED_OUT, outcome__in=sorted(ERASING))
                | (~Q(ground="") & ~Q(reference="")),
                name="disposal_ground",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state=DisposalState.PROPOSED), name="disposal_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"disposal {self.key}"


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, actor: Actor) -> HandoverQuerySet:
        """The privacy officer's alone."""
        if not actor.has(*FOLLOWERS):
            return self.none()
        return self.filter(controller_id=actor.controller_id)


class Handover(models.Model):
    """A package that was made of one case for the archive: what was in it, and which body answers for it. The
    package itself is not kept; the same rows give the same bytes. Written once.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="handovers")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    files = models.IntegerField()
    held_back = models.IntegerField(default=0)
    size = models.BigIntegerField()
    sha256 = models.BinaryField(max_length=32)
    made_by = _user()
    made_at = models.DateTimeField()

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(files__gt=0, size__gt=0), name="handover_not_empty")
        ]

    def __str__(self) -> str:
        return f"handover {self.key}"

    @property
    def checksum(self) -> str:
        return bytes(self.sha256).hex()


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def visible_to(self, actor: Actor) -> RestrictionQuerySet:
        """For those who answer and advise alone: to everybody else the case is not there."""
        if not actor.has(*FOLLOWERS):
            return self.none()
        return self.filter(controller_id=actor.controller_id)


class Restriction(models.Model):
    """One controller's part of a case is taken out of use: its units see nothing of the case, and not that it
    is so; its manager of requests does. Written by kernel functions alone.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    set_by = _user(null=True)
    set_at = models.DateTimeField()
    lifted_by = _user(null=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.CharField(max_length=300, blank=True, default="")

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="restriction_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lift_reason=""),
                name="restriction_lift_reason",
            ),
            models.UniqueConstraint(
                fields=["case", "controller"], condition=Q(lifted_at__isnull=True), name="restriction_once"
            ),
        ]

    def __str__(self) -> str:
        return f"restriction {self.key}"


class AdviceQuerySet(models.QuerySet["Advice"]):
    def visible_to(self, actor: Actor) -> AdviceQuerySet:
        if not actor.has(*FOLLOWERS):
            return self.none()
        return self.filter(controller_id=actor.controller_id)


class Advice(models.Model):
    """What the privacy officer says to those who decide on a request or a proposal (GDPR art. 39): of the
    handling, without the person's name. It is not changed afterwards.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, null=True, related_name="advice")
    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, null=True, related_name="advice")
    text = models.CharField(max_length=1000)
    given_by = _user()
    given_at = models.DateTimeField()

    objects = AdviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="advice_says_something"),
            models.CheckConstraint(
                condition=Q(part__isnull=True, disposal__isnull=False)
                | Q(part__isnull=False, disposal__isnull=True),
                name="advice_about_one",
            ),
        ]

    def __str__(self) -> str:
        return f"advice {self.key}"


class Correction(CaseRow):
    """The person says that something is wrong. The original stays as it was written; this stands beside
    it, in the class of information that the original has, for whoever may read that.

    `to_unit` wrote the original and answers; `table_name` and `row_id` point at the original where staff
    chose it from what is written, and `about` is what stood there.
    """

    receiver_field = "to_unit"

    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    info_class = models.SmallIntegerField(choices=InfoClass.choices)
    form = models.CharField(max_length=8, choices=RequestForm.choices)
    table_name = models.CharField(max_length=63, blank=True, default="")
    row_id = models.BigIntegerField(null=True, blank=True)
    about = SealedText()
    said = SealedText()
    due_on = models.DateField()
    state = models.CharField(max_length=16, choices=CorrectionState.choices, default=CorrectionState.ASKED)
    answer = SealedText(blank=True, default="")
    told = models.CharField(max_length=8, choices=Delivery.choices, blank=True, default="")
    answered_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CorrectionState.ASKED)
                | (~Q(answer="") & ~Q(told="") & Q(answered_at__isnull=False)),
                name="correction_answered",
            ),
            models.CheckConstraint(
                condition=Q(table_name="", row_id__isnull=True)
                | (~Q(table_name="") & Q(row_id__isnull=False)),
                name="correction_row",
            ),
        ]

"""Who holds the case when somebody moves: the wish to live elsewhere, and each change of hands."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.models import choices
from hjemvei.cases.enums import MoveRefusal, MoveView
from hjemvei.cases.rules.hands import HandKind
from hjemvei.cases.states import MoveState
from hjemvei.parties.models import Municipality, Unit
from hjemvei.sharing.models import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText


class MoveWish(CaseRow):
    """The person wants to live in another municipality. The original one answers for the person until the new
    one has said yes; `own_words` are the person's own words. Source: R238, R240, R241, R243, R244.
    """

    row_class = InfoClass.COORDINATION
    receiver_field = "to_unit"

    from_municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    to_municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=MoveState.choices, default=MoveState.WISHED)
    wished_on = models.DateField()
    own_words = SealedText(blank=True, default="")
    decide_by = models.DateField()
    decision = models.CharField(max_length=16, choices=choices(MoveView), blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = SealedText(blank=True, default="")
    consent = models.ForeignKey(
        "sharing.Consent", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    opened_case = models.BooleanField(default=False)
    invited_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=20, choices=choices(MoveRefusal), blank=True, default="")
    refusal_reason = SealedText(blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_municipality=F("to_municipality")), name="move_wish_to_another"
            ),
            models.CheckConstraint(
                condition=Q(decision="") | (Q(decided_at__isnull=False) & ~Q(decision_reason="")),
                name="move_wish_decided_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["invited", "accepted", "refused"])
                | Q(to_unit__isnull=False, consent__isnull=False, answer_by__isnull=False),
                name="move_wish_invited_with_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | (~Q(refusal="") & ~Q(refusal_reason="")),
                name="move_wish_refused_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=["wished", "invited"]), name="move_wish_one_open"
            ),
        ]
        indexes = [
            models.Index(fields=["to_unit"], condition=Q(state="invited"), name="move_wish_invited"),
            models.Index(
                fields=["from_unit"],
                condition=Q(state__in=["wished", "invited"], decision=""),
                name="move_wish_undecided",
            ),
        ]


class Hand(CaseRow):
    """Somebody took the case in hand; hand-offs are counted from these rows (`rules.hands`). `turn` is how
    many rows the one who wrote it saw before: where it is small, nobody needs to count.
    """

    row_class = InfoClass.COORDINATION

    kind = models.CharField(max_length=12, choices=choices(HandKind))
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    turn = models.SmallIntegerField(default=0)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality__isnull=False) | Q(unit__isnull=False), name="hand_of_somebody"
            ),
        ]
        indexes = [models.Index(fields=["case"], condition=Q(turn__gte=3), name="hand_of_many")]

"""The ways in and the person's own words. Rows of the case, owned by the unit that helped or is spoken to."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hjemvei.accounts.enums import InfoClass
from hjemvei.portal.enums import Strength, WordKind
from hjemvei.portal.rules import MOST_TRIES
from hjemvei.sharing.models import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText


class Pack(CaseRow):
    """A printed pack with a code that counts once, for seven days and five tries. Only its hash is kept."""

    row_class = InfoClass.COORDINATION

    code_hash = models.BinaryField(max_length=32)
    language = models.CharField(max_length=8)
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(used_at__isnull=True, ended_at__isnull=True),
                name="pack_one_alive",
            ),
            models.CheckConstraint(condition=Q(tries__gte=0, tries__lte=MOST_TRIES), name="pack_tries"),
        ]


class Pin(CaseRow):
    """The PIN that the person chose, hashed. The application itself may not read the hash, only the person's
    role; a forgotten or locked one ends and the person chooses another.
    """

    row_class = InfoClass.COORDINATION

    pin_hash = models.CharField(max_length=200)
    tries = models.SmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="pin_one_a_case"
            ),
            models.CheckConstraint(condition=Q(tries__gte=0, tries__lte=MOST_TRIES), name="pin_tries"),
        ]


class Visit(CaseRow):
    """A device that staff opened for one case, or a sign-in with an electronic ID; then the session on it.

    It shows nothing before `started_at`. `cases` are all that it opens; `case` is the one written in.
    """

    row_class = InfoClass.COORDINATION

    token_hash = models.BinaryField(max_length=32, unique=True)
    strength = models.CharField(max_length=10, choices=Strength.choices)
    how = SealedText(blank=True, default="")
    cases = ArrayField(models.BigIntegerField())
    language = models.CharField(max_length=8)
    opens_before = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(strength=Strength.ATTENDED) | ~Q(how=""), name="visit_attended_how"
            ),
        ]


class Word(CaseRow):
    """What the person says to a unit, and what the unit answers. The unit's own, as a letter to it would be:
    no other unit reads it. Small victories are kept beside the plan's.
    """

    row_class = InfoClass.OWN

    kind = models.CharField(max_length=12, choices=WordKind.choices)
    by_person = models.BooleanField(default=True)
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    about = SealedText(blank=True, default="")
    body = SealedText()
    language = models.CharField(max_length=8, default="nb")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="word_says_something"),
            models.CheckConstraint(
                condition=Q(by_person=True) | Q(answers__isnull=False), name="word_answer_to_something"
            ),
        ]

"""What is to be done and what happened: tasks, home status, timeline, documents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import PartyCode, RoleCode
from hjemvei.agreements.models import choices
from hjemvei.cases.choices import HomeStage
from hjemvei.cases.states import ScanState
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import CaseRow, CaseRowQuerySet
from hjemvei.sharing.sealed import SealedText


class Task(CaseRow):
    """What is to be done, by when, by whom, and the clause it comes from. An exemption never erases a passed
    date. `words` are staff's own, sealed; the title of such a task only says that it is one.
    """

    row_class = None
    receiver_field = "to_unit"

    info_class = models.SmallIntegerField(choices=InfoClass.choices, default=InfoClass.COORDINATION)
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    clause = models.CharField(max_length=400, blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")
    party = models.CharField(max_length=16, choices=choices(PartyCode))
    role = models.CharField(max_length=32, choices=choices(RoleCode), blank=True, default="")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    opens_on = models.DateField()
    due_on = models.DateField()
    first_due_on = models.DateField()
    can_be_exempted = models.BooleanField(default=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    words = SealedText(blank=True, default="")
    done_note = SealedText(blank=True, default="")
    exempted_at = models.DateTimeField(null=True, blank=True)
    exempted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    exempt_reason = SealedText(blank=True, default="")
    lapsed_at = models.DateTimeField(null=True, blank=True)

    objects = CaseRowQuerySet.as_manager()

    @property
    def said(self) -> str:
        """What is to be done, in the words of whoever set it up."""
        return self.words or gettext(self.title)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(exempted_at__isnull=True) | ~Q(exempt_reason=""),
                name="task_exempted_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(exempted_at__isnull=True) | Q(can_be_exempted=True), name="task_exemption_allowed"
            ),
            models.UniqueConstraint(
                fields=["case", "to_unit", "code"],
                condition=Q(done_at__isnull=True, exempted_at__isnull=True, lapsed_at__isnull=True),
                name="task_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_unit", "due_on"],
                condition=Q(done_at__isnull=True, exempted_at__isnull=True, lapsed_at__isnull=True),
                name="task_open_of_unit",
            ),
            models.Index(
                fields=["to_user", "due_on"],
                condition=Q(done_at__isnull=True, exempted_at__isnull=True, lapsed_at__isnull=True),
                name="task_open_of_user",
            ),
        ]


class HomeStatus(CaseRow):
    """How far the home is, and the risk of having none: said by the apps that know, for lists that sort by
    it.
    """

    row_class = InfoClass.HOUSING

    risk = models.CharField(max_length=8, blank=True, default="")
    status = models.CharField(max_length=24, choices=HomeStage.choices, blank=True, default="")

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(risk__in=["", "yes", "no", "unknown"]), name="home_status_risk"
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="home_status_newest")]


class Event(CaseRow):
    """A line of the timeline. `text` is a message id with %(name)s blanks, `values` fill them; no free
    text.
    """

    row_class = None

    info_class = models.SmallIntegerField(choices=InfoClass.choices)
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    is_milestone = models.BooleanField(default=False)
    happened_at = models.DateTimeField()

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="event_says_something")]
        indexes = [models.Index(fields=["case", "-happened_at", "-id"], name="event_newest")]


class Document(CaseRow):
    """A letter or decision as it left, or a paper that came in. Sealed by the person's key; never served
    inline. `scan` is
    what the virus scanner said, `finding` the name it gave.

    `about` names what a letter of ours was written from: `notice:<key>`, `offer:<key>`.
    """

    row_class = None
    receiver_field = "to_unit"

    info_class = models.SmallIntegerField(choices=InfoClass.choices)
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True, default="")
    title = SealedText()
    media_type = models.CharField(max_length=60)
    language = models.CharField(max_length=8, default="nb")
    content = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)
    size = models.IntegerField()
    scan = models.CharField(max_length=12, choices=ScanState.choices, default=ScanState.NOT_SCANNED)
    scanned_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=120, blank=True, default="")

    objects = CaseRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
            models.CheckConstraint(
                condition=~Q(scan__in=[ScanState.CLEAN, ScanState.INFECTED]) | Q(scanned_at__isnull=False),
                name="document_scanned_when",
            ),
        ]

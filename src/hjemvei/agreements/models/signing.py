"""Who signed which text, who approved it in each organisation, and what the person can read of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hjemvei.agreements.kinds import ClauseLanguage
from hjemvei.agreements.models.register import AgreementParty, AgreementVersion
from hjemvei.agreements.signing_kinds import (
    AnchoringLevel,
    PrevailingLanguage,
    SigningWay,
    TranslationStatus,
)
from hjemvei.core.text import new_key

STAFF = "accounts.User"


class SignatureQuerySet(models.QuerySet["Signature"]):
    def standing(self) -> SignatureQuerySet:
        return self.filter(withdrawn_at__isnull=True)


class Signature(models.Model):
    """A party's signatory, and the text it was put to. Taken back only while another party is missing;
    from then on the database refuses every change.

    `text_hash`: SHA-256 of the whole text in the language that counts, in hexadecimal (`signed_text`).
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="signatures")
    party = models.ForeignKey(AgreementParty, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    signed_on = models.DateField()
    way = models.CharField(max_length=8, choices=SigningWay.choices)
    paper_reference = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=2, choices=PrevailingLanguage.choices)
    text_hash = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party"],
                condition=Q(withdrawn_at__isnull=True),
                name="signature_once_a_party",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(title=""), name="signature_named"),
            models.CheckConstraint(
                condition=~Q(way=SigningWay.PAPER) | ~Q(paper_reference=""), name="signature_paper_kept"
            ),
            models.CheckConstraint(condition=Q(text_hash__regex=r"^[0-9a-f]{64}$"), name="signature_hash"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="signature_withdrawn_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.party_id}"


class SignedClause(models.Model):
    """A clause as it was signed, all numbers and tables filled in: units change their names, this never."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="signed_clauses")
    language = models.CharField(max_length=2, choices=ClauseLanguage.choices)
    text_language = models.CharField(max_length=2, choices=ClauseLanguage.choices)
    position = models.SmallIntegerField()
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language", "position"], name="signed_clause_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.code} ({self.language})"


class AnchoringRecord(models.Model):
    """Who approved the version at one level of a party's own organisation (R92)."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="approvals")
    party = models.ForeignKey(AgreementParty, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, choices=AnchoringLevel.choices)
    body = models.CharField(max_length=160)
    decided_on = models.DateField()
    reference = models.CharField(max_length=120)
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party", "level", "body", "decided_on"], name="anchoring_record_once"
            ),
            models.CheckConstraint(condition=~Q(body="") & ~Q(reference=""), name="anchoring_record_named"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.party_id} {self.level}"


class FrontLineInput(models.Model):
    """That those who work with the people took part in a version (R93): how, when and how many."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="front_line")
    party = models.ForeignKey(AgreementParty, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=200)
    held_on = models.DateField()
    staff_count = models.SmallIntegerField()
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "party", "how", "held_on"], name="front_line_once"),
            models.CheckConstraint(condition=~Q(how="") & Q(staff_count__gte=1), name="front_line_said"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.party_id} {self.held_on}"


class SummaryTranslation(models.Model):
    """The agreement in plain words for the person, in one language. The row in Bokmål is the source.

    `source_hash`: SHA-256 of the Norwegian summary it was translated from, in hexadecimal. Nobody checks
    or approves what they wrote themselves, and nobody outside the house reads it before it is approved.
    """

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="summaries")
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    body = models.TextField()
    status = models.CharField(
        max_length=8, choices=TranslationStatus.choices, default=TranslationStatus.DRAFT
    )
    source_hash = models.CharField(max_length=64)
    is_machine_made = models.BooleanField(default=False)
    written_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    checked_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    checked_role = models.CharField(max_length=120, blank=True, default="")
    checked_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="summary_once_a_language"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(body="") & ~Q(language=""), name="summary_has_text"
            ),
            models.CheckConstraint(
                condition=Q(status=TranslationStatus.DRAFT)
                | Q(checked_by__isnull=False, checked_at__isnull=False) & ~Q(checked_role=""),
                name="summary_checked_by_a_role",
            ),
            models.CheckConstraint(
                condition=Q(status=TranslationStatus.DRAFT) | ~Q(checked_by=F("written_by")),
                name="summary_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status=TranslationStatus.APPROVED)
                | Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("written_by")),
                name="summary_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.language}"

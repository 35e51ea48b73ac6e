"""Append-only logs by reference, the outbox, and once-keys."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Channel, Purpose, Role
from hjemvei.core.master_field import MasterEncrypted
from hjemvei.core.text import new_key


class ThisTransaction(models.Func):
    """The number of the running transaction, as the change log's trigger writes it."""

    template = "pg_current_xact_id()::text::bigint"
    output_field = models.BigIntegerField()


class ReadLogQuerySet(models.QuerySet["ReadLog"]):
    def visible_to(self, actor: Actor) -> ReadLogQuerySet:
        """The rows of the controller that the actor is privacy officer of; nobody else reads the log so."""
        if not actor.has(Role.PRIVACY_OFFICER):
            return self.none()
        return self.filter(controller_id=actor.controller_id)


class ReadLog(models.Model):
    """One row a response that identifies people: who looked, for which unit and purpose, at whom. Never the
    content. The database gives the transaction's number, by which batches are sealed.
    """

    at = models.DateTimeField()
    transaction = models.BigIntegerField(db_default=ThisTransaction())
    user_id = models.IntegerField()
    unit_id = models.IntegerField()
    controller_id = models.IntegerField()
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    page = models.CharField(max_length=80)
    person_ids = ArrayField(models.BigIntegerField())
    case_ids = ArrayField(models.BigIntegerField())
    search_tokens = ArrayField(models.BigIntegerField(), default=list)

    objects = ReadLogQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(user_id__gt=0), name="read_log_somebody")]
        indexes = [
            models.Index(fields=["transaction", "id"], name="read_log_transaction"),
            models.Index(fields=["controller_id", "at"], name="read_log_controller"),
            GinIndex(fields=["case_ids", "person_ids"], name="read_log_whom"),
        ]

    def __str__(self) -> str:
        return f"read {self.pk}"


class ChangeLog(models.Model):
    """One row a changed row, written by a trigger: reference, changed field names, salted hash of the row.

    Insert, update, delete; S is a row whose columns a migration has changed (`core.rls.logged_change`):
    no user, and the purpose is the migration's name.
    """

    at = models.DateTimeField()
    transaction = models.BigIntegerField()
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    operation = models.CharField(max_length=1)
    fields = ArrayField(models.CharField(max_length=63), null=True)
    user_id = models.IntegerField()
    unit_id = models.IntegerField()
    purpose = models.CharField(max_length=80)
    row_hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(operation__in=["I", "U", "D", "S"]), name="change_log_operation"
            )
        ]
        indexes = [
            models.Index(fields=["transaction", "id"], name="change_log_transaction"),
            models.Index(fields=["table_name", "row_id", "id"], name="change_log_row"),
        ]

    def __str__(self) -> str:
        return f"change {self.pk}"


class RowSalt(models.Model):
    """The random salt in a row's hashes; erased with the row, so that the log cannot confirm a guess
    afterwards.
    """

    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    salt = models.BinaryField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table_name", "row_id"], name="row_salt_once")]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"


class Seal(models.Model):
    """The Merkle roots over both logs' transactions in `[from_transaction, to_transaction)`, chained to the
    one before. Seals from before reads were sealed have no root of them.
    """

    at = models.DateTimeField()
    from_transaction = models.BigIntegerField()
    to_transaction = models.BigIntegerField()
    count = models.IntegerField()
    root = models.BinaryField(max_length=32)
    reads = models.IntegerField(default=0)
    reads_root = models.BinaryField(max_length=32, default=b"")
    chain = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_transaction__gt=models.F("from_transaction")), name="seal_period"
            ),
            models.UniqueConstraint(fields=["from_transaction"], name="seal_no_gap"),
        ]

    def __str__(self) -> str:
        return f"seal {self.pk}"


class OutboxKind(models.TextChoices):
    DIGEST = "digest"
    ALERT = "alert"
    INVITATION = "invitation"
    RECEIPT = "receipt"


class Outbox(models.Model):
    """A message that leaves the system after its transaction; e-mail carries no personal data, ever.

    `case_id` and `to_unit_id` are set where it waits because of one case: a withdrawal stops it.
    """

    key = models.CharField(max_length=12, unique=True, default=new_key)
    kind = models.CharField(max_length=12, choices=OutboxKind.choices)
    owner_unit_id = models.IntegerField()
    to_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    to_address = models.EmailField(blank=True, default="")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    once = models.CharField(max_length=100, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.SmallIntegerField(default=0)
    case_id = models.BigIntegerField(null=True, blank=True)
    to_unit_id = models.IntegerField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_user__isnull=False) | ~Q(to_address=""), name="outbox_receiver"
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(sent_at__isnull=True), name="outbox_waiting")]

    def __str__(self) -> str:
        return f"outbox {self.pk}"


class OnceKey(models.Model):
    """The answer already given to a submission or API call with this key; a second one gets the same
    answer. `step` is the name of the form's address, `seconds` how long it lay open.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    request_hash = models.BinaryField(max_length=32)
    status = models.SmallIntegerField()
    location = models.CharField(max_length=400, blank=True, default="")
    body = MasterEncrypted(null=True, place="oncekey:{user_id}:{key}:body")
    created_at = models.DateTimeField()
    step = models.CharField(max_length=60, blank=True, default="", db_default="")
    seconds = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="once_key_once")]

    def __str__(self) -> str:
        return f"once {self.pk}"

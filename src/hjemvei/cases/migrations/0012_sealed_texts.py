"""What is written of people to each other, and why, is sealed by the key of the person it is about (ADR-0018)."""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.sharing.sealed import SealedText
from hjemvei.sharing.sealed_columns import DEPENDS, optional, seal_columns


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_person"), *DEPENDS]
    operations = [
        seal_columns(
            "cases_message",
            {"body": SealedText()},
            by=__name__,
            constraints=[
                models.CheckConstraint(
                    condition=~models.Q(body=""),
                    name="message_not_empty",
                ),
            ],
        ),
        seal_columns(
            "cases_notice",
            {"note": optional()},
            by=__name__,
        ),
        seal_columns(
            "cases_responsibility",
            {"reason": SealedText(), "answer": optional()},
            by=__name__,
            constraints=[
                models.CheckConstraint(
                    condition=~models.Q(reason=""),
                    name="responsibility_reason",
                ),
            ],
        ),
        seal_columns(
            "cases_assignment",
            {"reason": optional()},
            by=__name__,
            constraints=[
                models.CheckConstraint(
                    condition=~models.Q(state="declined") | ~models.Q(reason=""),
                    name="assignment_declined_for_a_reason",
                ),
            ],
        ),
        seal_columns(
            "cases_task",
            {"done_note": optional(), "exempt_reason": optional()},
            by=__name__,
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(exempted_at__isnull=True) | ~models.Q(exempt_reason=""),
                    name="task_exempted_for_a_reason",
                ),
            ],
        ),
        seal_columns(
            "cases_releasedate",
            {"reason": optional()},
            by=__name__,
        ),
        seal_columns(
            "cases_presumedstay",
            {"reason": SealedText()},
            by=__name__,
            constraints=[
                models.CheckConstraint(
                    condition=~models.Q(reason=""),
                    name="presumed_stay_reason",
                ),
            ],
        ),
    ]

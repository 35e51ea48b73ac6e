"""Documents are sealed by the key of the person they are about, byte for byte, and know what the virus scanner said."""

from __future__ import annotations

import base64

from django.db import migrations, models

from hjemvei.core import rls
from hjemvei.persons.sealing import ResealColumn
from hjemvei.sharing.sealed_columns import DEPENDS

STATES = [
    ("not_scanned", "ikke kontrollert for virus"),
    ("waiting", "venter på viruskontroll"),
    ("clean", "kontrollert for virus"),
    ("infected", "virus funnet"),
]


class ResealContent(ResealColumn):
    batch = 10

    def plain(self, text: str) -> bytes:
        return base64.b64decode(text)


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_sealed_texts"), *DEPENDS]
    operations = [
        rls.logged_change(
            "cases_document",
            [
                migrations.AddField(
                    "document",
                    "scan",
                    models.CharField(choices=STATES, default="not_scanned", max_length=12),
                ),
                migrations.AddField("document", "scanned_at", models.DateTimeField(blank=True, null=True)),
                migrations.AddField(
                    "document", "finding", models.CharField(blank=True, default="", max_length=120)
                ),
                migrations.AddConstraint(
                    "document",
                    models.CheckConstraint(
                        condition=models.Q(("scan__in", ["clean", "infected"]), _negated=True)
                        | models.Q(("scanned_at__isnull", False)),
                        name="document_scanned_when",
                    ),
                ),
                ResealContent(
                    "document",
                    "content",
                    models.BinaryField(),
                    was_bound_to="document:{key}:content",
                    of_person=False,
                ),
            ],
            by=__name__,
        ),
    ]

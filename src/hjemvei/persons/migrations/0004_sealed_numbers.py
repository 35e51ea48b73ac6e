"""Identity numbers are sealed by the person's own key, and their last digits no longer stand beside them."""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.core import rls
from hjemvei.persons.sealing import MakeKeys, ResealColumn


class Migration(migrations.Migration):
    dependencies = [
        ("persons", "0003_data_keys"),
        ("sharing", "0010_data_keys"),
        ("audit", "0005_changed_columns"),
    ]

    operations = [
        MakeKeys(),
        rls.logged_change(
            "persons_identifier",
            [
                migrations.RemoveField("identifier", "last_digits"),
                ResealColumn(
                    "identifier",
                    "ciphertext",
                    models.BinaryField(),
                    was_bound_to="identifier:{key}:number",
                    of_person=True,
                ),
            ],
            by=__name__,
        ),
    ]

"""What the privacy officer says of a request or a proposal: read by whoever decides, written once."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hjemvei.core.text
from hjemvei.core import rls

PROTECT = django.db.models.deletion.PROTECT
ADVISER = "kernel.advises(t.controller_id)"
FOLLOWER = f"({ADVISER} OR kernel.answers_for(t.controller_id))"
OWN_PART = "EXISTS (SELECT 1 FROM rights_part p WHERE p.id = t.part_id AND p.controller_id = t.controller_id)"
OWN_DISPOSAL = "EXISTS (SELECT 1 FROM rights_disposal d WHERE d.id = t.disposal_id AND d.controller_id = t.controller_id)"
GIVEN = f"{ADVISER} AND t.given_by_id = {rls.USER} AND ({OWN_PART} OR {OWN_DISPOSAL})"


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_opening_hours"),
        ("rights", "0014_rights_officer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Advice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                ("text", models.CharField(max_length=1000)),
                ("given_at", models.DateTimeField()),
                (
                    "controller",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="parties.controller"),
                ),
                (
                    "disposal",
                    models.ForeignKey(
                        null=True, on_delete=PROTECT, related_name="advice", to="rights.disposal"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "part",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="advice", to="rights.part"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="advice_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("disposal__isnull", False), ("part__isnull", True)),
                            models.Q(("disposal__isnull", True), ("part__isnull", False)),
                            _connector="OR",
                        ),
                        name="advice_about_one",
                    ),
                ],
            },
        ),
        *rls.policies("rights_advice", select=FOLLOWER, insert=GIVEN),
        rls.no_writes("rights_advice", commands="UPDATE, DELETE"),
        *rls.logged("rights_advice"),
    ]

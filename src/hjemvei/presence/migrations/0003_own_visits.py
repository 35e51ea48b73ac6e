"""One person in one place, as far as one organisation knows: another's visit is not told by a refusal."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import migrations
from django.db.models import Q

from hjemvei.presence.models import moments

NAME = "visit_person_in_one_place"


class Migration(migrations.Migration):
    dependencies = [("presence", "0002_locks")]
    operations = [
        migrations.RemoveConstraint("booking", NAME),
        migrations.AddConstraint(
            "booking",
            ExclusionConstraint(
                name=NAME,
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("controller", RangeOperators.EQUAL),
                    (moments(), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["booked", "done"]),
            ),
        ),
    ]

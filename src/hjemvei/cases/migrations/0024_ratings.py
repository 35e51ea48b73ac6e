"""What receivers say of notices: early enough, complete enough."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hjemvei.core.text
from hjemvei.accounts.enums import InfoClass
from hjemvei.core import rls


def fixed(to: str) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0023_rights_officer"),
        ("parties", "0003_archive_body"),
        ("sharing", "0034_left_by_all"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="NoticeRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                ("recorded_at", models.DateTimeField()),
                ("is_early", models.BooleanField()),
                ("is_complete", models.BooleanField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.case"
                    ),
                ),
                ("controller", fixed("parties.controller")),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="cases.notice",
                    ),
                ),
                ("owner_unit", fixed("parties.unit")),
                ("recorded_by", fixed(settings.AUTH_USER_MODEL)),
                ("to_unit", fixed("parties.unit")),
            ],
            options={
                "indexes": [models.Index(fields=["notice", "-id"], name="notice_rating_newest")],
            },
        ),
        *rls.case_child("cases_noticerating", info_class=InfoClass.COORDINATION.value, to_unit="to_unit_id"),
        rls.same_case("cases_noticerating", "notice_id", "cases_notice"),
        *rls.logged("cases_noticerating"),
    ]

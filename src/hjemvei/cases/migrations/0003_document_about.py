from django.db import migrations, models

from hjemvei.core import rls


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_locks")]
    operations = [
        rls.logged_change(
            "cases_document",
            [
                migrations.AddField(
                    model_name="document",
                    name="about",
                    field=models.CharField(blank=True, default="", max_length=40),
                ),
            ],
            by=__name__,
        ),
    ]

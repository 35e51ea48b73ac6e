"""Room for every scope in one token."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_rights_officer")]
    operations = [
        migrations.AlterField(model_name="apitoken", name="scopes", field=models.CharField(max_length=1000)),
    ]

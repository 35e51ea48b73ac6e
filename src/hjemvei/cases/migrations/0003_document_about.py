from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_locks")]
    operations = [
        migrations.AddField(
            model_name="document",
            name="about",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
    ]

"""Weekly hours are replaced as a whole; they tell nothing about people."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]
    operations = [rls.may_delete("parties_openinghours", roles="hjemvei_app")]

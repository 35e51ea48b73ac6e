"""Row-level security of housing facts and risk."""

from __future__ import annotations

from django.db import migrations

from hjemvei.accounts.enums import InfoClass
from hjemvei.core import rls


class Migration(migrations.Migration):
    dependencies = [("needs", "0001_initial"), ("cases", "0002_locks")]
    operations = [
        *rls.case_child("needs_housingfact", info_class=None),
        *rls.case_child("needs_riskassessment", info_class=InfoClass.HOUSING.value),
        *rls.logged("needs_housingfact"),
        *rls.logged("needs_riskassessment"),
        rls.in_case("needs_housingfact"),
        rls.same_case("needs_housingfact", "corrects_id", "needs_housingfact"),
    ]

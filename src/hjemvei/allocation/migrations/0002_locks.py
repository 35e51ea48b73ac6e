"""Row-level security of applications and offers."""

from __future__ import annotations

from django.db import migrations

from hjemvei.accounts.enums import InfoClass
from hjemvei.core import rls

HOUSING = InfoClass.HOUSING.value


class Migration(migrations.Migration):
    dependencies = [("allocation", "0001_initial"), ("cases", "0002_locks")]
    operations = [
        *rls.case_child("allocation_application", info_class=HOUSING, to_unit="to_unit_id"),
        *rls.case_child("allocation_offer", info_class=HOUSING),
        *rls.logged("allocation_application"),
        *rls.logged("allocation_offer"),
        rls.in_case("allocation_application"),
        rls.in_case("allocation_offer"),
        rls.same_case("allocation_offer", "application_id", "allocation_application"),
    ]

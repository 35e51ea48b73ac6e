"""Row-level security of rosters, contacts, visiting days and visits.

A colleague's roster is seen in one's own organisation, and by those who see a case in which that colleague has
accepted a part: the question «when are we both there» is theirs. Which slots are taken is told to whoever may
book, without who has them.
"""

from __future__ import annotations

from django.db import migrations

from hjemvei.accounts.enums import InfoClass
from hjemvei.core import rls

OURS = "t.controller_id = current_setting('hjemvei.controller')::int"
IN_A_CASE = (
    "EXISTS (SELECT 1 FROM cases_assignment a WHERE a.to_user_id = t.user_id AND a.state = 'accepted')"
)
SIGNED_IN = "current_setting('hjemvei.controller')::int > 0"
OF_DAY = (
    "EXISTS (SELECT 1 FROM presence_visitday d JOIN parties_unit p ON p.id = d.prison_id"
    " WHERE d.id = t.visit_day_id AND current_setting('hjemvei.controller')::int"
    " IN (d.controller_id, p.controller_id))"
)
PARTY = (
    "EXISTS (SELECT 1 FROM agreements_agreementparty p WHERE p.agreement_id = t.agreement_id"
    " AND p.controller_id = current_setting('hjemvei.controller')::int)"
)
TABLES = {
    "shiftpattern": (f"{OURS} OR {IN_A_CASE}", OURS),
    "shift": (f"{OURS} OR {IN_A_CASE}", OURS),
    "contactduty": (SIGNED_IN, OURS),
    "roleaddition": (SIGNED_IN, PARTY),
    "visitday": (SIGNED_IN, OURS),
    "visitchange": (SIGNED_IN, OF_DAY),
}
TAKEN = """
SELECT v.visit_day_id, v.starts_at, v.ends_at FROM public.presence_booking v
WHERE v.visit_day_id = ANY (days) AND v.state IN ('booked', 'done') AND v.ends_at > since AND v.starts_at < until
  AND current_setting('hjemvei.controller')::int > 0
ORDER BY v.starts_at
"""


class Migration(migrations.Migration):
    dependencies = [("presence", "0001_initial"), ("cases", "0026_deputies")]
    operations = [
        *[
            operation
            for table, (select, write) in TABLES.items()
            for operation in [
                *rls.policies(f"presence_{table}", select=select, insert=write, update=write),
                *rls.logged(f"presence_{table}"),
            ]
        ],
        *rls.case_child("presence_booking", info_class=InfoClass.COORDINATION.value, to_unit="to_unit_id"),
        *rls.logged("presence_booking"),
        rls.in_case("presence_booking"),
        rls.same_case("presence_booking", "replaces_id", "presence_booking"),
        rls.function(
            "taken_slots(days bigint[], since timestamptz, until timestamptz)"
            " RETURNS TABLE (visit_day_id bigint, starts_at timestamptz, ends_at timestamptz)"
            " LANGUAGE sql STABLE",
            TAKEN,
        ),
    ]

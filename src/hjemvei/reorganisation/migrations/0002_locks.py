"""Row-level security of reorganisations, and the kernel functions that carry them out.

A part in cases moves only where its controller has written down that it shall, on or after that day, and
only within the controller: another controller needs the person's new yes.
"""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.reorganisation.migrations._move_sql import HELD, MOVE_REST, MOVE_UNIT

SIGNED_IN = "current_setting('hjemvei.controller')::int > 0"
OURS = "t.controller_id = current_setting('hjemvei.controller')::int"
OF_OURS = (
    "EXISTS (SELECT 1 FROM reorganisation_reorganisation r WHERE r.id = t.reorganisation_id"
    " AND r.controller_id = current_setting('hjemvei.controller')::int)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("reorganisation", "0001_initial"),
        ("presence", "0002_locks"),
        ("homes", "0001_initial"),
        ("sharing", "0034_left_by_all"),
    ]
    operations = [
        *rls.policies("reorganisation_reorganisation", select=SIGNED_IN, insert=OURS, update=OURS),
        *rls.logged("reorganisation_reorganisation"),
        *rls.policies("reorganisation_moved", select=SIGNED_IN, insert=OF_OURS),
        *rls.logged("reorganisation_moved"),
        rls.function(
            "move_unit(from_unit int, to_unit int, only_cases bigint[]) RETURNS bigint[] LANGUAGE plpgsql",
            MOVE_UNIT,
        ),
        rls.function("move_rest(from_unit int, to_unit int) RETURNS void LANGUAGE plpgsql", MOVE_REST),
        rls.function(
            "held_by_unit(in_unit int) RETURNS TABLE (what text, n bigint) LANGUAGE sql STABLE", HELD
        ),
    ]

"""A forum is seen by those who sit in it, led by those who lead it; what they wrote stays in it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import migrations

from hjemvei.cooperation.migrations import _kernel_sql as sql
from hjemvei.core import rls

SEEN = "t.forum_id = ANY ((SELECT kernel.forums())::bigint[])"
LED = "t.forum_id = ANY ((SELECT kernel.led_forums())::bigint[])"
SPOKEN = "t.forum_id = ANY ((SELECT kernel.spoken_forums())::bigint[])"
OWNER = "t.owner_id IN (SELECT m.id FROM kernel.my_seats() m)"
MINE = f"t.user_id = {rls.USER}"
NEW_FORUM = (
    f"t.founded_by_id = {rls.USER} AND t.controller_id = current_setting('hjemvei.controller')::int"
    " AND kernel.may_found()"
)
FORUM_SEEN = f"t.id = ANY ((SELECT kernel.forums())::bigint[]) OR ({NEW_FORUM} AND NOT kernel.is_led(t.id))"
FORUM_LED = "t.id = ANY ((SELECT kernel.led_forums())::bigint[])"
CLOSING = "state, owner_id, due_on, closed_by_id, closed_at"
CHANGED = {
    "cooperation_forum": "name, purpose, chair_way, interval_days, closed_at",
    "cooperation_seat": "title, role, deputy_for_id, ends_before",
    "cooperation_agendapoint": "withdrawn_at",
    "cooperation_decision": f"{CLOSING}, outcome",
    "cooperation_improvement": f"{CLOSING}, effect",
    "cooperation_post": "title, body, withdrawn_at",
    "cooperation_calendarfeed": "revoked_at",
}
"""What may be changed after it is written; the rest stands."""
INSIDE = (
    ("cooperation_meeting", "chair_id", "cooperation_seat"),
    ("cooperation_agendapoint", "meeting_id", "cooperation_meeting"),
    ("cooperation_attendance", "meeting_id", "cooperation_meeting"),
    ("cooperation_attendance", "seat_id", "cooperation_seat"),
    ("cooperation_decision", "meeting_id", "cooperation_meeting"),
    ("cooperation_decision", "owner_id", "cooperation_seat"),
    ("cooperation_improvement", "decision_id", "cooperation_decision"),
    ("cooperation_improvement", "owner_id", "cooperation_seat"),
    ("cooperation_seat", "deputy_for_id", "cooperation_seat"),
    ("cooperation_post", "parent_id", "cooperation_post"),
)
"""References that cannot leave their forum, though foreign keys ignore row-level security."""


def inside(references: Iterable[tuple[str, str, str]]) -> list[migrations.RunSQL]:
    found = []
    for target in dict.fromkeys(target for _table, _column, target in references):
        name = f"{target}_in_forum"
        found.append(
            rls.run(
                [f"ALTER TABLE {target} ADD CONSTRAINT {name} UNIQUE (forum_id, id)"],
                [f"ALTER TABLE {target} DROP CONSTRAINT {name}"],
            )
        )
    for table, column, target in references:
        name = f"{table}_{column}_same_forum"
        found.append(
            rls.run(
                [
                    f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (forum_id, {column})"
                    f" REFERENCES {target} (forum_id, id) DEFERRABLE INITIALLY DEFERRED"
                ],
                [f"ALTER TABLE {table} DROP CONSTRAINT {name}"],
            )
        )
    return found


def narrow(table: str, columns: str) -> migrations.RunSQL:
    return rls.run(
        [f"REVOKE UPDATE ON {table} FROM hjemvei_app", f"GRANT UPDATE ({columns}) ON {table} TO hjemvei_app"],
        [f"GRANT UPDATE ON {table} TO hjemvei_app"],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cooperation", "0001_initial"),
        ("accounts", "0011_rights_officer"),
        ("audit", "0003_letters"),
        ("sharing", "0002_kernel"),
    ]
    operations = [
        rls.function(
            "my_seats() RETURNS TABLE (id bigint, forum_id bigint, leads boolean, speaks boolean)"
            " LANGUAGE sql STABLE",
            sql.MY_SEATS,
        ),
        rls.function("is_led(in_forum bigint) RETURNS boolean LANGUAGE sql STABLE", sql.IS_LED),
        rls.function("may_found() RETURNS boolean LANGUAGE sql STABLE", sql.MAY_FOUND),
        rls.function("led_forums() RETURNS bigint[] LANGUAGE sql STABLE", sql.LED_FORUMS),
        rls.function("forums() RETURNS bigint[] LANGUAGE sql STABLE", sql.FORUMS),
        rls.function("spoken_forums() RETURNS bigint[] LANGUAGE sql STABLE", sql.SPOKEN_FORUMS),
        rls.function("feed_lives(in_hash text) RETURNS boolean LANGUAGE sql STABLE", sql.FEED_LIVES),
        rls.function(
            "meeting_feed(in_hash text) RETURNS TABLE (key text, name text, starts_at timestamptz,"
            " ends_at timestamptz, place text, link text, state text, sequence int, planned_at timestamptz)"
            " LANGUAGE sql STABLE",
            sql.MEETING_FEED,
        ),
        rls.function(
            "forums_overdue(on_day date) RETURNS TABLE (key text, name text, user_id bigint)"
            " LANGUAGE sql STABLE",
            sql.FORUMS_OVERDUE,
        ),
        *rls.policies("cooperation_forum", select=FORUM_SEEN, insert=NEW_FORUM, update=FORUM_LED),
        *rls.policies("cooperation_seat", select=SEEN, insert=LED, update=LED),
        *rls.policies("cooperation_meeting", select=SEEN, insert=LED, update=LED),
        *rls.policies(
            "cooperation_agendapoint",
            select=SEEN,
            insert=f"({SPOKEN} OR {LED}) AND t.added_by_id = {rls.USER}",
            update=f"{LED} OR ({SPOKEN} AND t.added_by_id = {rls.USER})",
        ),
        *rls.policies("cooperation_attendance", select=SEEN, insert=LED, update=LED),
        *rls.policies("cooperation_decision", select=SEEN, insert=LED, update=f"{LED} OR {OWNER}"),
        *rls.policies("cooperation_improvement", select=SEEN, insert=LED, update=f"{LED} OR {OWNER}"),
        *rls.policies(
            "cooperation_post",
            select=SEEN,
            insert=f"{SPOKEN} AND t.author_id = {rls.USER}",
            update=f"{LED} OR ({SPOKEN} AND t.author_id = {rls.USER})",
        ),
        *rls.policies("cooperation_calendarfeed", select=MINE, insert=MINE, update=MINE),
        rls.run(
            [
                "ALTER POLICY cooperation_meeting_update ON cooperation_meeting"
                f" USING (state <> 'approved' AND {LED.replace('t.', 'cooperation_meeting.')})"
                f" WITH CHECK ({LED.replace('t.', 'cooperation_meeting.')})"
            ],
            ["SELECT 1"],
        ),
        *(narrow(table, columns) for table, columns in CHANGED.items()),
        *inside(INSIDE),
        *(
            one
            for table in (
                *("cooperation_forum", "cooperation_seat", "cooperation_meeting", "cooperation_agendapoint"),
                *("cooperation_attendance", "cooperation_decision", "cooperation_improvement"),
                *("cooperation_post", "cooperation_calendarfeed"),
            )
            for one in rls.logged(table)
        ),
    ]

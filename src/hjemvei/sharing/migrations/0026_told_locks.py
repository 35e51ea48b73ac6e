"""A message by statute is seen by its two units, in the classes their roles may read, and by nobody else; it gives
neither a case nor a part in one. That it is hidden from the person takes two people.
"""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

CLEARED = f"t.protection <= current_setting('hjemvei.clearance')::int AND {rls.USER} <> ALL (t.blocked_users)"


def reads(unit: str) -> str:
    """The unit is the actor's, and no class of the message is closed to the actor's role there."""
    closed = f"NOT t.{unit} * 16 + k = ANY (kernel.keys_of(k))"
    return f"(t.{unit} = ANY ({rls.UNITS}) AND NOT EXISTS (SELECT 1 FROM unnest(t.info_classes) k WHERE {closed}))"


SEEN = f"({reads('to_unit_id')} OR {reads('owner_unit_id')}) AND {CLEARED}"
SENT = (
    f"t.owner_unit_id = ANY ({rls.UNITS}) AND t.sent_by_id = {rls.USER} AND EXISTS (SELECT 1 FROM sharing_disclosure d"
    " WHERE d.id = t.disclosure_id AND d.owner_unit_id = t.owner_unit_id AND d.receiver_unit_id = t.to_unit_id"
    f" AND d.basis = t.basis AND d.basis <> 'consent' AND d.recorded_by_id = {rls.USER})"
)
KEY_HELD = f"t.owner_unit_id * 16 + 10 = ANY ({rls.keys(10)})"
GRANTED = (
    "EXISTS (SELECT 1 FROM sharing_grant g WHERE g.case_id = t.case_id AND g.giver_id = t.controller_id"
    f" AND g.keys && {rls.keys(10)} AND g.starts_at <= now() AND g.ends_at > now())"
)
HIDDEN_SEEN = f"EXISTS (SELECT 1 FROM sharing_case c WHERE c.id = t.case_id) AND ({KEY_HELD} OR {GRANTED})"
MAY_WRITE = (
    "EXISTS (SELECT 1 FROM sharing_participation p WHERE p.case_id = t.case_id"
    f" AND p.unit_id = ANY ({rls.UNITS}) AND p.can_write AND p.starts_at <= now() AND p.ends_at > now())"
)
OWN = f"t.owner_unit_id = ANY ({rls.UNITS}) AND t.controller_id = current_setting('hjemvei.controller')::int"
ASKED = f"{OWN} AND {MAY_WRITE} AND t.recorded_by_id = {rls.USER} AND t.approved_by_id IS NULL"
APPROVED = (
    f"{HIDDEN_SEEN} AND t.controller_id = current_setting('hjemvei.controller')::int AND t.recorded_by_id <> {rls.USER}"
    f" AND (t.approved_by_id IS NULL OR t.approved_by_id = {rls.USER})"
)


def only(table: str, columns: str) -> list[migrations.RunSQL]:
    return [
        rls.no_writes(table, commands="UPDATE, DELETE"),
        rls.run(
            [f"GRANT UPDATE ({columns}) ON {table} TO hjemvei_app"],
            [f"REVOKE UPDATE ({columns}) ON {table} FROM hjemvei_app"],
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("sharing", "0025_told_by_statute")]
    operations = [
        rls.in_case("sharing_disclosure"),
        rls.same_case("sharing_hiddendisclosure", "disclosure_id", "sharing_disclosure"),
        *rls.policies("sharing_hiddendisclosure", select=HIDDEN_SEEN, insert=ASKED, update=APPROVED),
        *only("sharing_hiddendisclosure", "approved_by_id, approved_at"),
        *rls.policies(
            "sharing_statutemessage", select=SEEN, insert=SENT, update=f"t.to_unit_id = ANY ({rls.UNITS})"
        ),
        *only("sharing_statutemessage", "read_at, read_by_id"),
        rls.function(
            "is_hidden(in_disclosure bigint) RETURNS boolean LANGUAGE sql STABLE",
            "SELECT EXISTS (SELECT 1 FROM public.sharing_hiddendisclosure h"
            " WHERE h.disclosure_id = in_disclosure AND h.approved_at IS NOT NULL)",
        ),
        *rls.logged("sharing_hiddendisclosure"),
        *rls.logged("sharing_statutemessage"),
    ]

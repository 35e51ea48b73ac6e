"""Why a case was opened in an emergency, what its review said, and what a protection rests on are sealed by the
key of the controller's own record (ADR-0018).

Whoever is about to open gets that key on the same terms as they may open; the one who opened and the controller's
privacy officer keep it, who see the row and not the case. Other controllers see no opening any more (ADR-0020).
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations, models

from hjemvei.core import rls
from hjemvei.sharing.migrations import _access_sql as sql
from hjemvei.sharing.sealed import SealedText
from hjemvei.sharing.sealed_columns import DEPENDS, optional, seal_columns

access = import_module("hjemvei.sharing.migrations.0012_access_kernel")
replaced = import_module("hjemvei.sharing.migrations.0008_keeps").instead
APP = "hjemvei_app"
SEALED = "get_byte(why, 0) = 3 AND octet_length(why) > 36"
"""Head, number, nonce and tag of what a person's key sealed; how many letters stand in it the action asks."""

MAY_OPEN = replaced(
    sql.MAY_OPEN,
    "  END LOOP;\n  RETURN false;\nEND",
    f"""  END LOOP;
  RETURN EXISTS (SELECT 1 FROM public.sharing_breakglass b WHERE b.person_id = in_person
                 AND b.controller_id = {sql.MINE} AND (b.user_id = {sql.ME} OR {sql.OFFICER}));
END""",
)
EMERGENCY_KEY = f"""
SELECT k.id, k.wrapped, k.master FROM public.sharing_case c
JOIN LATERAL (SELECT p.person_id FROM public.sharing_participation p WHERE p.case_id = c.id
              AND p.controller_id = {sql.MINE} AND p.basis <> 'break_glass' AND {sql.NOW}
              ORDER BY p.id DESC LIMIT 1) held ON true
JOIN public.persons_datakey k ON k.person_id = held.person_id
WHERE c.id = in_case AND c.closed_at IS NULL AND {sql.IN_SIGHT} AND {sql.seat(sql.EMERGENCY_ROLES)}
"""
BREAK_GLASS = replaced(
    replaced(sql.BREAK_GLASS, "length(btrim(why)) < 20", f"NOT ({SEALED})"),
    "break_glass.category, btrim(why), now()",
    "break_glass.category, why, now()",
)
PROTECT = replaced(sql.PROTECT, "reason = ''", "octet_length(reason) = 0")
SIGNATURES = (
    (
        "break_glass(in_case bigint, in_unit int, category text, why {kind}, classes int[],"
        " review_by timestamptz, minutes int, new_key text) RETURNS bigint LANGUAGE plpgsql",
        BREAK_GLASS,
        sql.BREAK_GLASS,
    ),
    (
        "review_break_glass(in_opening bigint, said text, told {kind}, at timestamptz)"
        " RETURNS void LANGUAGE plpgsql",
        sql.REVIEW_BREAK_GLASS,
        sql.REVIEW_BREAK_GLASS,
    ),
    (
        "protect(in_case bigint, in_unit int, value int, reason {kind}, at timestamptz, new_key text)"
        " RETURNS bigint LANGUAGE plpgsql",
        PROTECT,
        sql.PROTECT,
    ),
)


def instead(signature: str, new: str, old: str) -> list[migrations.RunSQL]:
    """Bytes where a text was: another function to the database."""
    before = rls.function(signature.format(kind="text"), old, execute=APP)
    after = rls.function(signature.format(kind="bytea"), new, execute=APP)
    return [migrations.RunSQL(before.reverse_sql or "", before.sql), after]


def seen(condition: str) -> list[str]:
    said = condition.replace("t.", "sharing_breakglass.")
    return [f"ALTER POLICY sharing_breakglass_select ON sharing_breakglass USING ({said})"]


OFFICER = sql.OFFICER.replace("public.", "")


class Migration(migrations.Migration):
    dependencies = [("sharing", "0027_access_end_of_case"), *DEPENDS]
    operations = [
        seal_columns(
            "sharing_breakglass",
            {"reason": SealedText(), "review_text": optional()},
            by=__name__,
            constraints=[
                models.CheckConstraint(
                    condition=~models.Q(outcome="not_in_order") | ~models.Q(review_text=""),
                    name="break_glass_deviation_said",
                ),
            ],
        ),
        seal_columns(
            "sharing_protectionchange",
            {"reason": SealedText()},
            by=__name__,
            constraints=[
                models.CheckConstraint(condition=~models.Q(reason=""), name="protection_change_has_a_reason"),
            ],
        ),
        *[operation for one in SIGNATURES for operation in instead(*one)],
        access.changed(
            "may_open", MAY_OPEN, sql.MAY_OPEN, execute="hjemvei_app, hjemvei_portal, hjemvei_deed"
        ),
        rls.function(
            "emergency_key(in_case bigint) RETURNS TABLE (id bigint, wrapped bytea, master smallint)"
            " LANGUAGE sql STABLE",
            EMERGENCY_KEY,
            execute=APP,
        ),
        rls.run(
            seen(f"{access.MINE} OR ({access.OWN_CONTROLLER} AND ({access.CASE_IN_SIGHT} OR {OFFICER}))"),
            seen(f"{access.MINE} OR {access.CASE_IN_SIGHT} OR ({access.OWN_CONTROLLER} AND {OFFICER})"),
        ),
    ]

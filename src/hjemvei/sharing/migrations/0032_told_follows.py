"""A message by statute is protected as its case is today: whoever may not see the person now does not read it either."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

before = import_module("hjemvei.sharing.migrations.0026_told_locks")
TABLE = "sharing_statutemessage"
CLEARED = f"{rls.cleared('t.protection')} AND {rls.USER} <> ALL (t.blocked_users)"
SEEN = before.SEEN.replace(before.CLEARED, CLEARED)
OLD_READ = f"t.to_unit_id = ANY ({rls.UNITS})"

# The case and all records of its people are protected alike (`screen`, `protect`); so the case is enough to follow.
FOLLOWS = """
BEGIN
  UPDATE public.sharing_statutemessage m SET protection = NEW.protection, blocked_users = NEW.blocked_users
    FROM public.sharing_disclosure d WHERE d.case_id = NEW.id AND m.disclosure_id = d.id;
  RETURN NULL;
END
"""

# Read under a lock, so that a protection set at the same moment is not missed.
AS_THE_CASE = """
BEGIN
  SELECT c.protection, c.blocked_users INTO NEW.protection, NEW.blocked_users
    FROM public.sharing_disclosure d JOIN public.sharing_case c ON c.id = d.case_id
    WHERE d.id = NEW.disclosure_id FOR SHARE OF c;
  RETURN NEW;
END
"""

# The trigger of the change log writes each line of it, and needs what a session of the application has.
CATCH_UP = """
SET LOCAL row_security = on;
SET LOCAL timezone = 'UTC';
SET LOCAL hjemvei.purpose = 'sharing.0032_told_follows';
UPDATE sharing_statutemessage m SET protection = c.protection, blocked_users = c.blocked_users
FROM sharing_disclosure d JOIN sharing_case c ON c.id = d.case_id
WHERE d.id = m.disclosure_id AND (m.protection <> c.protection OR m.blocked_users <> c.blocked_users);
SET LOCAL row_security = off;
SET LOCAL timezone = DEFAULT
"""


def altered(seen: str, read: str) -> list[str]:
    seen, read = seen.replace("t.", f"{TABLE}."), read.replace("t.", f"{TABLE}.")
    return [
        f"ALTER POLICY {TABLE}_select ON {TABLE} USING ({seen})",
        f"ALTER POLICY {TABLE}_update ON {TABLE} USING ({read}) WITH CHECK ({read})",
    ]


class Migration(migrations.Migration):
    dependencies = [("sharing", "0031_sealed_consents")]
    operations = [
        migrations.RunSQL(CATCH_UP, migrations.RunSQL.noop),
        rls.function("told_follows() RETURNS trigger LANGUAGE plpgsql", FOLLOWS, execute=""),
        rls.function("told_as_the_case() RETURNS trigger LANGUAGE plpgsql", AS_THE_CASE, execute=""),
        rls.run(
            [
                "CREATE TRIGGER sharing_case_told AFTER UPDATE OF protection, blocked_users ON sharing_case"
                " FOR EACH ROW WHEN (old.protection <> new.protection OR old.blocked_users <> new.blocked_users)"
                " EXECUTE FUNCTION kernel.told_follows()",
                f"CREATE TRIGGER {TABLE}_protected BEFORE INSERT ON {TABLE}"
                " FOR EACH ROW EXECUTE FUNCTION kernel.told_as_the_case()",
            ],
            [
                "DROP TRIGGER sharing_case_told ON sharing_case",
                f"DROP TRIGGER {TABLE}_protected ON {TABLE}",
            ],
        ),
        rls.run(altered(SEEN, SEEN), altered(before.SEEN, OLD_READ)),
    ]

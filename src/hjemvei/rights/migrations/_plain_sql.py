"""Bodies of the kernel functions of 0006: what was written about somebody in plain columns is emptied too."""

from __future__ import annotations

from hjemvei.rights.migrations import _restriction_sql as before
from hjemvei.rights.migrations._restriction_sql import replaced

GONE = "[Slettet]"
# Free text outside `SealedText`: by table, how its rows are found, and the columns.
OF_CASE = "q.case_id = r.case_id AND q.controller_id = r.controller_id"
OF_PERSON = "q.person_id = r.person_id"
PLAIN: dict[str, tuple[str, tuple[str, ...]]] = {
    "sharing_consent": (OF_CASE, ("explained", "representative_name")),
    "sharing_consentevent": (OF_CASE, ("explained", "representative_name", "witness_name")),
    "sharing_protectionchange": (OF_CASE, ("reason",)),
    "sharing_breakglass": (OF_CASE, ("reason", "review_text")),
    "sharing_statutemessage": (OF_PERSON, ("reason",)),
    "cases_document": (OF_CASE, ("title",)),
    "cases_releasedate": (OF_CASE, ("source",)),
    "needs_housingfact": (OF_CASE, ("source",)),
    "tenancies_firstnight": (OF_CASE, ("source",)),
    "portal_visit": (OF_CASE, ("how",)),
    "rights_disposal": (OF_PERSON, ("reason",)),
    "rights_restriction": (OF_PERSON, ("lift_reason",)),
    "rights_hold": (OF_PERSON, ("lift_reason",)),
}


def _emptied(table: str, found: str, columns: tuple[str, ...]) -> str:
    """A fresh salt first, so that no earlier line of the log can be tried against a guess."""
    here = (
        f"FROM public.{table} r, public.sharing_participation q WHERE q.person_id = ANY (people) AND {found}"
    )
    values = ", ".join(f"{name} = CASE WHEN x.{name} = '' THEN '' ELSE '{GONE}' END" for name in columns)
    body = ", body = ''" if table == "sharing_statutemessage" else ""
    return f"""
  UPDATE public.audit_rowsalt s SET salt = uuid_send(gen_random_uuid())
    WHERE s.table_name = '{table}' AND s.row_id IN (SELECT r.id {here});
  UPDATE public.{table} x SET {values}{body} WHERE x.id IN (SELECT r.id {here});
"""


def erasing(plain: dict[str, tuple[str, tuple[str, ...]]]) -> str:
    emptied = "".join(_emptied(table, *rest) for table, rest in plain.items())
    return replaced(before.ERASE_RECORDS, ("  RETURN done;\n", f"{emptied}  RETURN done;\n"))


ERASE_RECORDS = erasing(PLAIN)
SEALED_SINCE = ("sharing_protectionchange", "sharing_breakglass")  # sharing 0028: gone with the key
ERASE_STILL_PLAIN = erasing({table: rest for table, rest in PLAIN.items() if table not in SEALED_SINCE})

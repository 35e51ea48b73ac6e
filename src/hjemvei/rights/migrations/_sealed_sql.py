"""Bodies of the kernel functions of 0011 and 0012: what is sealed since goes with its key."""

from __future__ import annotations

from hjemvei.rights.migrations import _kernel_sql as first
from hjemvei.rights.migrations._plain_sql import ERASE_STILL_PLAIN, PLAIN, SEALED_SINCE, erasing
from hjemvei.rights.migrations._restriction_sql import replaced

SEALED_LATER = ("sharing_statutemessage", "sharing_consent", "sharing_consentevent")
LINKS_EMPTIED = """  UPDATE public.persons_duplicatelink d SET reason = '[Slettet]',
         unlink_reason = CASE WHEN d.unlinked_at IS NULL THEN '' ELSE '[Slettet]' END
    WHERE d.first_id = ANY (people) OR d.second_id = ANY (people);"""
# Sealed by the first record's key; whichever of the two is erased, what stands there opens as a destroyed key's.
LINKS_GONE = """  UPDATE public.persons_duplicatelink d SET reason = k.gone,
         unlink_reason = CASE WHEN octet_length(d.unlink_reason) = 0 THEN d.unlink_reason ELSE k.gone END
    FROM (SELECT x.person_id, '\\x03'::bytea || int8send(x.id) || decode(repeat('00', 28), 'hex') AS gone
          FROM public.persons_datakey x WHERE x.person_id = ANY (people)) k
    WHERE k.person_id IN (d.first_id, d.second_id);"""
STILL_PLAIN = {table: rest for table, rest in PLAIN.items() if table not in (*SEALED_SINCE, *SEALED_LATER)}
ERASE_BEFORE = ERASE_STILL_PLAIN
ERASE_RECORDS = replaced(erasing(STILL_PLAIN), (LINKS_EMPTIED, LINKS_GONE))
TITLES = ("cases_document", "tenancies_firstnight", "portal_visit")
PLAIN_LAST = {table: rest for table, rest in STILL_PLAIN.items() if table not in TITLES}
ERASE_TITLES = replaced(erasing(PLAIN_LAST), (LINKS_EMPTIED, LINKS_GONE))
KEYS_BEFORE = first.RIGHTS_KEYS
RIGHTS_KEYS = replaced(
    first.RIGHTS_KEYS,
    (
        "k.person_id = ANY (kernel.rights_people(in_part))",
        "k.person_id = ANY (kernel.rights_people(in_part)) OR k.person_id IN (SELECT d.first_id"
        " FROM public.persons_duplicatelink d WHERE d.second_id = ANY (kernel.rights_people(in_part)))",
    ),
)

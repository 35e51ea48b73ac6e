"""Who sees requests, holds and decisions; and the functions that alone read and erase across a controller."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.rights.migrations import _kernel_sql as sql

OWN = "t.controller_id = current_setting('hjemvei.controller')::int"
OFFICER = "kernel.answers_for(t.controller_id)"
CASE_SEEN = "EXISTS (SELECT 1 FROM sharing_case c WHERE c.id = t.case_id)"
PERSON_SEEN = "EXISTS (SELECT 1 FROM persons_person x WHERE x.id = t.person_id)"
OF_PERSON = f"{OWN} AND ({PERSON_SEEN} OR {OFFICER})"
ASKED = "EXISTS (SELECT 1 FROM rights_part p WHERE p.request_id = t.id)"
TABLES = ("accessrequest", "part", "withheld", "hold", "disposal")


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_initial"),
        ("sharing", "0012_access_kernel"),
        ("cases", "0013_documents"),
        ("audit", "0006_sealed_reads"),
    ]
    operations = [
        rls.function("answers_for(of_controller int) RETURNS boolean LANGUAGE sql STABLE", sql.ANSWERS_FOR),
        *rls.policies("rights_accessrequest", select=ASKED),
        rls.no_writes("rights_accessrequest"),
        *rls.policies(
            "rights_part", select=f"{OWN} AND ({CASE_SEEN} OR {OFFICER})", update=f"{OWN} AND {OFFICER}"
        ),
        *rls.policies("rights_withheld", select=OFFICER, insert=OFFICER, update=OFFICER),
        *rls.policies("rights_hold", select=OF_PERSON, insert=OF_PERSON, update=OF_PERSON),
        *rls.policies("rights_disposal", select=OF_PERSON, insert=OF_PERSON, update=f"{OWN} AND {OFFICER}"),
        *[operation for table in TABLES for operation in rls.logged(f"rights_{table}")],
        rls.function(
            "ask_access(in_key text, in_case bigint, in_unit int, in_form text, in_received date, in_due date)"
            " RETURNS bigint LANGUAGE plpgsql",
            sql.ASK_ACCESS,
            execute="hjemvei_app",
        ),
        rls.function(
            "rights_person(in_person bigint) RETURNS TABLE (id bigint, key text, family_name text,"
            " given_name text, birth_date date, language text) LANGUAGE sql STABLE",
            sql.RIGHTS_PERSON,
            execute="hjemvei_app",
        ),
        rls.function(
            "rights_people(in_part bigint) RETURNS bigint[] LANGUAGE sql STABLE",
            sql.RIGHTS_PEOPLE,
            execute="hjemvei_app",
        ),
        rls.function(
            "held_rows(in_part bigint, in_table text) RETURNS SETOF jsonb LANGUAGE plpgsql STABLE",
            sql.HELD_ROWS,
            execute="hjemvei_app",
        ),
        rls.function(
            "rights_keys(in_part bigint) RETURNS TABLE (id bigint, wrapped bytea, master smallint)"
            " LANGUAGE sql STABLE",
            sql.RIGHTS_KEYS,
            execute="hjemvei_app",
        ),
        rls.function(
            "erase_records(people bigint[]) RETURNS int LANGUAGE plpgsql", sql.ERASE_RECORDS, execute=""
        ),
        rls.function(
            "carry_out(in_disposal bigint, in_ground text, in_reference text) RETURNS text LANGUAGE plpgsql",
            sql.CARRY_OUT,
            execute="hjemvei_app",
        ),
    ]

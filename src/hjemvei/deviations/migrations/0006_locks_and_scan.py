"""Deviations by their own class of information, the locks of what a committee reads, and the look for what slipped."""

from __future__ import annotations

from django.db import migrations

from hjemvei.accounts.enums import InfoClass
from hjemvei.core import rls
from hjemvei.deviations.migrations import _slips_sql as sql

BEFORE = rls.case_child("deviations_deviation", info_class=InfoClass.COORDINATION.value, to_unit="to_unit_id")
PARTY = (
    "EXISTS (SELECT 1 FROM agreements_agreementparty p WHERE p.agreement_id = t.agreement_id"
    " AND p.controller_id = current_setting('hjemvei.controller')::int)"
)
OF_POINT = "EXISTS (SELECT 1 FROM deviations_agendapoint a WHERE a.id = t.point_id)"
OWN = "t.controller_id = current_setting('hjemvei.controller')::int"


class Migration(migrations.Migration):
    dependencies = [
        ("deviations", "0005_agenda"),
        ("cases", "0023_rights_officer"),
        ("needs", "0006_locks_of_confidence"),
        ("tenancies", "0002_locks"),
        ("portal", "0007_seen_writes"),
    ]
    operations = [
        *[migrations.RunSQL(one.reverse_sql or "", one.sql) for one in BEFORE],
        *rls.case_child("deviations_deviation", info_class=None, to_unit="to_unit_id"),
        rls.in_case("deviations_deviation"),
        *rls.case_child("deviations_deviationsummary", info_class=InfoClass.COORDINATION.value),
        rls.same_case("deviations_deviationsummary", "deviation_id", "deviations_deviation"),
        *rls.policies(
            "deviations_agendapoint", select=PARTY, insert=f"{PARTY} AND {OWN}", update=f"{PARTY} AND {OWN}"
        ),
        *rls.policies("deviations_agendalabel", select=OF_POINT, insert=OF_POINT),
        *rls.policies("deviations_agendacount", select=PARTY, insert="current_user = 'hjemvei_worker'"),
        *[
            op
            for name in ("deviationsummary", "agendapoint", "agendalabel", "agendacount")
            for op in rls.logged(f"deviations_{name}")
        ],
        rls.function(
            "moved_in(in_case bigint, in_controller int, since date) RETURNS boolean LANGUAGE sql STABLE",
            sql.MOVED_IN,
            execute="",
        ),
        rls.function(
            "find_slips(in_who int, in_today date, at timestamptz) RETURNS int LANGUAGE plpgsql", sql.FIND
        ),
        rls.function(
            "take_back_slips(in_today date, at timestamptz) RETURNS int LANGUAGE plpgsql", sql.TAKE_BACK
        ),
        rls.function(
            "slip_cells(in_agreement bigint, since date, before date)"
            " RETURNS TABLE (dimension text, code text, people bigint) LANGUAGE sql STABLE",
            sql.CELLS,
            execute="hjemvei_worker",
        ),
    ]

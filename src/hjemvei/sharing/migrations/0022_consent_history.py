"""What is known of consents from before the log: asked, answered, widened, withdrawn. Who wrote it down stands as the
witness of an oral answer; that one was narrowed cannot be told from a withdrawal and a new yes.
"""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations._log_sql import ARROW, KEY, LINE

EVENT = (
    "INSERT INTO sharing_consentevent (key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at,"
    " consent_id, kind, happened_at, form, witness_name, language, interpreter_used, interpreter_how, explained,"
    " representation, representative_name, starts_on, ends_before)"
)
OWNED = f"SELECT {KEY}, c.case_id, c.controller_id, c.owner_unit_id"
WITNESS = "CASE {form} WHEN 'oral' THEN u.name ELSE '' END"
HOW = "c.language, c.interpreter_used, '', c.explained, c.representation, c.representative_name"
FROM = "FROM sharing_consent c JOIN accounts_user u ON u.id = c.recorded_by_id"
# Who took it back stands in the change log; where that is not known, whoever wrote the consent down.
TAKEN_BY = (
    "coalesce((SELECT x.id FROM audit_changelog l JOIN accounts_user x ON x.id = l.user_id"
    " WHERE l.table_name = 'sharing_consent' AND l.row_id = c.id AND 'withdrawn_at' = ANY (l.fields)"
    " ORDER BY l.id DESC LIMIT 1), c.recorded_by_id)"
)
NO_PERIOD = "NULL::date, NULL::date"
LATER = "s.recorded_at > c.answered_at"
HISTORY = (
    "SET LOCAL row_security = on",
    "SET LOCAL hjemvei.purpose = 'sharing.0022_consent_history'",
    f"{EVENT} {OWNED}, c.recorded_by_id, now(), c.id, 'asked', c.recorded_at, c.form, {WITNESS.format(form='c.form')},"
    f" {HOW}, {NO_PERIOD} {FROM} WHERE c.state = 'asked' OR c.answered_at > c.recorded_at",
    f"{EVENT} {OWNED}, c.recorded_by_id, now(), c.id, 'refused', coalesce(c.answered_at, c.recorded_at), c.form,"
    f" {WITNESS.format(form='c.form')}, {HOW}, {NO_PERIOD} {FROM} WHERE c.state = 'refused'",
    f"{EVENT} {OWNED}, c.recorded_by_id, now(), c.id, 'given', coalesce(c.answered_at, c.recorded_at), c.form,"
    f" {WITNESS.format(form='c.form')}, {HOW}, c.starts_on, c.ends_before {FROM} WHERE c.state IN ('given', 'withdrawn')",
    f"{LINE} SELECT {KEY}, e.case_id, e.controller_id, e.owner_unit_id, e.recorded_by_id, now(), e.id, 'added', {ARROW}"
    " FROM sharing_consentevent e JOIN sharing_consent c ON c.id = e.consent_id"
    f" JOIN sharing_consentscope s ON s.consent_id = c.id WHERE e.kind = 'given' AND ({LATER}) IS NOT TRUE",
    f"{EVENT} {OWNED}, w.recorded_by_id, now(), c.id, 'extended', w.recorded_at, c.form,"
    f" {WITNESS.format(form='c.form')}, {HOW}, c.starts_on, c.ends_before"
    " FROM (SELECT DISTINCT s.consent_id, s.recorded_at, s.recorded_by_id FROM sharing_consentscope s"
    f" JOIN sharing_consent c ON c.id = s.consent_id WHERE {LATER}) w"
    " JOIN sharing_consent c ON c.id = w.consent_id JOIN accounts_user u ON u.id = w.recorded_by_id",
    f"{LINE} SELECT {KEY}, e.case_id, e.controller_id, e.owner_unit_id, e.recorded_by_id, now(), e.id, 'added', {ARROW}"
    " FROM sharing_consentevent e JOIN sharing_consentscope s ON s.consent_id = e.consent_id"
    " AND s.recorded_at = e.happened_at AND s.recorded_by_id = e.recorded_by_id WHERE e.kind = 'extended'",
    f"{EVENT} {OWNED}, u.id, now(), c.id, 'withdrawn', c.withdrawn_at, coalesce(nullif(c.withdrawn_how, ''), c.form),"
    " CASE coalesce(nullif(c.withdrawn_how, ''), c.form) WHEN 'oral' THEN u.name ELSE '' END,"
    f" c.language, false, '', '', 'self', '', {NO_PERIOD} FROM sharing_consent c"
    f" JOIN accounts_user u ON u.id = {TAKEN_BY} WHERE c.state = 'withdrawn'",
    f"{LINE} SELECT {KEY}, e.case_id, e.controller_id, e.owner_unit_id, e.recorded_by_id, now(), e.id, 'ended', {ARROW}"
    " FROM sharing_consentevent e JOIN sharing_consentscope s ON s.consent_id = e.consent_id WHERE e.kind = 'withdrawn'",
    "SET LOCAL row_security = off",
)
NOTHING_TO_UNDO = "SELECT 1"


class Migration(migrations.Migration):
    dependencies = [("sharing", "0021_consent_log_locks")]
    operations = [rls.run(HISTORY, [NOTHING_TO_UNDO])]

"""How often people are released on the day that was expected."""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.core import rls
from hjemvei.statistics.migrations import _held_sql as sql
from hjemvei.statistics.migrations import _settled_sql as before

SIGNATURE = (
    "count_figures(in_agreement bigint, in_year int, in_today date, in_at timestamptz, in_note text)"
    " RETURNS int LANGUAGE plpgsql"
)
MEASURES = [
    ("good_offer", "Personer som har fått et godt tilbud om bolig"),
    ("housed", "Andel med bolig ved løslatelse"),
    ("temporary", "Andel løslatt til midlertidig løsning eller uten bolig"),
    ("lead_days", "Dager fra første varsel til løslatelse"),
    ("notice_in_time", "Andel første varsler sendt i tide"),
    ("answer_in_time", "Andel varsler bekreftet i tide"),
    ("date_held", "Andel løslatt på den dagen som var ventet"),
    ("meetings", "Møter i samarbeidsutvalget"),
    ("own", "Eget måltall"),
]


class Migration(migrations.Migration):
    dependencies = [("statistics", "0004_party_today")]
    operations = [
        *(
            migrations.AlterField(
                model_name=name,
                name="code",
                field=models.CharField(choices=MEASURES, max_length=20),
            )
            for name in ("target", "figure")
        ),
        migrations.RunSQL(
            rls.function(SIGNATURE, sql.COUNT_FIGURES).sql, rls.function(SIGNATURE, before.COUNT_FIGURES).sql
        ),
    ]

"""Each deviation has the class of what it was found from, a state, an owner with a day, and the fact it was found in."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hjemvei.persons.sealed
from hjemvei.core import rls

CLASSES = """
UPDATE deviations_deviation SET info_class = 3 WHERE kind IN ('no_home_at_release', 'visiting_flat_used')
"""
STATES = "UPDATE deviations_deviation SET state = 'closed' WHERE closed_at IS NOT NULL"
# What the system has found before this is the newest of its kind in the case; the next look takes it up by this name.
FOUND = """
UPDATE deviations_deviation d
SET found_in = CASE WHEN d.kind = 'no_owner_at_release' THEN 'owner' WHEN d.kind = 'deadline_passed' THEN (
      SELECT coalesce(min(t.key), '') FROM cases_task t
      WHERE t.case_id = d.case_id AND t.to_unit_id = d.to_unit_id AND t.due_on = d.happened_on) ELSE 'night' END
FROM accounts_user u
WHERE u.id = d.recorded_by_id AND u.email = 'system@hjemvei.invalid'
  AND d.kind IN ('no_owner_at_release', 'no_home_at_release', 'visiting_flat_used', 'deadline_passed')
  AND NOT EXISTS (SELECT 1 FROM deviations_deviation n WHERE n.case_id = d.case_id AND n.kind = d.kind
                  AND n.controller_id = d.controller_id AND n.id > d.id AND d.kind <> 'deadline_passed')
"""
# An index can't be made while checks of keys wait for the end of the transaction.
CHECKED = ("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0003_consent_renewal"),
        ("deviations", "0003_sealed_texts"),
        ("parties", "0003_archive_body"),
        ("sharing", "0034_left_by_all"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        rls.logged_change(
            "deviations_deviation",
            [
                migrations.RemoveConstraint(
                    model_name="deviation",
                    name="deviation_once",
                ),
                migrations.AddField(
                    model_name="deviation",
                    name="cause_note",
                    field=hjemvei.persons.sealed.SealedText(blank=True, default="", editable=False),
                ),
                migrations.AddField(
                    model_name="deviation",
                    name="done_at",
                    field=models.DateTimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="deviation",
                    name="due_on",
                    field=models.DateField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="deviation",
                    name="effect",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("worked", "tiltaket virket"),
                            ("partly", "virket delvis"),
                            ("not", "virket ikke"),
                            ("unknown", "for tidlig å si"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                migrations.AddField(
                    model_name="deviation",
                    name="follow_up_on",
                    field=models.DateField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="deviation",
                    name="found_in",
                    field=models.CharField(blank=True, default="", max_length=12),
                ),
                migrations.AddField(
                    model_name="deviation",
                    name="info_class",
                    field=models.SmallIntegerField(
                        choices=[
                            (0, "enhetens egne notater"),
                            (1, "navn og identitet"),
                            (2, "datoer for opphold og løslatelse"),
                            (3, "bolig"),
                            (4, "økonomi"),
                            (5, "helse og rus"),
                            (6, "familie, nettverk og fritid"),
                            (7, "arbeid og utdanning"),
                            (8, "samarbeid: varsler, oppgaver og meldinger"),
                            (9, "svar gitt i fortrolighet"),
                            (10, "samtykker"),
                        ],
                        default=8,
                    ),
                ),
                migrations.AddField(
                    model_name="deviation",
                    name="state",
                    field=models.CharField(
                        choices=[
                            ("open", "åpent"),
                            ("planned", "tiltak avtalt"),
                            ("done", "tiltak gjort, følges opp"),
                            ("closed", "lukket"),
                            ("withdrawn", "ikke et avvik likevel"),
                            ("noted", "notert"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                migrations.AddField(
                    model_name="deviation",
                    name="times",
                    field=models.SmallIntegerField(default=1),
                ),
                migrations.AddField(
                    model_name="deviation",
                    name="to_user",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="deviation",
                    name="withdrawn_at",
                    field=models.DateTimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="deviation",
                    name="withdrawn_why",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("moved", "datoen det gjaldt, ble endret"),
                            ("corrected", "opplysningen det bygde på, ble rettet"),
                            ("reported", "meldt ved en feil"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                migrations.AlterField(
                    model_name="deviation",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("no_owner_at_release", "ingen ansvarlig i ordinær tjeneste på løslatelsesdagen"),
                            ("no_home_at_release", "løslatt uten bolig"),
                            ("temporary_at_release", "løslatt til midlertidig botilbud"),
                            ("visiting_flat_used", "besøksleiligheten ble brukt som nødløsning"),
                            ("temporary_too_long", "mer enn tre måneder i midlertidig botilbud"),
                            ("home_lost", "boligen gikk tapt under oppholdet i fengsel"),
                            ("deadline_passed", "frist oversittet"),
                            ("inquiry_unanswered", "henvendelse ikke besvart i tide"),
                            ("notice_late", "varsel sendt for sent"),
                            ("guarantee_late", "garanti for depositum senere enn to dager før løslatelse"),
                            ("no_owner", "ingen ansvarlig i saken"),
                            ("other", "annet"),
                            ("well_early", "kommunen fikk vite det i god tid"),
                            ("well_answered", "raskt svar"),
                            ("well_owner", "ansvaret var på plass før løslatelsen"),
                            ("well_home", "hjemmet var klart på dagen"),
                            ("well_kept", "boligen ble beholdt"),
                            ("well_other", "noe annet gikk bra"),
                        ],
                        max_length=32,
                    ),
                ),
                *[
                    migrations.RunSQL(statement, migrations.RunSQL.noop)
                    for statement in (CLASSES, STATES, FOUND, *CHECKED)
                ],
                migrations.AddIndex(
                    model_name="deviation",
                    index=models.Index(
                        condition=models.Q(("state__in", ("open", "planned", "done"))),
                        fields=["to_unit", "happened_on", "id"],
                        name="deviation_live_of_unit",
                    ),
                ),
                migrations.AddIndex(
                    model_name="deviation",
                    index=models.Index(
                        condition=models.Q(("state__in", ("open", "planned", "done"))),
                        fields=["to_user", "due_on"],
                        name="deviation_of_user",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deviation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="deviation_closed_when",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deviation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="deviation_withdrawn_why",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deviation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["planned", "done"]), _negated=True),
                            models.Q(("due_on__isnull", False), ("to_user__isnull", False)),
                            _connector="OR",
                        ),
                        name="deviation_planned_by_whom",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deviation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("found_in", ""), _negated=True),
                        fields=("controller", "case", "kind", "found_in"),
                        name="deviation_found_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="deviation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("found_in", "")),
                        fields=("controller", "case", "kind", "happened_on"),
                        name="deviation_said_once",
                    ),
                ),
            ],
            by=__name__,
        ),
    ]

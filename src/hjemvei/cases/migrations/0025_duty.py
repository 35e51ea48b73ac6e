"""Both grounds of a dispute and the county governor's decision; the wish to move; who has held the case."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hjemvei.core.text
import hjemvei.persons.sealed
from hjemvei.accounts.enums import InfoClass
from hjemvei.core import rls
from hjemvei.sharing.migrations._kernel_sql import REFUSED, UNITS

COORDINATION = InfoClass.COORDINATION.value
KEY = "left(translate(encode(uuid_send(gen_random_uuid()), 'hex'), '01', 'gh'), 12)"
OWN = "w.case_id, w.controller_id, w.owner_unit_id, current_setting('hjemvei.user')::int, at"
ROW = "key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at"
# What the invited municipality has answered is written for those who invited it: what it wrote as its own, they would
# not see. The yes moves the responsibility; the no moves nothing.
ANSWER_MOVE = f"""
DECLARE
  w public.cases_movewish;
  turns int;
BEGIN
  SELECT * INTO w FROM public.cases_movewish x WHERE x.id = in_wish FOR UPDATE;
  IF w.id IS NULL OR w.state NOT IN ('accepted', 'refused') OR NOT w.to_unit_id = ANY ({UNITS})
     OR w.answered_at IS DISTINCT FROM at OR NOT kernel.may_write(w.case_id) THEN
    {REFUSED};
  END IF;
  INSERT INTO public.cases_event ({ROW}, info_class, code, text, values, is_milestone, happened_at)
    VALUES ({KEY}, {OWN}, {COORDINATION}, in_code, in_text,
            jsonb_build_object('municipality', (SELECT m.name_norwegian FROM public.parties_municipality m
                                                WHERE m.number = w.to_municipality_id)), true, at);
  UPDATE public.cases_task t SET done_at = at, done_by_id = current_setting('hjemvei.user')::int
    WHERE t.case_id = w.case_id AND t.code = 'move_answer' AND t.to_unit_id = w.to_unit_id
      AND t.done_at IS NULL AND t.exempted_at IS NULL AND t.lapsed_at IS NULL;
  IF w.state = 'refused' THEN
    RETURN;
  END IF;
  UPDATE public.cases_responsibility r SET superseded_at = at WHERE r.case_id = w.case_id AND r.superseded_at IS NULL;
  INSERT INTO public.cases_responsibility
         ({ROW}, municipality_id, to_unit_id, state, rule, reason, answer, second_answer, governor_decision, answered_at)
    VALUES (row_key, {OWN}, w.to_municipality_id, w.to_unit_id, 'accepted', 7, in_reason, '', '', '', at);
  SELECT count(*) INTO turns FROM public.cases_hand h WHERE h.case_id = w.case_id;
  INSERT INTO public.cases_hand ({ROW}, kind, municipality_id, turn)
    VALUES ({KEY}, {OWN}, 'municipality', w.to_municipality_id, turns);
END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0024_ratings"),
        ("parties", "0003_archive_body"),
        ("sharing", "0035_invited"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        rls.logged_change(
            "cases_responsibility",
            [
                migrations.AddField(
                    model_name="responsibility",
                    name="governor_decided_on",
                    field=models.DateField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="responsibility",
                    name="governor_decision",
                    field=hjemvei.persons.sealed.SealedText(blank=True, default="", editable=False),
                ),
                migrations.AddField(
                    model_name="responsibility",
                    name="second_answer",
                    field=hjemvei.persons.sealed.SealedText(blank=True, default="", editable=False),
                ),
                migrations.AddField(
                    model_name="responsibility",
                    name="second_answered_at",
                    field=models.DateTimeField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name="responsibility",
                    name="second_unit",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.unit",
                    ),
                ),
            ],
            by=__name__,
        ),
        migrations.CreateModel(
            name="Hand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("municipality", "municipality"), ("unit", "unit")], max_length=12
                    ),
                ),
                ("turn", models.SmallIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.case"
                    ),
                ),
                (
                    "controller",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.controller",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.municipality",
                    ),
                ),
                (
                    "owner_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.unit",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("turn__gte", 3)), fields=["case"], name="hand_of_many")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("municipality__isnull", False), ("unit__isnull", False), _connector="OR"
                        ),
                        name="hand_of_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MoveWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("wished", "ønsket"),
                            ("invited", "kommunen er invitert"),
                            ("accepted", "kommunen har sagt ja"),
                            ("refused", "kommunen har sagt nei"),
                            ("withdrawn", "personen vil ikke flytte likevel"),
                        ],
                        default="wished",
                        max_length=10,
                    ),
                ),
                ("wished_on", models.DateField()),
                ("own_words", hjemvei.persons.sealed.SealedText(blank=True, default="", editable=False)),
                ("decide_by", models.DateField()),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("supports", "supports"), ("advises_against", "advises_against")],
                        default="",
                        max_length=16,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decision_reason",
                    hjemvei.persons.sealed.SealedText(blank=True, default="", editable=False),
                ),
                ("opened_case", models.BooleanField(default=False)),
                ("invited_at", models.DateTimeField(blank=True, null=True)),
                ("answer_by", models.DateField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_stay", "no_stay"),
                            ("other_responsible", "other_responsible"),
                            ("no_home_now", "no_home_now"),
                            ("no_service_now", "no_service_now"),
                            ("other", "other"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("refusal_reason", hjemvei.persons.sealed.SealedText(blank=True, default="", editable=False)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.case"
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sharing.consent",
                    ),
                ),
                (
                    "controller",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.controller",
                    ),
                ),
                (
                    "from_municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.municipality",
                    ),
                ),
                (
                    "from_unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.unit",
                    ),
                ),
                (
                    "owner_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.unit",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.municipality",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "invited")), fields=["to_unit"], name="move_wish_invited"
                    ),
                    models.Index(
                        condition=models.Q(("decision", ""), ("state__in", ["wished", "invited"])),
                        fields=["from_unit"],
                        name="move_wish_undecided",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_municipality", models.F("to_municipality")), _negated=True),
                        name="move_wish_to_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", ""),
                            models.Q(
                                ("decided_at__isnull", False),
                                models.Q(("decision_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="move_wish_decided_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["invited", "accepted", "refused"]), _negated=True),
                            models.Q(
                                ("answer_by__isnull", False),
                                ("consent__isnull", False),
                                ("to_unit__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="move_wish_invited_with_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(
                                models.Q(("refusal", ""), _negated=True),
                                models.Q(("refusal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="move_wish_refused_for_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["wished", "invited"])),
                        fields=("case",),
                        name="move_wish_one_open",
                    ),
                ],
            },
        ),
        *rls.case_child("cases_movewish", info_class=COORDINATION, to_unit="to_unit_id"),
        *rls.case_child("cases_hand", info_class=COORDINATION),
        *rls.logged("cases_movewish"),
        *rls.logged("cases_hand"),
        rls.same_case("cases_movewish", "consent_id", "sharing_consent"),
        rls.function(
            "answer_move(in_wish bigint, in_code text, in_text text, row_key text, in_reason bytea, at timestamptz)"
            " RETURNS void LANGUAGE plpgsql",
            ANSWER_MOVE,
        ),
    ]

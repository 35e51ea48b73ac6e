"""A role is offered to whoever has one elsewhere; what opens all of somebody's seats is not one employer's."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import hjemvei.core.text
from hjemvei.accounts.enums import Role
from hjemvei.accounts.migrations import _seats_sql as sql
from hjemvei.core import rls

USER = "current_setting('hjemvei.user')::int"
OURS = "t.controller_id = current_setting('hjemvei.controller')::int"


def key(to: str, related_name: str) -> models.Field:  # type: ignore[type-arg]
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to)


def guarded(table: str, event: str, function: str) -> migrations.RunSQL:
    name = f"{table}_{function}"
    return rls.run(
        [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION kernel.{function}()"
        ],
        [f"DROP TRIGGER {name} ON {table}"],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_clearances"),
        ("parties", "0003_archive_body"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accountevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invited", "invitert"),
                    ("entered", "tok imot invitasjonen"),
                    ("seat_given", "fikk en rolle"),
                    ("seat_refused", "svarte nei til en rolle"),
                    ("seat_ended", "rolle avsluttet"),
                    ("factor_reset", "andre faktor nullstilt"),
                    ("absence", "fravær registrert"),
                    ("token_made", "systemnøkkel laget"),
                    ("token_revoked", "systemnøkkel trukket tilbake"),
                    ("identity_asked", "vil logge inn på en ny måte"),
                    ("identity_bound", "innlogging koblet til"),
                    ("identity_refused", "innlogging avvist"),
                    ("clearance_asked", "klarering bedt om"),
                    ("clearance_given", "klarering gitt"),
                    ("clearance_denied", "klarering avslått"),
                    ("clearance_ended", "klarering avsluttet"),
                    ("left", "alt avsluttet"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="SeatOffer",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                ("role", models.CharField(choices=Role.choices, max_length=32)),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(blank=True, null=True)),
                ("offered_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("is_taken", models.BooleanField(default=False)),
                ("controller", key("parties.controller", "+")),
                ("offered_by", key(settings.AUTH_USER_MODEL, "+")),
                ("unit", key("parties.unit", "+")),
                ("user", key(settings.AUTH_USER_MODEL, "seat_offers")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("expires_at__gt", F("offered_at"))), name="seat_offer_period"
                    ),
                    models.CheckConstraint(
                        condition=Q(("is_taken", False), ("answered_at__isnull", False), _connector="OR"),
                        name="seat_offer_taken_when",
                    ),
                ],
            },
        ),
        *rls.policies(
            "accounts_seatoffer",
            select=f"t.user_id = {USER} OR {OURS}",
            insert=f"{OURS} AND t.offered_by_id = {USER} AND t.user_id <> {USER} AND NOT t.is_taken",
            update=f"t.user_id = {USER}",
        ),
        rls.function("seats_elsewhere(who int, here int) RETURNS boolean LANGUAGE sql STABLE", sql.ELSEWHERE),
        rls.function("guard_seat() RETURNS trigger LANGUAGE plpgsql", sql.SEAT, execute=""),
        rls.function("guard_factor() RETURNS trigger LANGUAGE plpgsql", sql.FACTOR, execute=""),
        rls.function("guard_identity() RETURNS trigger LANGUAGE plpgsql", sql.IDENTITY, execute=""),
        guarded("accounts_membership", "INSERT", "guard_seat"),
        guarded("mfa_authenticator", "DELETE", "guard_factor"),
        guarded("accounts_identity", "INSERT OR UPDATE", "guard_identity"),
    ]

"""What `audit` holds about people: who looked, that something changed, what was sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import About, Held, Owner, Table

_SEALED = _("Ingen på noen side. Loggen kan ikke endres, og den kontrolleres mot forseglingene.")

TABLES = [
    Table(
        model="audit.ReadLog",
        text=_("Innsynsloggen: hvem som har sett hvem"),
        owner=Owner.INSTALLATION,
        purpose="security",
        bases=("accountability",),
        retention="read_log",
        seen_by=_(
            "Personen selv, alt. Den som skriver ut for personen: egen virksomhets oppslag."
            " Personvernombudet: egen virksomhets oppslag, personene ved referanse."
        ),
        held=(
            Held("at user_id unit_id controller_id", _("hvem som så, for hvilken enhet og når")),
            Held("purpose channel page", _("hvorfor, og på hvilken side")),
            Held("person_ids case_ids", _("hvem som ble vist")),
            Held("search_tokens", _("hva det ble søkt på, som nøkler"), _("sier ikke noe uten nøkkelen")),
        ),
        technical="id transaction",
    ),
    Table(
        model="audit.ChangeLog",
        text=_("Endringsloggen: at noe er endret, av hvem"),
        owner=Owner.INSTALLATION,
        purpose="security",
        bases=("accountability",),
        retention="change_log",
        seen_by=_SEALED,
        held=(
            Held("at user_id unit_id purpose", _("hvem som endret, for hvilken enhet, når og hvorfor")),
            Held("table_name row_id operation fields", _("hvilke felt som ble endret, uten innholdet")),
        ),
        technical="id transaction row_hash",
    ),
    Table(
        model="audit.RowSalt",
        text=_("Tilfeldige tall som gjør at loggen ikke røper noe når raden er slettet"),
        owner=Owner.INSTALLATION,
        about=About.NOBODY,
        purpose="security",
        bases=("accountability",),
        retention="with_row",
        seen_by=_SEALED,
        technical="id table_name row_id salt",
    ),
    Table(
        model="audit.Seal",
        text=_("Forseglinger av loggene"),
        owner=Owner.INSTALLATION,
        about=About.NOBODY,
        purpose="security",
        bases=("accountability",),
        retention="seal",
        seen_by=_SEALED,
        technical="id at from_transaction to_transaction count root chain reads reads_root",
    ),
    Table(
        model="audit.Outbox",
        text=_("E-poster til ansatte; uten navn på den saken gjelder"),
        owner=Owner.INSTALLATION,
        about=About.STAFF,
        purpose="operation",
        bases=("employer",),
        retention="letters",
        seen_by=_("Enheten som sender. Siden finnes bare i demoen."),
        held=(
            Held("to_user to_address", _("mottakerens navn og e-post på jobb")),
            Held("subject body", _("teksten i e-posten")),
            Held("created_at sent_at", _("når den ble skrevet og sendt")),
        ),
        technical="id key kind owner_unit_id once tries case_id to_unit_id cancelled_at",
    ),
    Table(
        model="audit.OnceKey",
        text=_("Svaret på et skjema, så det ikke teller to ganger"),
        owner=Owner.INSTALLATION,
        about=About.STAFF,
        purpose="operation",
        bases=("accountability",),
        retention="once",
        seen_by=_("Bare den ansatte selv."),
        held=(
            Held("user created_at body", _("hvem som sendte skjemaet, når, og svaret")),
            Held("step seconds", _("hvilket skjema det var, og hvor lenge det lå åpent")),
        ),
        technical="id key request_hash status location",
    ),
]

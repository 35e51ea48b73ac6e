"""What `rights` holds: that somebody asked, what was answered, and what was decided about erasing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass
from hjemvei.core.privacy import About, Held, Owner, Table

_BASES = ("data_rights", "accountability", "archive")
_SEEN_BY = _("Den innsynsansvarlige og personvernombudet i virksomheten, og de som arbeider i saken.")
_PERSON_TOO = _(
    "Den innsynsansvarlige og personvernombudet i virksomheten, de som arbeider i saken, og personen på sin"
    " egen side."
)
_FOLLOWERS = _("Den innsynsansvarlige og personvernombudet i virksomheten.")

TABLES = [
    Table(
        model="rights.AccessRequest",
        text=_("At personen har bedt om innsyn"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="rights",
        bases=_BASES,
        retention="case_file",
        seen_by=_PERSON_TOO,
        held=(
            Held("key", _("referanse")),
            Held("case controller unit", _("hvem som skrev det ned")),
            Held("form received_on due_on", _("når og hvordan kravet kom, og fristen")),
            Held("taken_by recorded_at", _("hvem som skrev det, og når")),
        ),
        technical="id",
    ),
    Table(
        model="rights.Correction",
        text=_("At personen mener noe er feil, og hva som ble svart"),
        purpose="rights",
        bases=_BASES,
        retention="case_file",
        held=(
            Held("info_class", _("hva slags opplysning det gjelder")),
            Held("to_unit form due_on", _("hvem som skal svare, hvordan det kom, og fristen")),
            Held("about said", _("hva som står, og hva personen sier")),
            Held("state answer", _("hva som ble svart")),
            Held(
                "answered_by answered_at told", _("hvem som svarte, når, og hvordan personen fikk vite det")
            ),
        ),
        technical="table_name row_id",
    ),
    Table(
        model="rights.Part",
        text=_("Virksomhetens svar på kravet om innsyn, uten innholdet"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="rights",
        bases=_BASES,
        retention="case_file",
        seen_by=_PERSON_TOO,
        held=(
            Held("key request case controller", _("hvilket krav og hvilken virksomhet")),
            Held("state released_by released_at", _("hvem som frigav svaret, og når")),
            Held(
                "delivered_by delivered_at delivered_how", _("hvem som ga det til personen, når og hvordan")
            ),
        ),
        technical="id sha256",
    ),
    Table(
        model="rights.Withheld",
        text=_("Hva som er holdt tilbake i et svar om innsyn"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="rights",
        bases=_BASES,
        retention="with_row",
        seen_by=_FOLLOWERS,
        held=(
            Held(
                "table_name row_id ground reason decided_by decided_at undone_at",
                _("hva, på hvilket grunnlag og hvorfor"),
                _("står først i svaret selv"),
            ),
        ),
        technical="id part controller",
    ),
    Table(
        model="rights.Advice",
        text=_("Personvernombudets råd om et krav eller et forslag, uten navn på personen"),
        about=About.STAFF,
        owner=Owner.HOLDER,
        purpose="rights",
        bases=_BASES,
        retention="with_row",
        seen_by=_FOLLOWERS,
        held=(Held("text given_by given_at", _("rådet, hvem som ga det, og når")),),
        technical="id key controller part disposal",
    ),
    Table(
        model="rights.Hold",
        text=_("At sletting er stanset, og hvorfor"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="rights",
        bases=_BASES,
        retention="person",
        seen_by=_SEEN_BY,
        held=(
            Held("reason set_by set_at", _("hvorfor, av hvem og når")),
            Held("lifted_by lifted_at lift_reason", _("når stansen ble løftet, og hvorfor")),
        ),
        technical="id key person controller",
    ),
    Table(
        model="rights.Restriction",
        text=_("At virksomhetens del av saken er sperret, og hvorfor"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="rights",
        bases=_BASES,
        retention="case_file",
        seen_by=_FOLLOWERS,
        held=(
            Held("case reason set_by set_at", _("hvorfor, av hvem og når")),
            Held("lifted_by lifted_at lift_reason", _("når sperringen ble løftet, og hvorfor")),
        ),
        technical="id key person controller",
    ),
    Table(
        model="rights.Handover",
        text=_("At en sak er pakket for arkivet, uten innholdet"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="rights",
        bases=_BASES,
        retention="person",
        seen_by=_FOLLOWERS,
        held=(
            Held("case body", _("hvilken sak, og hvem som svarer for arkivet")),
            Held("files held_back size", _("hvor mange filer, og hvor stor pakken var")),
            Held("made_by made_at", _("hvem som laget pakken, og når")),
        ),
        technical="id key disposal person controller sha256",
    ),
    Table(
        model="rights.Disposal",
        text=_("Forslag og vedtak om å slette, sperre eller levere til arkivet"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="rights",
        bases=_BASES,
        retention="person",
        seen_by=_SEEN_BY,
        held=(
            Held("outcome state reason", _("hva som er foreslått, hvorfor, og hva det ble til")),
            Held("proposed_by proposed_at", _("hvem som foreslo det, og når")),
            Held("ground reference decided_by decided_at", _("hvem som avgjorde det, når og på hva")),
        ),
        technical="id key person controller",
    ),
]

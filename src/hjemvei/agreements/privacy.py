"""What `agreements` holds about people: who put a version on record. The rest names nobody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import About, Held, Owner, Table, Text

_PARTIES = _("Alle som er logget inn, når avtalen er undertegnet. Før det: partene.")


def _about_nobody(model: str, text: Text, technical: str) -> Table:
    return Table(
        model=model,
        text=text,
        about=About.NOBODY,
        owner=Owner.INSTALLATION,
        purpose="coordination",
        bases=("employer",),
        retention="stock",
        seen_by=_PARTIES,
        technical=technical,
    )


def _about_staff(model: str, text: Text, *held: Held, technical: str) -> Table:
    return Table(
        model=model,
        text=text,
        about=About.STAFF,
        owner=Owner.INSTALLATION,
        purpose="coordination",
        bases=("employer",),
        retention="stock",
        seen_by=_PARTIES,
        held=held,
        technical=technical,
    )


TABLES = [
    Table(
        model="agreements.AgreementVersion",
        text=_("Versjoner av samarbeidsavtalen"),
        about=About.STAFF,
        owner=Owner.INSTALLATION,
        purpose="coordination",
        bases=("employer",),
        retention="stock",
        seen_by=_("Alle som er logget inn."),
        held=(Held("recorded_by recorded_at", _("hvem som skrev det, og når")),),
        technical=(
            "id agreement number minimum_stay_months remand_needs_presumption target_people_at_a_time"
            " prison_access_days_after_release renotify_when_moved_days consent_renewal_days starts_on"
            " ends_before note state parent_version contact_interval_count contact_interval_unit"
            " committee_interval_months termination_notice_months review_on"
        ),
    ),
    _about_nobody(
        "agreements.Agreement",
        _("Samarbeidsavtaler"),
        "id key name purpose signed_on kind level state parent adapted_from adapted_note coordinating_unit"
        " strategy_target is_public project_starts_on project_ends_before project_funding exit_plan",
    ),
    _about_nobody(
        "agreements.AgreementParty",
        _("Parter i samarbeidsavtalen"),
        "id agreement controller side contact_unit role joins_on leaves_before agrees_to_end",
    ),
    _about_nobody("agreements.AgreementScope", _("Hvor samarbeidsavtalen gjelder"), "id agreement unit"),
    _about_nobody(
        "agreements.RoleUnit",
        _("Hvilken enhet som fyller en rolle i samarbeidsavtalen"),
        "id agreement version role unit deputy_unit must_be_told",
    ),
    _about_nobody(
        "agreements.DeadlineChange", _("Frister som er avtalt annerledes"), "id version code count unit"
    ),
    _about_nobody(
        "agreements.AgreementClause",
        _("Punktene i samarbeidsavtalen"),
        "id version language code position title body source forked_from change_note is_left_out",
    ),
    _about_nobody(
        "agreements.ReviewDate",
        _("Når partene går gjennom avtalen"),
        "id agreement due_on about held_on outcome",
    ),
    _about_nobody(
        "agreements.AnchoringDocument",
        _("Planer og vedtak som avtalen bygger på"),
        "id agreement title body decided_on url",
    ),
    _about_staff(
        "agreements.Signature",
        _("Underskrifter på samarbeidsavtalen"),
        Held("name title signed_on", _("hvem som undertegnet for en part, tittel og dato")),
        Held(
            "recorded_by recorded_at withdrawn_by withdrawn_at", _("hvem som førte det inn eller trakk det")
        ),
        technical="id key version party way paper_reference language text_hash",
    ),
    _about_nobody(
        "agreements.SignedClause",
        _("Teksten slik den ble undertegnet"),
        "id version language text_language position code title body",
    ),
    _about_staff(
        "agreements.AnchoringRecord",
        _("Hvem som har godkjent avtalen i egen organisasjon"),
        Held("recorded_by recorded_at", _("hvem som skrev det, og når")),
        technical="id version party level body decided_on reference",
    ),
    _about_staff(
        "agreements.FrontLineInput",
        _("Hvordan de som møter personene, har deltatt"),
        Held("recorded_by recorded_at", _("hvem som skrev det, og når")),
        technical="id version party how held_on staff_count",
    ),
    _about_staff(
        "agreements.SummaryTranslation",
        _("Sammendraget av avtalen på personens språk"),
        Held(
            "written_by written_at checked_by checked_role checked_at approved_by approved_at",
            _("hvem som skrev, kontrollerte og godkjente teksten, og når"),
        ),
        technical="id version language title body status source_hash is_machine_made",
    ),
]

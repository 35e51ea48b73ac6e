"""What `cases` holds: custody and dates, notices and responsibility, tasks, messages, documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass
from hjemvei.core.privacy import About, Held, Owner, Table

_CUSTODY = ("correctional", "release")
_TOGETHER = ("cooperation", "social", "housing_help")

TABLES = [
    Table(
        model="cases.Custody",
        text=_("Oppholdet i fengsel. Lovbrudd og dom lagres ikke"),
        purpose="release",
        bases=_CUSTODY,
        retention="case_file",
        held=(
            Held("status", _("om personen soner dom, sitter i varetekt eller annet")),
            Held("reference", _("fengselets referanse")),
            Held("starts_on ends_before gone_since", _("når oppholdet begynte og tok slutt")),
            Held("way_out", _("hvordan det tok slutt")),
            Held(
                "municipality_of_stay wished_municipality",
                _("kommunen før fengsel, og kommunen personen ønsker"),
            ),
        ),
    ),
    Table(
        model="cases.Placement",
        text=_("Fengsler og avdelinger personen har vært i"),
        purpose="release",
        bases=_CUSTODY,
        retention="case_file",
        held=(Held("unit", _("fengsel")), Held("starts_on ends_before", _("periode"))),
        technical="custody",
    ),
    Table(
        model="cases.ReleaseDate",
        text=_("Ventet løslatelse, alle versjoner"),
        purpose="release",
        bases=_CUSTODY,
        retention="case_file",
        held=(
            Held("expected_on kind certainty", _("dato, slag og hvor sikker den er")),
            Held("source reason known_at", _("kilde, grunn og når den ble kjent")),
        ),
        technical="custody",
    ),
    Table(
        model="cases.PresumedStay",
        text=_("Antatt varighet av varetekt"),
        purpose="release",
        bases=_CUSTODY,
        retention="case_file",
        held=(Held("until reason", _("til når, og hvorfor det antas")),),
        technical="custody",
    ),
    Table(
        model="cases.Absence",
        text=_("Fravær under oppholdet som kan flytte datoer"),
        purpose="release",
        bases=_CUSTODY,
        retention="case_file",
        held=(Held("kind starts_on ends_before", _("slags fravær og periode")),),
        technical="custody",
    ),
    Table(
        model="cases.AppliedAgreement",
        text=_("Hvilken avtale som gjelder i saken"),
        purpose="coordination",
        bases=_TOGETHER,
        retention="case_file",
        held=(Held("version municipality rule", _("avtale, kommune og regelen som ble brukt")),),
    ),
    Table(
        model="cases.Responsibility",
        text=_("Hvilken kommune som har ansvaret"),
        purpose="coordination",
        bases=_TOGETHER,
        retention="case_file",
        held=(
            Held("municipality second_municipality to_unit state rule", _("kommune, og om den er enig")),
            Held("reason answer", _("begrunnelse og svar")),
            Held(
                "second_unit second_answer second_answered_at",
                _("hva den andre kommunen mener i en uenighet"),
            ),
            Held("governor_decided_on governor_decision", _("statsforvalterens avgjørelse")),
            Held(
                "answered_at governor_asked_on superseded_at",
                _("når det ble svart, lagt fram eller erstattet"),
            ),
        ),
    ),
    Table(
        model="cases.MoveWish",
        text=_("Ønske om å flytte til en annen kommune"),
        purpose="coordination",
        bases=_TOGETHER,
        retention="case_file",
        held=(
            Held(
                "from_municipality from_unit to_municipality wished_on", _("fra hvilken kommune til hvilken")
            ),
            Held("own_words", _("hvorfor personen vil flytte, med egne ord")),
            Held(
                "decide_by decision decided_at decision_reason",
                _("hva kommunen som har ansvaret mener, og hvorfor"),
            ),
            Held(
                "to_unit state invited_at answer_by",
                _("om den andre kommunen er invitert, og når den svarer"),
            ),
            Held("answered_at refusal refusal_reason withdrawn_at", _("svaret, med grunn ved nei")),
        ),
        technical="consent opened_case",
    ),
    Table(
        model="cases.Hand",
        text=_("Hvem som har hatt saken, etter tur"),
        purpose="coordination",
        bases=_TOGETHER,
        retention="case_work",
        held=(Held("kind municipality unit", _("kommune eller enhet som tok over, og når")),),
        technical="turn",
    ),
    Table(
        model="cases.Notice",
        text=_("Varsel fra fengselet til kommunen"),
        purpose="coordination",
        bases=_TOGETHER,
        retention="case_file",
        held=(
            Held(
                "to_unit state sent_at acknowledge_by acknowledged_at acknowledged_by reminded_at",
                _("til hvem, når, og når det ble bekreftet"),
            ),
            Held("expected_release_on certainty lead_days note", _("dato for løslatelse og merknad")),
        ),
        technical="consent replaces",
    ),
    Table(
        model="cases.NoticeRating",
        text=_("Hva mottakeren sa om varselet"),
        purpose="quality",
        bases=_TOGETHER,
        retention="case_work",
        held=(Held("is_early is_complete to_unit", _("om det kom tidsnok og var komplett")),),
        technical="notice",
    ),
    Table(
        model="cases.Assignment",
        text=_("Hvem som arbeider med saken"),
        purpose="coordination",
        bases=_TOGETHER,
        retention="case_work",
        held=(
            Held("role to_unit to_user state is_owner", _("rolle, enhet og ansatt")),
            Held("reason offered_at answered_at ended_at", _("når det ble sagt ja eller nei, og grunnen")),
        ),
    ),
    Table(
        model="cases.Message",
        text=_("Meldinger mellom dem som deltar"),
        purpose="coordination",
        bases=_TOGETHER,
        retention="case_file",
        held=(
            Held("body", _("teksten i meldingen")),
            Held("to_unit to_user", _("hvem den er til")),
            Held("sent_at answer_by answered_at read_at", _("når den ble sendt, lest og besvart")),
        ),
        technical="answers",
    ),
    Table(
        model="cases.Inquiry",
        text=_("Spørsmål mellom enheter uten navn på noen person"),
        about=About.STAFF,
        purpose="coordination",
        bases=("employer",),
        retention="inquiry",
        seen_by=_("Enheten som spør, og enheten som blir spurt."),
        held=(
            Held("asked_by", _("hvem som spurte")),
            Held("body", _("spørsmålet; den som skriver, blir minnet på å ikke kjenne igjen noen")),
            Held("sent_at answer_by answered_at", _("når den ble sendt, lest og besvart")),
        ),
        technical="id key owner_unit to_unit answers",
    ),
    Table(
        model="cases.Task",
        text=_("Oppgaver og frister"),
        purpose="coordination",
        bases=_TOGETHER,
        retention="case_work",
        held=(
            Held("info_class", _("hva slags opplysning det er")),
            Held("title words clause source", _("hva som skal gjøres, og hvor fristen kommer fra")),
            Held("party role to_unit to_user", _("hvem som skal gjøre det")),
            Held("opens_on due_on first_due_on", _("frister")),
            Held("done_at done_by done_note lapsed_at", _("når den ble gjort, av hvem, og merknad")),
            Held("exempted_at exempted_by exempt_reason", _("hvem som ga fritak, og hvorfor")),
        ),
        technical="code can_be_exempted",
    ),
    Table(
        model="cases.HomeStatus",
        text=_("Hvor langt det er kommet med bolig, utregnet"),
        purpose="housing",
        bases=("housing_help", "housing_data", "social_data"),
        retention="derived",
        held=(Held("risk status", _("fare for å stå uten bolig, og hvor langt det er kommet")),),
    ),
    Table(
        model="cases.Event",
        text=_("Historikken i saken"),
        purpose="coordination",
        bases=_TOGETHER,
        retention="case_work",
        held=(
            Held("info_class", _("hva slags opplysning det er")),
            Held("text values", _("hva som skjedde")),
            Held("happened_at", _("når det skjedde")),
        ),
        technical="code is_milestone",
    ),
    Table(
        model="cases.Document",
        text=_("Brev og dokumenter, kryptert"),
        purpose="coordination",
        bases=(*_TOGETHER, "archive"),
        retention="case_file",
        held=(
            Held("info_class", _("hva slags opplysning det er")),
            Held("kind title language about", _("hva slags dokument, tittel og språk")),
            Held("to_unit", _("hvem den er til")),
            Held("content", _("dokumentet selv")),
            Held("scan scanned_at finding", _("hva viruskontrollen sa")),
        ),
        technical="media_type sha256 size",
    ),
    Table(
        model="cases.Caseload",
        text=_("Enhetens egen liste, utregnet av det enheten kan se"),
        owner=Owner.HOLDER,
        info_class=InfoClass.IDENTITY,
        purpose="coordination",
        bases=_TOGETHER,
        retention="derived",
        seen_by=_("De som arbeider med saker i enheten, så lenge saken er synlig for dem."),
        held=(
            Held("rank sort_on certainty released_on", _("dato for løslatelse og rekkefølge i listen")),
            Held(
                "risk status has_consent is_restricted is_open",
                _("fare for å stå uten bolig, og hvor langt det er kommet"),
            ),
            Held("prison_unit municipality owner", _("fengsel, kommune og hvem som har saken")),
            Held("next_task next_due_on open_tasks changed_at", _("neste oppgave og frist")),
        ),
        technical="id unit case person",
    ),
]

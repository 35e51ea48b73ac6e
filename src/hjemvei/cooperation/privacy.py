"""What `cooperation` holds: who sits where, what they decided. Of those the work is for: nothing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import About, Held, Owner, Table

MEMBERS = _("De som sitter i utvalget eller nettverket.")


def _of_forum(model: str, text: object, *held: Held, technical: str) -> Table:
    return Table(
        model=f"cooperation.{model}",
        text=text,  # type: ignore[arg-type]
        about=About.STAFF,
        owner=Owner.INSTALLATION,
        purpose="quality",
        bases=("employer",),
        retention="cooperation",
        seen_by=MEMBERS,
        held=held,
        technical=technical,
    )


TABLES = [
    _of_forum(
        "Forum",
        _("Samarbeidsutvalg og nettverk"),
        Held("founded_by founded_at", _("hvem som opprettet det, og når")),
        technical="id key kind name purpose agreement controller chair_way interval_days closed_at",
    ),
    _of_forum(
        "Seat",
        _("Hvem som sitter i utvalg og nettverk"),
        Held("unit user name title role deputy_for starts_on ends_before", _("hvem, for hvem, og når")),
        Held("added_by added_at", _("hvem som skrev det, og når")),
        technical="id key forum controller",
    ),
    _of_forum(
        "Meeting",
        _("Møter og referater"),
        Held("chair minutes minutes_by", _("hvem som ledet møtet, og referatet")),
        Held("planned_by planned_at approved_by approved_at", _("hvem som innkalte og godkjente, og når")),
        technical="id key forum number starts_at ends_at place link state sequence cancel_reason",
    ),
    _of_forum(
        "AgendaPoint",
        _("Sakslister"),
        Held("title text added_by added_at withdrawn_at", _("hva som ble tatt opp, og av hvem")),
        technical="id key forum meeting source ref",
    ),
    _of_forum(
        "Attendance",
        _("Oppmøte"),
        Held("seat presence", _("hvem som møtte")),
        technical="id forum meeting",
    ),
    _of_forum(
        "Decision",
        _("Vedtak i utvalg og nettverk"),
        Held(
            "text owner due_on state outcome", _("hva som ble vedtatt, hvem som gjør det, og hva det ble til")
        ),
        Held("recorded_by recorded_at closed_by closed_at", _("hvem som skrev det og lukket det, og når")),
        technical="id key forum meeting",
    ),
    _of_forum(
        "Improvement",
        _("Tiltak for bedre samarbeid"),
        Held("kind text owner due_on state effect", _("hva som skal gjøres, av hvem, og hva det førte til")),
        Held("recorded_by recorded_at closed_by closed_at", _("hvem som skrev det og lukket det, og når")),
        technical="id key forum decision",
    ),
    _of_forum(
        "Post",
        _("Innlegg i utvalg og nettverk"),
        Held("title body author unit written_at withdrawn_at", _("hva som ble skrevet, av hvem, og når")),
        technical="id key forum parent",
    ),
    Table(
        model="cooperation.CalendarFeed",
        text=_("Ansattes egen møtekalender"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="staff",
        bases=("employer",),
        retention="own_settings",
        seen_by=_("Bare den ansatte selv."),
        held=(Held("user made_at revoked_at", _("at den ansatte har en adresse for kalenderen")),),
        technical="id token_hash",
    ),
]

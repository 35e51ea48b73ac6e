"""What `presence` holds: when staff are at work, who answers for what, and a person's visits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import About, Held, Owner, Table

_ALL = _("Alle som er logget inn.")
_COLLEAGUES = _(
    "Ansatte hos samme arbeidsgiver, og de som deler en sak med den ansatte. Grunnen til fravær lagres ikke."
)
_WROTE = Held("recorded_by recorded_at", _("hvem som skrev det, og når"))

TABLES = [
    Table(
        model="presence.ShiftPattern",
        text=_("Faste vakter"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="coordination",
        bases=("employer",),
        retention="account",
        seen_by=_COLLEAGUES,
        held=(
            Held("user unit", _("hvem og hvor")),
            Held("weekday begins ends every_weeks", _("ukedag og tid")),
            Held("starts_on ends_before", _("periode")),
            _WROTE,
        ),
        technical="id key controller",
    ),
    Table(
        model="presence.Shift",
        text=_("Vakter på bestemte dager"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="coordination",
        bases=("employer",),
        retention="account",
        seen_by=_COLLEAGUES,
        held=(
            Held("user unit", _("hvem og hvor")),
            Held("kind starts_at ends_at cancelled_at", _("når den ansatte er på vakt eller har fri")),
            _WROTE,
        ),
        technical="id key controller",
    ),
    Table(
        model="presence.ContactDuty",
        text=_("Hvem som er kontakt for hva"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="coordination",
        bases=("employer",),
        retention="account",
        seen_by=_ALL,
        held=(
            Held("user deputy unit", _("hvem, hvor, og hvem som svarer i stedet")),
            Held("topic towards", _("hva det gjelder, og overfor hvem")),
            Held("starts_on ends_before", _("periode")),
            _WROTE,
        ),
        technical="id key controller",
    ),
    Table(
        model="presence.RoleAddition",
        text=_("Det en avtale legger til om en rolle"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="coordination",
        bases=("employer",),
        retention="stock",
        seen_by=_ALL,
        held=(Held("agreement role text", _("hvilken rolle, og hva som er lagt til")), _WROTE),
        technical="id key superseded_at",
    ),
    Table(
        model="presence.VisitDay",
        text=_("Faste besøksdager i fengsel"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="coordination",
        bases=("employer",),
        retention="stock",
        seen_by=_ALL,
        held=(
            Held("unit user prison", _("hvem som kommer, og hvor")),
            Held("topic place", _("hva det gjelder, og i hvilket rom")),
            Held("weekday begins ends slot_minutes every_weeks", _("ukedag, tid og hvor lenge hver får")),
            Held("starts_on ends_before", _("periode")),
            _WROTE,
        ),
        technical="id key controller",
    ),
    Table(
        model="presence.VisitChange",
        text=_("Besøksdager som er avlyst eller har andre tider"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="coordination",
        bases=("employer",),
        retention="stock",
        seen_by=_ALL,
        held=(
            Held("visit_day falls_on begins ends reason", _("hvilken dag, hva som gjelder, og hvorfor")),
            _WROTE,
        ),
        technical="id key",
    ),
    Table(
        model="presence.Booking",
        text=_("Besøk i fengselet som er avtalt for personen"),
        purpose="follow_up",
        bases=("cooperation", "social", "housing_help"),
        retention="case_work",
        held=(
            Held("visit_day to_unit", _("hvem som kommer")),
            Held("starts_at ends_at", _("når")),
            Held("state changed_at", _("om det er avtalt, flyttet, avlyst eller gjennomført")),
            Held("about", _("hva personen vil snakke om")),
            Held("reason", _("hvorfor det ble flyttet eller avlyst")),
        ),
        technical="replaces",
    ),
]

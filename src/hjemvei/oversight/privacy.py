"""What `oversight` holds: what was odd about a look, and what the privacy officer made of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import About, Held, Owner, Table

TABLES = [
    Table(
        model="oversight.AccessFinding",
        text=_("Uvanlige oppslag og hva som kom ut av dem"),
        about=About.STAFF,
        owner=Owner.EMPLOYER,
        purpose="security",
        bases=("accountability",),
        retention="access_finding",
        seen_by=_("Personvernombudet i virksomheten som den ansatte arbeider i."),
        held=(
            Held(
                "unit user pattern on_day count first_at last_at",
                _("hvem som så, når, og hva som var uvanlig"),
            ),
            Held("person_id case_id", _("hvem det ble sett på"), _("gjelder en annen enn den ansatte")),
            Held("state note decided_by decided_at", _("hva personvernombudet kom fram til")),
        ),
        technical="id key controller found_at",
    ),
]

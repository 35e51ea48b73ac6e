"""What `deviations` holds: what slipped in the cooperation about a person, never what a person did wrong."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import Held, Table

TABLES = [
    Table(
        model="deviations.Deviation",
        text=_("Det som glapp i samarbeidet"),
        purpose="quality",
        bases=("cooperation", "social"),
        retention="case_work",
        held=(
            Held("kind happened_on to_unit", _("hva som glapp, når, og hvem som skal se på det")),
            Held("cause note measure closed_at", _("årsak, merknad og tiltak")),
        ),
    ),
]

"""What `plans` holds: the person's plan, in own words where given."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hjemvei.core.privacy import Held, Table

_BASES = ("plan", "social", "social_data", "housing_data")

TABLES = [
    Table(
        model="plans.Plan",
        text=_("Personens plan"),
        purpose="plan",
        bases=_BASES,
        retention="case_file",
        held=(
            Held("own_words", _("det personen vil si selv")),
            Held("starts_on review_on", _("når den begynner og skal ses på igjen")),
        ),
    ),
    Table(
        model="plans.Goal",
        text=_("Mål i planen"),
        purpose="plan",
        bases=_BASES,
        retention="case_file",
        held=(
            Held("info_class area", _("livsområde og hva slags opplysning det er")),
            Held("text in_own_words", _("målet, og om det er personens egne ord")),
            Held("reached_on", _("når det ble nådd")),
        ),
    ),
    Table(
        model="plans.Measure",
        text=_("Tiltak i planen"),
        purpose="plan",
        bases=_BASES,
        retention="case_file",
        held=(
            Held("info_class", _("hva slags opplysning det er")),
            Held("text", _("hva som skal gjøres")),
            Held("to_unit is_own_effort", _("hvem som skal gjøre det")),
            Held("due_on state done_on", _("frist og hvordan det går")),
        ),
        technical="goal",
    ),
]

"""The closed list of what another system's token may be allowed to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

AREAS: dict[str, Promise] = {
    "rolls": _("lister fra fengsel"),
    "persons": _("personer"),
    "cases": _("saker"),
    "release-dates": _("løslatelsesdatoer"),
    "consents": _("samtykker"),
    "notifications": _("varsler"),
    "tasks": _("oppgaver"),
    "dwellings": _("boliger"),
    "applications": _("søknader om bolig"),
    "offers": _("tilbud om bolig"),
    "leases": _("leieavtaler"),
    "follow-ups": _("oppfølging"),
    "cooperation": _("utvalg og nettverk: møter og vedtak"),
    "figures": _("tall for avtaler og dekning"),
    "deviations": _("avvik"),
    "agreements": _("samarbeidsavtaler"),
    "routines": _("rutiner"),
    "presence": _("vakter og besøksdager"),
    "users": _("ansattes kontoer (SCIM)"),
}
VERBS: dict[str, Promise] = {"read": _("Lese"), "write": _("Skrive")}
SCOPES: tuple[str, ...] = tuple(f"{area}:{verb}" for area in AREAS for verb in ("read", "write"))


def scope_label(scope: str) -> str | Promise:
    """«Lese: saker (cases:read)»."""
    area, verb = scope.split(":")
    return format_lazy("{verb}: {area} ({scope})", verb=VERBS[verb], area=AREAS[area], scope=scope)

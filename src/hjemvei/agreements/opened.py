"""An open agreement to take home: the whole text as Markdown, and its numbers as data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from hjemvei.agreements.clauses import labels
from hjemvei.agreements.drafts import COLUMNS
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.queries import shown_version, terms_of
from hjemvei.agreements.signed_text import shown_clauses
from hjemvei.ui.formats import date


def opened_version(key: str, *, today: dt.date) -> AgreementVersion | None:
    """None for what its parties have not opened."""
    agreement = Agreement.objects.public().filter(key=key).first()
    return shown_version(agreement, today=today) if agreement else None


def standing(version: AgreementVersion, *, today: dt.date) -> str:
    """A sentence where the text is not what holds today; empty where it is."""
    if version.starts_on > today:
        return _("Versjonen gjelder ikke ennå. Den begynner å gjelde %(day)s.") % {
            "day": date(version.starts_on)
        }
    if version.ends_before is not None and version.ends_before <= today:
        last = version.ends_before - dt.timedelta(days=1)
        return _("Avtalen gjelder ikke lenger. Versjonen gjaldt til og med %(day)s.") % {"day": date(last)}
    return ""


def as_markdown(version: AgreementVersion, language: str, *, today: dt.date) -> str:
    agreement = version.agreement
    since = _("Versjon %(n)s, gjelder fra %(day)s.") % {"n": version.number, "day": date(version.starts_on)}
    lines = [f"# {agreement.name}", agreement.purpose, standing(version, today=today), since]
    clauses = shown_clauses(version, language)
    for number, clause in zip(labels(row.code for row in clauses), clauses, strict=True):
        lines += [f"## {number}. {clause.title}", clause.body]
    return "\n\n".join(line for line in lines if line) + "\n"


def as_document(version: AgreementVersion, language: str, *, today: dt.date) -> dict[str, Any]:
    """Names of organisations and units, numbers, deadlines and clauses; dates in ISO 8601."""
    agreement = version.agreement
    parties = agreement.parties.on(today).select_related("controller", "contact_unit").order_by("id")
    scope = agreement.scope.select_related("unit").order_by("unit__name", "id")
    numbers = {name: getattr(version, name) for name in COLUMNS}
    return {
        "key": agreement.key,
        "name": agreement.name,
        "purpose": agreement.purpose,
        "kind": agreement.kind,
        "level": agreement.level,
        "state": agreement.state,
        "version": version.number,
        "starts_on": version.starts_on.isoformat(),
        "is_in_force": not standing(version, today=today),
        "ends_before": version.ends_before.isoformat() if version.ends_before else None,
        "parties": [
            {"name": row.controller.name, "unit": row.contact_unit.name, "side": row.side, "role": row.role}
            for row in parties
        ],
        "scope": [row.unit.name for row in scope],
        "numbers": numbers,
        "deadlines": [
            {
                "code": rule.code,
                "title": _(rule.title),
                "party": rule.party,
                "role": rule.role,
                "event": rule.due.event,
                "count": rule.due.offset.count,
                "unit": rule.due.offset.unit,
            }
            for rule in terms_of([version.pk])[version.pk].rules
        ],
        "clauses": [
            {"code": clause.code, "title": clause.title, "language": clause.language, "text": clause.body}
            for clause in shown_clauses(version, language)
        ],
    }

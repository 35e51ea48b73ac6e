"""The one form of a migration that seals free text of a case row (ADR-0018)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import migrations, models

from hjemvei.core import rls
from hjemvei.persons.sealing import SealColumn
from hjemvei.sharing.sealed import SealedText

DEPENDS = [("persons", "0004_sealed_numbers"), ("audit", "0005_changed_columns")]


def seal_columns(
    table: str,
    columns: Mapping[str, SealedText],
    *,
    by: str,
    constraints: Sequence[models.CheckConstraint] = (),
) -> rls.LoggedChange:
    """`table` is `app_model`; `constraints` that ask for the empty text are taken off and made anew."""
    model = table.partition("_")[2]
    return rls.logged_change(
        table,
        [
            *(migrations.RemoveConstraint(model_name=model, name=one.name) for one in constraints),
            *(SealColumn(model, name, field) for name, field in columns.items()),
            *(migrations.AddConstraint(model_name=model, constraint=one) for one in constraints),
        ],
        by=by,
    )


def optional() -> SealedText:
    return SealedText(blank=True, default="")

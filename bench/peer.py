"""The peer of the roll's import: django-import-export in its fastest validating form (bulk, cleaned rows).

It reads the same rows into a table of the same columns with two more indexes, checks every cell as a model's
fields do, and the identity number by the same rule. An optional extra (requirements/bench.txt): where it is
not installed, the table says so.
"""

from __future__ import annotations

import importlib.util
import re
import time
from collections.abc import Callable
from typing import Any

from bench.roll import BEFORE, COLUMNS, UNITS

TABLE = "bench_peer_row"
DATES = ("birth_date", "admitted_on", "expected_release_on")
CODES = {
    "sex": "mfu",
    "unit": UNITS,
    "status": ("sentenced", "remand", "preventive_detention"),
    "release_kind": ("probation", "full_term", "remand_end"),
    "release_certainty": ("fixed", "likely", "uncertain", "unknown"),
    "address_protection": ("confidential", "strictly_confidential"),
    "address_before": (*BEFORE, "rented_municipal"),
}


def is_installed() -> bool:
    return importlib.util.find_spec("import_export") is not None


def peer_seconds(data: bytes, *, rows: int) -> float:
    """Client CPU seconds for the first `rows` rows, reading the file included."""
    from import_export import resources  # noqa: PLC0415  an optional extra
    from tablib import Dataset  # noqa: PLC0415

    model = _model()
    meta = type(
        "Meta",
        (),
        {
            "model": model,
            "fields": COLUMNS.split(),
            "import_id_fields": ("person_ref",),
            "force_init_instance": True,
            "use_bulk": True,
            "batch_size": 2000,
            "clean_model_instances": True,
            "skip_diff": True,
            "use_transactions": True,
        },
    )
    resource = type("RollResource", (resources.ModelResource,), {"Meta": meta})()
    text = "\n".join(data.decode().splitlines()[: rows + 1])
    _create(model)
    started = time.process_time()
    dataset = Dataset().load(text, format="csv", delimiter=";")
    result = resource.import_data(dataset, raise_errors=False, dry_run=False)
    spent = time.process_time() - started
    faulty = len(result.invalid_rows) + len(result.error_rows)
    if (faulty, model.objects.count()) != (rows // 100, rows - rows // 100):
        told = [str(error.error) for error in result.base_errors][:3]
        raise AssertionError(f"the peer: {faulty} faulty rows, {model.objects.count()} kept, {told}")
    return spent


def _number_check() -> Callable[[str], None]:
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from hjemvei.persons.rules import Refusal, classify_number  # noqa: PLC0415

    def check(text: str) -> None:
        answer = classify_number(text)
        if isinstance(answer, Refusal):
            raise ValidationError(answer.text)

    return check


def _model() -> Any:
    from django.core.validators import RegexValidator  # noqa: PLC0415
    from django.db import models  # noqa: PLC0415

    fields: dict[str, Any] = {name: models.DateField(null=True, blank=True) for name in DATES}
    for name, codes in CODES.items():
        choices = [(code, code) for code in codes]
        fields[name] = models.CharField(max_length=30, choices=choices, blank=True)
    fields["national_id"] = models.CharField(max_length=11, blank=True, validators=[_number_check()])
    fields["person_ref"] = models.CharField(max_length=40, db_index=True)
    fields["family_name"] = models.CharField(max_length=120, db_index=True)
    for name in ("municipality_of_stay", "wished_municipality"):
        four = RegexValidator(re.compile(r"\d{4}"))
        fields[name] = models.CharField(max_length=4, blank=True, validators=[four])
    for name in COLUMNS.split():
        fields.setdefault(name, models.CharField(max_length=120, blank=True))
    meta = type("Meta", (), {"app_label": "bench", "db_table": TABLE})
    return type("PeerRow", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


def _create(model: Any) -> None:
    """Made by the owner, without row-level security: the peer has none."""
    from django.db import connections  # noqa: PLC0415

    with connections["owner"].schema_editor() as editor:
        editor.create_model(model)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"GRANT SELECT, INSERT ON {TABLE} TO hjemvei_app")
        cursor.execute(f"GRANT ALL ON SEQUENCE {TABLE}_id_seq TO hjemvei_app")

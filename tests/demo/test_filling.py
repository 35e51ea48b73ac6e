"""What the benchmarks are filled with follows the tables: statements name every column that needs a value."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from hjemvei.demo.filling_sql import STATEMENTS

INSERT = re.compile(r"INSERT INTO (\w+) \(([^)]*)\)")
NEEDED = """
SELECT column_name FROM information_schema.columns
WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
"""
INSERTS = [(name, *found.groups()) for name, text in STATEMENTS if (found := INSERT.search(text))]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "table", "columns"), INSERTS, ids=[row[0] for row in INSERTS])
def test_every_column_without_a_default_is_named(name: str, table: str, columns: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NEEDED, [table])
        needed = {column for (column,) in cursor.fetchall()}

    assert needed, f"{name}: {table} is not a table here"
    assert needed <= {column.strip() for column in columns.split(",")}

from __future__ import annotations

from tests.needs.pages import plain_static as plain_static

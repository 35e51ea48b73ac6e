"""Languages that Django does not know: their names and how they run, so that pages can be made in them."""

from __future__ import annotations

from django.conf.locale import LANG_INFO

UNKNOWN = {
    "se": {"name": "Northern Sami", "name_local": "davvisámegiella"},
    "so": {"name": "Somali", "name_local": "Soomaali"},
}


def register() -> None:
    for code, names in UNKNOWN.items():
        LANG_INFO.setdefault(code, {"bidi": False, "code": code, **names})

"""`hjemvei texts`: gather every Bokmål text, bring the catalogues of Nynorsk and English up to date,
compile them. Languages of the person's own page have the person's texts alone.

Texts are marked with `_()`, `gettext()`, `gettext_lazy()`, `gettext_noop()`, `ngettext()` in Python,
with `_()` and `{% trans %}` in templates, and as Django does in those that stand in for a package's;
Needs Babel, which is a tool of development only.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from hjemvei.cli import place
from hjemvei.cli.refusal import Refused

if TYPE_CHECKING:
    from babel.messages import Catalog

LOCALE = Path(__file__).resolve().parents[1] / "locale"
LANGUAGES = tuple(sorted(path.name for path in LOCALE.iterdir() if path.is_dir()))
"""Every directory of `locale`: a new language is gathered from the day its directory is made."""
STAFF = frozenset({"nb", "nn", "en"})
ALWAYS = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""In every catalogue's head: a day that changed with each run would make two people's work collide."""
PERSONAL = (
    "portal/*",
    "accounts/enums.py",
    "homes/choices.py",
    "plans/choices.py",
    "exchange/letter_consent.py",
    "exchange/letter_cooperation.py",
    "exchange/letter_form.py",
    "exchange/letter_frame.py",
    "exchange/letter_housing.py",
    "exchange/letter_pdf.py",
    "exchange/letter_summary.py",
    "oversight/looks.py",
    "sharing/plain.py",
    "oversight/pages.py",
    "ui/formats.py",
    "ui/forms/*",
    "ui/templates/ui/forms*",
)
"""What the person reads, on page and paper: all that a language has which staff don't work in."""
INNER = (
    "portal/*staff*",
    "portal/actions/answer_word.py",
    "portal/actions/open_device.py",
    "portal/enums.py",
    "portal/policy.py",
    "portal/privacy.py",
)
"""Of `PERSONAL`, what staff read."""
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "gettext_noop": None,
}
METHODS = [("**/migrations/**", "ignore"), ("**.py", "python"), ("**/templates/**.html", "jinja2")]
DJANGO = "hjemvei.cli.django_texts:extract"
METHODS += [("**/templates_django/**.html", DJANGO), ("**/templates_django/**.txt", DJANGO)]
JINJA = {"trimmed": "true", "silent": "false", "newstyle_gettext": "true", "extensions": "jinja2.ext.do"}
OPTIONS = {"**/templates/**.html": JINJA}


def texts(arguments: list[str]) -> int:
    """Update and compile; with --missing only list what has no translation. 1 if anything is missing."""
    parser = argparse.ArgumentParser(prog="hjemvei texts", description=__doc__)
    parser.add_argument("--missing", action="store_true", help="list what is not translated, change nothing")
    options = parser.parse_args(arguments)
    package = place.checkout() / "src" / "hjemvei"
    missing = 0
    for language in LANGUAGES:
        template = gather(package, language)
        path = package / "locale" / language / "LC_MESSAGES" / "django.po"
        catalog = _merged(template, path, language)
        lacking = [message for message in catalog if message.id and not _is_translated(message.string)]
        missing += len(lacking)
        print(f"{language}: {len(catalog)} texts, {len(lacking)} not translated")
        for message in lacking if options.missing else []:
            print(f"  {message.id}")
        if not options.missing:
            _write(catalog, path)
    return 1 if missing else 0


def is_personal(path: str) -> bool:
    """Whether the texts of this file, named from the package, are the person's."""
    return any(fnmatch(path, one) for one in PERSONAL) and not any(fnmatch(path, one) for one in INNER)


def gather(package: Path, language: str = "nn") -> Catalog:
    """The catalogue of every marked text that the language needs, without places, which would change with
    every edit.
    """
    found = _marked(package)
    from babel.messages import Catalog  # noqa: PLC0415  a tool of development only

    catalog = Catalog(project="Hjemvei", charset="utf-8", fuzzy=False, creation_date=ALWAYS)
    for file, message, context in found:
        if language not in STAFF and not is_personal(file):
            continue
        if isinstance(message, str) and not any(char.isalpha() for char in message):
            continue
        catalog.add(message, context=context)
    return catalog


@lru_cache(maxsize=1)
def _marked(package: Path) -> tuple[tuple[str, str | tuple[str, ...], str | None], ...]:
    """File, text and context of every marked text: read once for all languages."""
    try:
        from babel.messages.extract import extract_from_dir  # noqa: PLC0415  a tool of development only
    except ImportError as error:
        raise Refused("Babel is missing: install requirements/test.txt.") from error
    found = extract_from_dir(str(package), METHODS, OPTIONS, KEYWORDS, comment_tags=())
    return tuple((file, message, context) for file, _line, message, _comments, context in found)


def _merged(template: Catalog, path: Path, language: str) -> Catalog:
    from babel.messages import Catalog  # noqa: PLC0415  a tool of development only
    from babel.messages.pofile import read_po  # noqa: PLC0415

    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    else:
        catalog = Catalog(locale=language, project="Hjemvei", charset="utf-8", fuzzy=False)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def _write(catalog: Catalog, path: Path) -> None:
    from babel.messages.mofile import write_mo  # noqa: PLC0415  a tool of development only
    from babel.messages.pofile import write_po  # noqa: PLC0415

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, no_location=True, omit_header=False, sort_output=True, width=110)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def untranslated(package: Path) -> Iterator[tuple[str, str]]:
    """Every text of every language that has no translation, for the suite."""
    for language in LANGUAGES:
        template = gather(package, language)
        path = package / "locale" / language / "LC_MESSAGES" / "django.po"
        for message in _merged(template, path, language):
            if message.id and not _is_translated(message.string):
                yield language, str(message.id)


def _is_translated(text: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(text) if text is None or isinstance(text, str) else all(text)

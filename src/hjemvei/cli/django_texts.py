"""The texts of Django's own templates, for the catalogues: `{% translate %}` and `{% blocktranslate %}`.

Only what stands in our own templates: one text a tag, no plural.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

ONE = re.compile(r'\{% (?:translate|trans) "([^"]+)"')
BLOCK = re.compile(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
VALUE = re.compile(r"\{\{ (\w+) \}\}")
Found = tuple[int, str, str, list[str]]


def extract(file: BinaryIO, _keywords: object, _tags: object, options: object) -> Iterator[Found]:
    """In the form that Babel asks for: line, function, text, comments. A value becomes `%(name)s`."""
    del options
    source = file.read().decode("utf-8")
    for found in ONE.finditer(source):
        yield _line(source, found.start()), "gettext", found.group(1), []
    for found in BLOCK.finditer(source):
        yield _line(source, found.start()), "gettext", VALUE.sub(r"%(\1)s", found.group(1)), []


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1

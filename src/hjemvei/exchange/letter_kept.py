"""Open papers, each made once: who asks costs a look, and what is made anew has a limit for all processes."""

from __future__ import annotations

import hashlib
import math
from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.core.cache import caches

from hjemvei.core.shared_cache import SharedCache
from hjemvei.exchange.letter_pdf import Letter, as_json, letter_pdf

MOST = 64
MINUTE = 60
_papers: OrderedDict[str, bytes] = OrderedDict()
"""In this process, by the hash of what stands on the paper; the one not asked for longest goes."""
_lock = Lock()


class Busy(Exception):
    """More papers are asked for than may be made; `seconds` until there is room."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def kept_pdf(letter: Letter, *, is_limited: bool) -> bytes:
    """The same letter is the same paper. Raises Busy where `is_limited`: for those who are not signed in."""
    name = hashlib.sha256(as_json(letter).encode()).hexdigest()
    with _lock:
        found = _papers.get(name)
        if found is not None:
            _papers.move_to_end(name)
            return found
    if is_limited and (seconds := _wait()):
        raise Busy(math.ceil(seconds))
    made = letter_pdf(letter)
    with _lock:
        _papers[name] = made
        while len(_papers) > MOST:
            _papers.popitem(last=False)
    return made


def _wait() -> float:
    shared: SharedCache = caches["default"]  # type: ignore[assignment]
    return shared.take("open-pdf", calls=settings.OPEN_PDFS_PER_MINUTE, seconds=MINUTE)

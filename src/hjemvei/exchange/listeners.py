"""Letters are written at the news of others."""

from __future__ import annotations

from hjemvei.exchange import letter_news


def register() -> None:
    letter_news.register()

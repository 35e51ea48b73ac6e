"""What cases does at news of sharing and of dates: the cooperation's part, and the engine's of tasks."""

from __future__ import annotations

from hjemvei.cases import cooperation_news, inside_news


def register() -> None:
    cooperation_news.register()
    inside_news.register()

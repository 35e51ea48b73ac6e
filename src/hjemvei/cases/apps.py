from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "hjemvei.cases"
    label = "cases"

    def ready(self) -> None:
        from hjemvei.cases import cooperation_news, inside_news  # noqa: PLC0415  models must be loaded first

        cooperation_news.register()
        inside_news.register()

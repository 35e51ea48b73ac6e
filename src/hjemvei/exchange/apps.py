from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "hjemvei.exchange"
    label = "exchange"

    def ready(self) -> None:
        from hjemvei.exchange import letter_news  # noqa: PLC0415  models must be loaded first

        letter_news.register()

from __future__ import annotations

from django.apps import AppConfig

from hjemvei.ui import tongues


class UiConfig(AppConfig):
    name = "hjemvei.ui"
    label = "ui"

    def ready(self) -> None:
        tongues.register()

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "hjemvei.web"
    label = "web"

    def ready(self) -> None:
        from hjemvei.cases.events import person_released, release_date_moved  # noqa: PLC0415
        from hjemvei.sharing.events import on_sharing_changed  # noqa: PLC0415
        from hjemvei.web import alerts  # noqa: PLC0415

        release_date_moved.register(alerts.on_date_moved)
        person_released.register(alerts.on_released)
        on_sharing_changed(alerts.on_sharing_changed)

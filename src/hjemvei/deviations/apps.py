from __future__ import annotations

from django.apps import AppConfig


class DeviationsConfig(AppConfig):
    name = "hjemvei.deviations"
    label = "deviations"

    def ready(self) -> None:
        from hjemvei.deviations.listeners import on_first_night  # noqa: PLC0415  apps must be ready
        from hjemvei.tenancies.events import first_night_recorded  # noqa: PLC0415

        if on_first_night not in first_night_recorded:
            first_night_recorded.append(on_first_night)

from __future__ import annotations

from django.apps import AppConfig


class AllocationConfig(AppConfig):
    name = "hjemvei.allocation"
    label = "allocation"

    def ready(self) -> None:
        from hjemvei.allocation.occupancy import offered  # noqa: PLC0415  apps must be ready
        from hjemvei.homes.events import readers  # noqa: PLC0415

        if offered not in readers:
            readers.append(offered)

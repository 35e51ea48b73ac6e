from __future__ import annotations

from django.apps import AppConfig


class TenanciesConfig(AppConfig):
    name = "hjemvei.tenancies"
    label = "tenancies"

    def ready(self) -> None:
        from hjemvei.homes.events import readers  # noqa: PLC0415  apps must be ready
        from hjemvei.tenancies.occupancy import let  # noqa: PLC0415

        if let not in readers:
            readers.append(let)

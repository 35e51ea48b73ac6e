from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "hjemvei.portal"
    label = "portal"

    def ready(self) -> None:
        """What the person's roles may reach follows the tables as they are after every migration."""
        from hjemvei.portal import locks  # noqa: PLC0415  it names models, which are there only now

        post_migrate.connect(locks.after_migrations, sender=self)

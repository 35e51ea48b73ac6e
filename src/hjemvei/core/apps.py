from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from hjemvei.core import forcing, slots
from hjemvei.core.listeners import register_listeners


class CoreConfig(AppConfig):
    name = "hjemvei.core"
    label = "core"

    def ready(self) -> None:
        slots.register()
        register_listeners()
        pre_migrate.connect(forcing.before_migrations)
        post_migrate.connect(forcing.after_migrations)

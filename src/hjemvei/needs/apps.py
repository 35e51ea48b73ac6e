from __future__ import annotations

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "hjemvei.needs"
    label = "needs"

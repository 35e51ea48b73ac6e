from __future__ import annotations

from django.apps import AppConfig


class HomesConfig(AppConfig):
    name = "hjemvei.homes"
    label = "homes"

from __future__ import annotations

from django.apps import AppConfig


class DeviationsConfig(AppConfig):
    name = "hjemvei.deviations"
    label = "deviations"

from __future__ import annotations

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "hjemvei.plans"
    label = "plans"

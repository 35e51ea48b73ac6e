from __future__ import annotations

from django.apps import AppConfig


class ReorganisationConfig(AppConfig):
    name = "hjemvei.reorganisation"
    label = "reorganisation"

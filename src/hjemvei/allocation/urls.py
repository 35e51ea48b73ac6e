"""Pages of `allocation`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "allocation"
urlpatterns: list[URLPattern] = []

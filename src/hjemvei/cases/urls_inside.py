"""Pages of `cases`: inside."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""Pages of `privacy`."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from hjemvei.privacy import views

app_name = "privacy"
urlpatterns: list[URLPattern] = [
    path("", views.held, name="held"),
    path("papirer/", views.all_papers, name="papers"),
    re_path(r"^papirer/(?P<name>[a-z-]{1,40})\.(?P<form>md|pdf)$", views.one_paper, name="paper"),
]

"""Pages of `persons`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.persons import views

app_name = "persons"
urlpatterns: list[URLPattern] = [
    path("<slug:key>/koblinger/", views.links, name="links"),
    path("<slug:key>/koblinger/<slug:link_key>/", views.unlink, name="unlink"),
]

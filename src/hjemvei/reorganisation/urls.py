"""Pages of `reorganisation`, under the unit's own address."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.reorganisation import views

app_name = "reorganisation"
UNIT = "enheter/<slug:slug>/omorganiser/"
urlpatterns: list[URLPattern] = [
    path(UNIT, views.plan, name="plan"),
    path(f"{UNIT}<str:key>/", views.show, name="show"),
    path(f"{UNIT}<str:key>/avlys/", views.cancel, name="cancel"),
]

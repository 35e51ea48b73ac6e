"""Pages of `deviations`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.deviations import views

app_name = "deviations"
urlpatterns: list[URLPattern] = [
    path("", views.deviations, name="list"),
    path("sak/<str:key>/", views.case_deviations, name="case_deviations"),
    path("sak/<str:key>/meld/", views.report, name="report"),
    path("sak/<str:key>/<str:deviation>/lukk/", views.close, name="close"),
]

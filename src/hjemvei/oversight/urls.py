"""Pages of `oversight`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.oversight import views

app_name = "oversight"
urlpatterns: list[URLPattern] = [
    path("innsyn/", views.report, name="report"),
    path("innsyn/rapport.xlsx", views.export, name="export"),
    path("innsyn/ansatt/<str:key>/", views.employee, name="employee"),
    path("innsyn/funn/<str:key>/", views.finding, name="finding"),
    path("sak/<str:key>/hvem-har-sett/", views.looks, name="looks"),
    path("sak/<str:key>/hvem-har-sett/papir/", views.looks_paper, name="looks_paper"),
]

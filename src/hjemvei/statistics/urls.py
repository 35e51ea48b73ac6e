"""Pages of `statistics`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.statistics import views, views_load, views_targets

app_name = "statistics"
urlpatterns: list[URLPattern] = [
    path("", views_targets.overview, name="overview"),
    path("dekning/", views.coverage, name="coverage"),
    path("dekning/dekning.xlsx", views.coverage_export, name="coverage_export"),
    path("arbeidsmengde/", views_load.load, name="load"),
    path("avtale/<slug:key>/", views_targets.numbers, name="numbers"),
    path("avtale/<slug:key>/apent/", views_targets.published, name="published"),
    path("avtale/<slug:key>/maltall.xlsx", views_targets.export, name="export"),
    path("avtale/<slug:key>/nytt/", views_targets.new_target, name="new_target"),
    path("avtale/<slug:key>/tell/", views_targets.recount, name="recount"),
    path("avtale/<slug:key>/<slug:target>/mal/", views_targets.aim, name="aim"),
    path("avtale/<slug:key>/<slug:target>/resultat/", views_targets.actual, name="actual"),
]

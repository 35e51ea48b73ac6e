"""Pages of `deviations`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.deviations import views, views_case

app_name = "deviations"
urlpatterns: list[URLPattern] = [
    path("", views.deviations, name="list"),
    path("regneark/", views.export, name="export"),
    path("varsler/", views.ratings, name="ratings"),
    path("utvalg/", views.waiting, name="waiting"),
    path("sak/<str:key>/", views_case.case_deviations, name="case_deviations"),
    path("sak/<str:key>/meld/", views_case.report, name="report"),
    path("sak/<str:key>/bra/", views_case.report_well, name="report_well"),
    path("sak/<str:key>/meld/rask/", views_case.report_quick, name="report_quick"),
    path("sak/<str:key>/<str:deviation>/tiltak/", views_case.plan, name="plan"),
    path("sak/<str:key>/<str:deviation>/gjort/", views_case.done, name="done"),
    path("sak/<str:key>/<str:deviation>/lukk/", views_case.close, name="close"),
    path("sak/<str:key>/<str:deviation>/laering/", views_case.lesson, name="lesson"),
    path("sak/<str:key>/<str:deviation>/feil/", views_case.withdraw, name="withdraw"),
    path("sak/<str:key>/<str:deviation>/sammendrag/", views_case.summary, name="summary"),
    path("sak/<str:key>/sammendrag/<str:summary_key>/frigi/", views_case.release, name="release"),
    path("sak/<str:key>/sammendrag/<str:summary_key>/trekk/", views_case.take_back, name="take_back"),
]

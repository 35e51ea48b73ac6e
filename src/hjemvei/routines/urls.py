"""Pages of `routines`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.routines import views, views_follow, views_log

app_name = "routines"
urlpatterns: list[URLPattern] = [
    path("", views.routines, name="list"),
    path("ny/", views.new, name="new"),
    path("starter/", views.starters, name="starters"),
    path("regneark/", views_follow.export, name="export"),
    path("laering/", views_log.lessons, name="lessons"),
    path("laering/ny/", views_log.new_lesson, name="new_lesson"),
    path("laering/<slug:key>/", views_log.lesson, name="lesson"),
    path("<slug:key>/", views.routine, name="routine"),
    path("<slug:key>/endre/", views.edit, name="edit"),
    path("<slug:key>/sammenlign/", views.compare, name="compare"),
    path("<slug:key>/utskrift/", views.paper, name="paper"),
    path("<slug:key>/godkjenn/", views_follow.approve, name="approve"),
    path("<slug:key>/trekk/", views_follow.withdraw, name="withdraw"),
    path("<slug:key>/gjennomgang/", views_follow.review, name="review"),
    path("<slug:key>/lest/<int:number>/", views_follow.confirm, name="confirm"),
    path("<slug:key>/hvem/", views_follow.readers, name="readers"),
]

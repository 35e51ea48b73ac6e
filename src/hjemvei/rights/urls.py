"""Pages of `rights`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.rights import views

app_name = "rights"
urlpatterns: list[URLPattern] = [
    path("", views.overview, name="list"),
    path("sak/<str:key>/", views.of_case, name="case"),
    path("sak/<str:key>/innsyn/", views.ask, name="ask"),
    path("sak/<str:key>/forslag/", views.propose, name="propose"),
    path("sak/<str:key>/stans/", views.hold, name="hold"),
    path("sak/<str:key>/retting/", views.correct, name="correct"),
    path("sak/<str:key>/retting/<str:correction>/", views.answer_to, name="answer_correction"),
    path("svar/<str:part_key>/", views.part, name="part"),
    path("svar/<str:part_key>/frigi/", views.release, name="release"),
    path("svar/<str:part_key>/lever/", views.deliver, name="deliver"),
    path("svar/<str:part_key>/innsyn.pdf", views.package, {"ending": "pdf"}, name="pdf"),
    path("svar/<str:part_key>/innsyn.json", views.package, {"ending": "json"}, name="json"),
    path("svar/<str:part_key>/<slug:table>/<int:row>/", views.withhold, name="withhold"),
    path("forslag/<str:disposal_key>/", views.disposal, name="disposal"),
    path("forslag/<str:disposal_key>/sperr/", views.take_out, name="restrict"),
    path("sperret/<str:restriction_key>/", views.lift, name="lift"),
    path("forslag/<str:disposal_key>/avslag/", views.decline, name="decline"),
]

"""Pages of `rights`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.rights.views import advice, answers, archive, corrections, disposals, overview

app_name = "rights"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="list"),
    path("sak/<str:key>/", overview.of_case, name="case"),
    path("sak/<str:key>/innsyn/", overview.ask, name="ask"),
    path("sak/<str:key>/forslag/", overview.propose, name="propose"),
    path("sak/<str:key>/stans/", overview.hold, name="hold"),
    path("sak/<str:key>/retting/", corrections.correct, name="correct"),
    path("sak/<str:key>/retting/<str:correction>/", corrections.answer_to, name="answer_correction"),
    path("svar/<str:part_key>/", answers.part, name="part"),
    path("svar/<str:part_key>/raad/", advice.about_part, name="advise_part"),
    path("svar/<str:part_key>/frigi/", answers.release, name="release"),
    path("svar/<str:part_key>/lever/", answers.deliver, name="deliver"),
    path("svar/<str:part_key>/innsyn.pdf", answers.package, {"ending": "pdf"}, name="pdf"),
    path("svar/<str:part_key>/innsyn.json", answers.package, {"ending": "json"}, name="json"),
    path("svar/<str:part_key>/<slug:table>/<int:row>/", answers.withhold, name="withhold"),
    path("forslag/<str:disposal_key>/", disposals.disposal, name="disposal"),
    path("forslag/<str:disposal_key>/raad/", advice.about_disposal, name="advise_disposal"),
    path("forslag/<str:disposal_key>/sperr/", disposals.take_out, name="restrict"),
    path("forslag/<str:disposal_key>/arkiv/<str:case_key>/", archive.hand_over, name="hand_over"),
    path("arkivpakke/<str:handover_key>.zip", archive.archive_file, name="archive_file"),
    path("sperret/<str:restriction_key>/", disposals.lift, name="lift"),
    path("forslag/<str:disposal_key>/avslag/", disposals.decline, name="decline"),
]

"""Pages of `exchange`: rolls, and what leaves a case as a file."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.exchange import views, views_agreement, views_form, views_letters

app_name = "exchange"
urlpatterns: list[URLPattern] = [
    path("lister/", views.rolls, name="rolls"),
    path("lister/<slug:key>/", views.roll, name="roll"),
    path("lister/<slug:key>/ta-i-bruk", views.apply, name="apply"),
    path("lister/<slug:key>/forkast", views.discard, name="discard"),
    path("lister/<slug:key>/rad/<int:line>", views.decide, name="decide"),
    path("lister/<slug:key>/fremdrift", views.progress, name="progress"),
    path("lister/<slug:key>/feil.csv", views.errors, name="errors"),
    path("sak/<slug:key>/brev/<slug:about>/<slug:subject>/", views_letters.letter, name="letter"),
    path("sak/<slug:key>/dokumenter/<slug:document_key>/arkiv/", views_letters.archive, name="archive"),
    path("sak/<slug:key>/samtykke/<slug:consent_key>/skjema.pdf", views_form.form, name="consent_form"),
    path("sak/<slug:key>/plan/pdf/", views_letters.plan, name="plan"),
    path(
        "avtaler/<slug:key>/versjon/<int:number>/<slug:language>.pdf",
        views_agreement.agreement,
        name="agreement",
    ),
    path(
        "avtaler/<slug:key>/versjon/<int:number>/sammendrag/<slug:language>.pdf",
        views_agreement.summary,
        name="summary",
    ),
    path(
        "avtaler/<slug:key>/apen/<slug:language>.pdf", views_agreement.open_agreement, name="open_agreement"
    ),
    path(
        "avtaler/<slug:key>/apen/sammendrag/<slug:language>.pdf",
        views_agreement.open_summary,
        name="open_summary",
    ),
]

"""Pages of `agreements`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.agreements import urls_sign, views, views_draft, views_public, views_register

app_name = "agreements"
urlpatterns: list[URLPattern] = [
    path("", views.agreements, name="agreements"),
    path("regneark/", views.export, name="export"),
    path("prosjekter/", views.project_list, name="projects"),
    path("apne/", views_public.open_agreements, name="open"),
    path("ny/", views_register.begin, name="begin"),
    path("<slug:key>/", views.agreement, name="agreement"),
    path("<slug:key>/ny-versjon/", views.new_version, name="new_version"),
    path("<slug:key>/sammenlign/", views_draft.compare, name="compare"),
    path("<slug:key>/utkast/", views_draft.draft, name="draft"),
    path("<slug:key>/utkast/begynn/", views_draft.begin, name="begin_version"),
    path("<slug:key>/utkast/roller/", views_draft.draft_units, name="draft_units"),
    path("<slug:key>/utkast/punkt/", views_draft.draft_own_clause, name="draft_own_clause"),
    path("<slug:key>/utkast/tall/", views_draft.draft_terms, name="draft_terms"),
    path("<slug:key>/utkast/<slug:language>/<slug:code>/", views_draft.draft_clause, name="draft_clause"),
    path("<slug:key>/steg/", views_register.move, name="move"),
    path("<slug:key>/avslutt/", views_register.end, name="end"),
    path("<slug:key>/prosjekt/", views_register.facts, name="facts"),
    path("<slug:key>/part/", views_register.party, name="party"),
    path("<slug:key>/part/<int:number>/bekreft/", views_register.accept, name="accept_party"),
    path("<slug:key>/part/<int:number>/ut/", views_register.take_out, name="take_out_party"),
    path("<slug:key>/gjennomgang/", views_register.review, name="review"),
    path("<slug:key>/gjennomgang/<int:number>/", views_register.held, name="held"),
    path("<slug:key>/forankring/", views_register.anchoring, name="anchoring"),
    path("<slug:key>/apen/", views_public.public_agreement, name="public"),
    path("<slug:key>/apen/avtale.md", views_public.as_text, name="public_text"),
    path("<slug:key>/apen/avtale.json", views_public.as_data, name="public_data"),
    *urls_sign.urlpatterns,
]

"""Pages of `sharing`."""

from __future__ import annotations

from django.urls import URLPattern, path

from hjemvei.sharing import views, views_number, views_told

app_name = "sharing"
urlpatterns: list[URLPattern] = [
    path("<str:key>/nummer/", views_number.number, name="number"),
    path("melding/<str:message_key>/", views_told.message, name="message"),
    path("melding/<str:message_key>/lest/", views_told.read, name="read_message"),
    path("<str:key>/samtykke/meld/", views_told.tell, name="tell"),
    path("<str:key>/samtykke/skjul/<str:hidden_key>/", views_told.hide, name="hide"),
    path("<str:key>/samtykke/", views.consent, name="consent"),
    path("<str:key>/samtykke/nytt/", views.new, name="new"),
    path("<str:key>/samtykke/skjema/", views.paper, name="paper"),
    path("<str:key>/samtykke/<str:consent_key>/del/<slug:unit>/", views.open_up, name="open"),
    path("<str:key>/samtykke/<str:consent_key>/utvid/", views.widen, name="widen"),
    path("<str:key>/samtykke/<str:consent_key>/fornye/", views.extend, name="extend"),
    path("<str:key>/samtykke/<str:consent_key>/innskrenk/", views.narrow, name="narrow"),
    path("<str:key>/samtykke/<str:consent_key>/trekk/", views.withdraw, name="withdraw"),
]

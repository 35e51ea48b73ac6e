"""The root URL table: each app brings its own; the paths are Norwegian, since people read them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from hjemvei.accounts.views.own import language

urlpatterns: list[URLPattern | URLResolver] = [
    path("konto/", include("hjemvei.accounts.urls")),
    path("konto/", include("allauth.urls")),
    path("ui/sprak/", language, name="language_of_user"),
    path("ui/", include("hjemvei.ui.urls")),
    path("api/", include("hjemvei.api.urls")),
    path("", include("hjemvei.presence.urls")),
    path("", include("hjemvei.reorganisation.urls")),
    path("enheter/", include("hjemvei.parties.urls")),
    path("person/", include("hjemvei.persons.urls")),
    path("avtaler/", include("hjemvei.agreements.urls")),
    path("rutiner/", include("hjemvei.routines.urls")),
    path("", include("hjemvei.sharing.access.urls")),
    path("sak/", include("hjemvei.sharing.urls")),
    path("sak/", include("hjemvei.cases.urls")),
    path("sak/", include("hjemvei.needs.urls")),
    path("sak/", include("hjemvei.plans.urls")),
    path("boliger/", include("hjemvei.homes.urls")),
    path("bolig/", include("hjemvei.allocation.urls")),
    path("bolig/", include("hjemvei.tenancies.urls")),
    path("avvik/", include("hjemvei.deviations.urls")),
    path("samarbeid/", include("hjemvei.cooperation.urls")),
    path("tall/", include("hjemvei.statistics.urls")),
    path("rettigheter/", include("hjemvei.rights.urls")),
    path("personvern/", include("hjemvei.privacy.urls")),
    path("", include("hjemvei.oversight.urls")),
    path("min-side/", include("hjemvei.portal.urls")),
    path("sak/", include("hjemvei.portal.urls_staff")),
    path("", include("hjemvei.portal.urls_outside")),
    path("", include("hjemvei.exchange.urls")),
    path("", include("hjemvei.web.urls")),
]
handler400 = "hjemvei.ui.views.bad_request"
handler403 = "hjemvei.ui.views.forbidden"
handler404 = "hjemvei.ui.views.not_found"
handler500 = "hjemvei.ui.views.server_error"

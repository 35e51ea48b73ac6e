from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from hjemvei.ui import views

app_name = "ui"

urlpatterns = [
    path("komponenter/", views.components, name="components"),
    path("farger/", views.set_scheme, name="scheme"),
    path("ord/", views.wording, name="wording"),
    path("sprak/", set_language, name="language"),
]

"""A page that says nothing about where one came from: what is shown when somebody hides their own page."""

from __future__ import annotations

from django.urls import path

from hjemvei.portal.views import entry

urlpatterns = [path("klokka/", entry.clock_page, name="clock")]

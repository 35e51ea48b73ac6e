"""django-helpdesk's addresses and its WSGI application."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.peers.settings")
application = get_wsgi_application()

from django.urls import include, path  # noqa: E402  apps must be ready before their addresses are read

urlpatterns = [path("", include("helpdesk.urls"))]

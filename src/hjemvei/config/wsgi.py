"""WSGI entry for granian."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from hjemvei.core.collector import keep_what_stands, look_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hjemvei.config.settings")
look_seldom()
application = get_wsgi_application()
keep_what_stands()

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("ui/", include("hjemvei.ui.urls"))]

"""Addresses below `/api/`; each view opens its own session by token, not by the pages' middleware."""

from __future__ import annotations

from django.urls import URLPattern, include, path, re_path

from hjemvei.api.requests import outermost
from hjemvei.api.routers import API
from hjemvei.api.scim import views as scim
from hjemvei.api.views import guide, missing, openapi

app_name = "api"


def _patterns() -> list[URLPattern]:
    """ninja's patterns without its start page, each view wrapped."""
    found = [
        pattern for pattern in API.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ]
    for pattern in found:
        pattern.callback = outermost(pattern.callback)
    return found


urlpatterns = [
    path("v1/", guide, name="guide"),
    path("v1/openapi.json", openapi, name="openapi"),
    path("v1/", include(_patterns())),
    path("scim/v2/Users", scim.users, name="scim_users"),
    path("scim/v2/Users/<str:key>", scim.user, name="scim_user"),
    path("scim/v2/ServiceProviderConfig", scim.config, name="scim_config"),
    path("scim/v2/ResourceTypes", scim.resource_types, name="scim_resource_types"),
    path("scim/v2/Schemas", scim.schemas, name="scim_schemas"),
    re_path(r"^", missing, name="missing"),
]

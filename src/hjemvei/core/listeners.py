"""Who listens to whom: an app that acts on news from a lower one says so in its `listeners.py`."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

HOUSE = "hjemvei."
MODULE = "listeners"


def register_listeners() -> None:
    """Calls `register()` of every app's `listeners.py`, in the order of the ladder, when all models are
    loaded. Registering twice counts once.
    """
    for app in apps.get_app_configs():
        is_listening = app.name.startswith(HOUSE) and app.name != __package__
        if is_listening and app.module is not None and module_has_submodule(app.module, MODULE):
            import_module(f"{app.name}.{MODULE}").register()

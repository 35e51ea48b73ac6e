"""One way for forms to carry out their action: what the action refuses stands at the form."""

from __future__ import annotations

from collections.abc import Callable

from django import forms

from hjemvei.core.db import all_or_nothing
from hjemvei.core.errors import Conflict, RuleBroken


def carried_out(form: forms.Form, action: Callable[[], object]) -> bool:
    """Valid, and done. A refusal becomes an error of its field, so that nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        with all_or_nothing(RuleBroken, Conflict):
            action()
    except (RuleBroken, Conflict) as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True

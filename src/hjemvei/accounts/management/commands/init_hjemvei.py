"""`hjemvei init`: the first organisation, its unit and its administrator, and the link by which that one
comes in.
"""

from __future__ import annotations

import argparse
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import translation

from hjemvei.accounts.actions.found_organisation import HAS_ACCOUNT, found_organisation
from hjemvei.accounts.models import User
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.enums import ControllerKind
from hjemvei.parties.models import Municipality

QUESTIONS = {
    "organisation": "Name of the organisation",
    "kind": f"Kind ({', '.join(ControllerKind.values)})",
    "municipality": "Municipality number, four digits",
    "administrator": "Name of the administrator",
    "email": "E-mail address of the administrator",
}

ADVICE = """%(email)s already has an account that is in use, so nothing was made or changed.
- The password is lost: "forgotten password" on the sign-in page of %(site)s.
- The second factor is lost: another administrator of the organisation resets it under «Brukere».
  Is there none, run `hjemvei init` for the same organisation with another address, and let that one do it.
- A new organisation: run `hjemvei init` with an address that has no account yet."""


class Command(BaseCommand):
    help = "Make the first organisation and its administrator; asks for what is not given."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        for name, words in QUESTIONS.items():
            parser.add_argument(f"--{name}", help=words)

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            self._found(options)

    def _found(self, options: dict[str, Any]) -> None:
        """What is wrong is said in the operator's language, as everything else on the command line."""
        if not Municipality.objects.exists():
            raise CommandError("The reference data is missing: run `hjemvei migrate` first.")
        given: dict[str, str] = {}
        for name in QUESTIONS:
            is_asked = name != "municipality" or given["kind"] == ControllerKind.MUNICIPALITY
            given[name] = self._ask(name, options[name]) if is_asked else ""
        was_invited = User.objects.filter(email=given["email"].lower()).exists()
        path = _made(given)
        self.stdout.write(f"{settings.SITE_URL}{path}")
        if was_invited:
            self.stdout.write(f"{given['email']} was invited before: the earlier link no longer works.")
        self.stdout.write(
            "The link works for seven days and once. Send it in a way that only the receiver reads."
        )

    def _ask(self, name: str, given: str | None) -> str:
        if given is not None:
            return given.strip()
        try:
            return input(f"{QUESTIONS[name]}: ").strip()
        except EOFError:
            raise CommandError(f"Nobody is there to answer; give --{name}.") from None


def _made(given: dict[str, str]) -> str:
    """The path of the invitation. Raises CommandError with what to do instead."""
    try:
        validate_email(given["email"])
        return found_organisation(
            name=given["organisation"],
            kind=given["kind"],
            municipality=given["municipality"],
            administrator=given["administrator"],
            email=given["email"],
            at=clock.now(),
        )
    except RuleBroken as error:
        advice = ADVICE % {"email": given["email"], "site": settings.SITE_URL}
        raise CommandError(advice if error.code == HAS_ACCOUNT else error.message) from error
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error

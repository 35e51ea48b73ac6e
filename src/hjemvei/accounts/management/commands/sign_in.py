"""`hjemvei manage sign_in key|check`: a key for a provider of sign-in, and whether the providers answer."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from joserfc.jwk import RSAKey

from hjemvei.accounts.oidc.browser import address_of
from hjemvei.accounts.oidc.discovery import document_of
from hjemvei.accounts.oidc.providers import PERSON, STAFF, Provider, private_key, providers
from hjemvei.accounts.oidc.web import Refused, Unreachable


class Command(BaseCommand):
    help = "Make a key for a provider of sign-in (key), or see whether the providers can be used (check)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        made = verbs.add_parser("key", help="write a new private key, and print the public one to register")
        made.add_argument("--to", type=Path, required=True, metavar="FILE")
        made.add_argument("--key-id", required=True, help="its name at the provider, such as 2026-11")
        verbs.add_parser("check", help="ask each provider, and print the addresses to register")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "key":
            self.make_key(options)
        else:
            self.ask_providers()

    def make_key(self, options: dict[str, Any]) -> None:
        """Only its owner may read the file; an older one is never written over."""
        made = RSAKey.generate_key(3072)
        try:
            file = os.open(options["to"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{options['to']}: {error.strerror}") from error
        with os.fdopen(file, "wb") as opened:
            opened.write(made.as_pem(private=True))
        public = made.as_dict(private=False)
        public.update({"kid": options["key_id"], "use": "sig", "alg": "RS256"})
        self.stdout.write(json.dumps({"keys": [public]}, indent=2))

    def ask_providers(self) -> None:
        failed = [found.slug for found in [*providers(STAFF), *providers(PERSON)] if not self._works(found)]
        if failed:
            raise CommandError(f"cannot be used: {', '.join(failed)}")

    def _works(self, provider: Provider) -> bool:
        self.stdout.write(f"{provider.slug}: {provider.name}, {provider.issuer}")
        if provider.audience == STAFF:
            for what, name in (("redirect", "provider_answer"), ("front-channel logout", "provider_ended")):
                self.stdout.write(f"  {what}: {address_of(f'accounts:{name}', provider.slug)}")
            self.stdout.write(f"  after logout: {address_of('accounts:signed_out')}")
        try:
            self.stdout.write(f"  key: {private_key(provider.key_file).thumbprint()}")
            methods = document_of(provider).get("token_endpoint_auth_methods_supported", ["private_key_jwt"])
        except (OSError, ValueError, Unreachable, Refused) as error:
            self.stdout.write(f"  FAILS: {error}")
            return False
        if "private_key_jwt" not in methods:
            self.stdout.write("  FAILS: the provider takes no private_key_jwt")
        return "private_key_jwt" in methods

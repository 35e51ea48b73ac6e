"""Forms of sign-in, administration and the user's own pages."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import User
from hjemvei.accounts.scopes import SCOPES, scope_label
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.ui.forms import DateField, Form, TextField

Choices = list[tuple[str, Any]]


class PasswordForm(Form):
    """A password twice; the rules are Django's validators."""

    password1 = forms.CharField(
        label=_("Nytt passord"),
        strip=False,
        help_text=_("Minst 12 tegn. En setning du husker, er et godt passord."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Gjenta passordet"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = values.get("password1"), values.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Passordene er ikke like."))
        return values


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """allauth's form in our words; a passkey that replaces the password is what is wanted here."""

    field_order = ("name", "passwordless", "credential")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Navn på nøkkelen")
        self.fields["name"].help_text = _("For eksempel: jobbtelefonen.")
        self.fields["passwordless"].label = _("Bruk den i stedet for passord")
        self.fields["passwordless"].help_text = _("Krever fingeravtrykk, ansikt eller PIN-kode hver gang.")
        self.fields["passwordless"].initial = True


class ProfileForm(Form):
    name = forms.CharField(
        label=_("Navn"), max_length=120, help_text=_("Slik andre ser det i meldinger og logger.")
    )
    language = forms.ChoiceField(label=_("Språk"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class InviteForm(Form):
    name = forms.CharField(label=_("Navn"), max_length=120)
    email = forms.EmailField(label=_("E-postadresse i jobben"), max_length=254)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Enhet"), empty_label=_("Velg enhet"))
    roles = forms.MultipleChoiceField(label=_("Roller"), widget=forms.CheckboxSelectMultiple)
    starts_on = DateField(label=_("Fra og med"), initial=clock.today)
    last_day = DateField(label=_("Siste dag"), required=False, help_text=_("La stå tomt for en fast ansatt."))

    def __init__(self, *args: Any, units: Any, roles: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["roles"].choices = [(r.value, r.label) for r in Role if r in roles]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get("starts_on"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Siste dag kan ikke være før første dag."))
        return values


class SeatForm(InviteForm):
    """A new role for somebody who has an account."""

    field_order = ("unit", "roles", "starts_on", "last_day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"], self.fields["email"]


class EndSeatForm(Form):
    last_day = DateField(
        label=_("Siste dag"), required=False, help_text=_("La stå tomt for å avslutte med en gang.")
    )


class LeaveForm(Form):
    reason = forms.CharField(
        label=_("Hvorfor"), max_length=300, help_text=_("For eksempel: sluttet i stillingen.")
    )


class ResetFactorForm(Form):
    reason = forms.CharField(
        label=_("Hvorfor, og hvordan du vet at det er riktig person"),
        max_length=300,
        help_text=_("For eksempel: mistet telefonen, vi snakket sammen på kontoret."),
    )


class AbsenceForm(Form):
    starts_on = DateField(label=_("Første dag"))
    last_day = DateField(label=_("Siste dag"))
    deputy = forms.ModelChoiceField(
        User.objects.none(), label=_("Stedfortreder"), required=False, empty_label=_("Ingen")
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["deputy"].label_from_instance = lambda user: user.name  # type: ignore[attr-defined]


class TokenForm(Form):
    name = forms.CharField(label=_("Navn på systemet"), max_length=80)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Enhet"), empty_label=_("Velg enhet"))
    role = forms.ChoiceField(
        label=_("Samme tilgang som"),
        help_text=_("Systemet når de samme opplysningene som en ansatt i denne rollen, og ikke mer."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Hva systemet får gjøre"),
        choices=[(scope, scope_label(scope)) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = DateField(label=_("Gjelder til"), help_text=_("Høyst ett år frem."))

    def __init__(self, *args: Any, units: Any, roles: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        given = roles - {Role.ADMINISTRATOR}
        self.fields["role"].choices = [(r.value, r.label) for r in Role if r in given]  # type: ignore[attr-defined]


class ProblemForm(Form):
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    text = TextField(
        label=_("Hva skjedde, og hva ventet du?"),
        max_length=1500,
        help_text=_("Ikke skriv navn, fødselsnummer eller annet om personer. Meldingen sendes som e-post."),
    )

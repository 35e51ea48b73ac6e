"""Staff: users, their roles in units over time, what they keep for themselves. Data about employees, not
about people in prison.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts import models_clearance as models_clearance
from hjemvei.accounts import models_offer as models_offer
from hjemvei.accounts.enums import Role
from hjemvei.core.master_field import MasterEncrypted
from hjemvei.core.text import new_key
from hjemvei.parties.models import Controller, Unit


class UserKind(models.TextChoices):
    PERSON = "person"
    API = "api"
    SYSTEM = "system"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, *, name: str, password: str | None = None, **fields: Any) -> User:
        """A password of None makes an account that can only be entered by invitation."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def of_controller(self, controller_id: int) -> models.QuerySet[User]:
        """People who have or had a role in one of the controller's units."""
        seats = Membership.objects.filter(unit__controller_id=controller_id)
        return self.filter(kind=UserKind.PERSON, pk__in=seats.values("user_id"))

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Somebody who signs in, another system with a token, or the system itself. There is no superuser."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=UserKind.choices, default=UserKind.PERSON)
    language = models.CharField(max_length=5, default="nb")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower"),
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"

    def get_full_name(self) -> str:
        return self.name

    def has_entered(self) -> bool:
        """Has taken the invitation: by a password, or by a sign-in at a provider."""
        return self.has_usable_password() or self.identities.filter(state="bound").exists()


def name_of(user: User) -> str:
    """What allauth calls somebody (setting ACCOUNT_USER_DISPLAY)."""
    return user.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, today: dt.date) -> MembershipQuerySet:
        return self.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today), starts_on__lte=today)


class Membership(models.Model):
    """A user's role in a unit for a period; it says for which controller the user acts."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=32, choices=Role.choices)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="membership_period",
            ),
            models.UniqueConstraint(fields=["user", "unit", "role", "starts_on"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} is {self.role} in {self.unit_id}"


class Absence(models.Model):
    """A period in which a deputy answers for somebody; used by the bulk hand-over and the on-shift
    question.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="deputises", null=True, blank=True
    )
    starts_on = models.DateField()
    ends_before = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_before__gt=F("starts_on")), name="absence_period")
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} away from {self.starts_on}"


class Invitation(models.Model):
    """A one-time link by which an invited user sets a password; only the hash of the token is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="invitations_sent")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="invitation_period"),
        ]

    def __str__(self) -> str:
        return f"invitation of user {self.user_id}"


class IdentityState(models.TextChoices):
    ASKED = "asked", _("venter på godkjenning")
    BOUND = "bound", _("koblet til")
    REFUSED = "refused", _("avvist")
    ENDED = "ended", _("avsluttet")


class Identity(models.Model):
    """Who a user is at a provider of sign-in: bound by an invitation, or by an administrator who was asked
    (ADR-0021).
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    provider = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=IdentityState.choices, default=IdentityState.ASKED)
    asked_at = models.DateTimeField()
    bound_at = models.DateTimeField(null=True, blank=True)
    bound_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], condition=Q(state="bound"), name="identity_is_one_user"
            ),
            models.UniqueConstraint(
                fields=["user", "issuer"], condition=Q(state="bound"), name="identity_once_a_provider"
            ),
            models.UniqueConstraint(
                fields=["user", "issuer", "subject"],
                condition=Q(state__in=["asked", "refused"]),
                name="identity_asked_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="bound") | Q(bound_at__isnull=False), name="identity_bound_when"
            ),
        ]

    def __str__(self) -> str:
        return f"identity of user {self.user_id}"


class SavedView(models.Model):
    """A named list of the user's own: the query string of a list page, no personal data."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    key = models.CharField(max_length=12, unique=True, default=new_key)
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600, blank=True, default="")
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="saved_view_name_once"),
            models.UniqueConstraint(
                fields=["user", "page"], condition=Q(is_default=True), name="saved_view_one_default"
            ),
        ]

    def __str__(self) -> str:
        return f"view of user {self.user_id}"


class Draft(models.Model):
    """What a user has typed and not yet sent, so that an ended session loses nothing. Encrypted; only the
    user's own.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    path = models.CharField(max_length=300)
    content = MasterEncrypted(place="draft:{user_id}:{path}")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="draft_once_a_page")]

    def __str__(self) -> str:
        return f"draft of user {self.user_id}"


class ApiToken(models.Model):
    """A token of an organisation's system: acts as its API user in one unit, within scopes."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="tokens")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=1000)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="api_token_period")
        ]

    def __str__(self) -> str:
        return f"token {self.pk}"


class AccountEventKind(models.TextChoices):
    INVITED = "invited", _("invitert")
    ENTERED = "entered", _("tok imot invitasjonen")
    SEAT_GIVEN = "seat_given", _("fikk en rolle")
    SEAT_REFUSED = "seat_refused", _("svarte nei til en rolle")
    SEAT_ENDED = "seat_ended", _("rolle avsluttet")
    FACTOR_RESET = "factor_reset", _("andre faktor nullstilt")
    ABSENCE = "absence", _("fravær registrert")
    TOKEN_MADE = "token_made", _("systemnøkkel laget")
    TOKEN_REVOKED = "token_revoked", _("systemnøkkel trukket tilbake")
    IDENTITY_ASKED = "identity_asked", _("vil logge inn på en ny måte")
    IDENTITY_BOUND = "identity_bound", _("innlogging koblet til")
    IDENTITY_REFUSED = "identity_refused", _("innlogging avvist")
    CLEARANCE_ASKED = "clearance_asked", _("klarering bedt om")
    CLEARANCE_GIVEN = "clearance_given", _("klarering gitt")
    CLEARANCE_DENIED = "clearance_denied", _("klarering avslått")
    CLEARANCE_ENDED = "clearance_ended", _("klarering avsluttet")
    LEFT = "left", _("alt avsluttet")


class AccountEvent(models.Model):
    """What administrators did to an account, and why; added to, never changed. Seen within the controller."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="events")
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16, choices=AccountEventKind.choices)
    reason = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=AccountEventKind.FACTOR_RESET) | ~Q(reason=""),
                name="account_event_reset_has_reason",
            )
        ]
        indexes = [models.Index(fields=["user", "-at"], name="account_event_of_user")]

    def __str__(self) -> str:
        return f"{self.kind} of user {self.user_id}"

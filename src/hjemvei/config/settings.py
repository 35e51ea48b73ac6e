"""Settings of every installation; what differs comes from the environment (`config.env`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from hjemvei.config import env, keys
from hjemvei.ui.languages import LANG_INFO as OWN_LANG_INFO

PACKAGE = Path(__file__).resolve().parent.parent
VAR = env.var_directory()

DEBUG = env.flag("HJEMVEI_DEBUG")
DEMO = env.flag("HJEMVEI_DEMO")
SECRET_KEY = keys.secret("HJEMVEI_SECRET_KEY", VAR / "keys" / "secret")
FIELD_KEY = keys.secret("HJEMVEI_FIELD_KEY", VAR / "keys" / "field")
FIELD_KEY_DIRECTORY = VAR / "keys"
FIELD_KEYS = {1: FIELD_KEY, **keys.numbered("HJEMVEI_FIELD_KEYS", FIELD_KEY_DIRECTORY)}
INDEX_KEY = keys.secret("HJEMVEI_INDEX_KEY", VAR / "keys" / "index")
SEAL_KEY_FILE = env.text("HJEMVEI_SEAL_KEY_FILE") or str(VAR / "keys" / "seal.pem")
SEAL_COPY = env.text("HJEMVEI_SEAL_COPY")
ALLOWED_HOSTS = env.words("HJEMVEI_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("HJEMVEI_TRUSTED_ORIGINS")
SITE_URL = env.text("HJEMVEI_SITE_URL", "http://127.0.0.1:8000")
HTTPS = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "hjemvei.core",
    "hjemvei.ui",
    "hjemvei.parties",
    "hjemvei.accounts",
    "hjemvei.audit",
    "hjemvei.persons",
    "hjemvei.sharing",
    "hjemvei.agreements",
    "hjemvei.routines",
    "hjemvei.cases",
    "hjemvei.needs",
    "hjemvei.homes",
    "hjemvei.plans",
    "hjemvei.allocation",
    "hjemvei.presence",
    "hjemvei.tenancies",
    "hjemvei.deviations",
    "hjemvei.statistics",
    "hjemvei.oversight",
    "hjemvei.exchange",
    "hjemvei.cooperation",
    "hjemvei.reorganisation",
    "hjemvei.rights",
    "hjemvei.demo",
    "hjemvei.web",
    "hjemvei.api",
    "hjemvei.portal",
    "hjemvei.privacy",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hjemvei.accounts.middleware.LanguageMiddleware",
    "hjemvei.audit.middleware.ActorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "hjemvei.config.urls"
WSGI_APPLICATION = "hjemvei.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [app / "templates" for app in sorted(PACKAGE.iterdir()) if (app / "templates").is_dir()],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "hjemvei.ui.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "DIRS": [PACKAGE / "ui" / "templates_django"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hjemvei.accounts.oidc.browser.sign_in_ways",
            ]
        },
    },
]
FORM_RENDERER = "hjemvei.ui.forms.Renderer"
HJEMVEI_CHROME = "hjemvei.web.chrome.chrome"

DATABASES = {
    "default": env.database(env.text("DATABASE_URL"), role="hjemvei_app"),
    "owner": env.database(env.text("DATABASE_OWNER_URL") or env.text("DATABASE_URL"), role="hjemvei_owner"),
}
DATABASES["worker"] = {**DATABASES["default"], "USER": "hjemvei_worker"}
if env.text("DATABASE_WORKER_URL"):
    DATABASES["worker"] = env.database(env.text("DATABASE_WORKER_URL"), role="hjemvei_worker")
DATABASE_ROUTERS: list[str] = []

ACCOUNT_ADAPTER = "hjemvei.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_USER_DISPLAY = "hjemvei.accounts.models.name_of"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "5/m/ip,2/m/key",
}
# One limit for all processes, and a one-time code that is used in one of them is used in all.
CACHES = {
    "default": {
        "BACKEND": "hjemvei.core.shared_cache.SharedCache",
        "LOCATION": "accounts_sharedlimit",
        "KEY_PREFIX": "h",
    }
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Hjemvei"
# A code still counts in the step after its own: clocks differ and people type slowly (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "activate_totp": "hjemvei.accounts.forms_second_factor.ActivateForm",
    "add_webauthn": "hjemvei.accounts.forms.PasskeyForm",
    "authenticate": "hjemvei.accounts.forms_second_factor.CodeForm",
    "reauthenticate": "hjemvei.accounts.forms_second_factor.CodeAgainForm",
}
MFA_ADAPTER = "hjemvei.accounts.adapter.SecondFactorAdapter"
MFA_REQUIRED = env.flag("HJEMVEI_MFA_REQUIRED", default=not DEMO)

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "hjemvei.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:demo" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "/"

SESSION_ENGINE = "hjemvei.accounts.session_store"
SESSION_COOKIE_AGE = env.number("HJEMVEI_SESSION_MINUTES", 120) * 60
SESSION_COOKIE_HTTPONLY = True
# A name that browsers take from this host alone, over HTTPS (ASVS V3.3).
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_IDLE_SECONDS = env.number("HJEMVEI_IDLE_MINUTES", 30) * 60
STEP_UP_SECONDS = 300
OIDC_PROVIDERS = env.tables("HJEMVEI_OIDC_FILE", "provider")
SESSION_ABSOLUTE_SECONDS = env.number("HJEMVEI_ABSOLUTE_MINUTES", 600) * 60
SESSION_ROLE_LIMITS = env.limits("HJEMVEI_ROLE_MINUTES")
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "hjemvei.ui.views.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
PROXIES = env.proxies("HJEMVEI_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
# Whose wrong passwords are counted: without it everybody has the proxy's address, and shares its limit.
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Bokmål")), ("nn", _("Nynorsk")), ("en", _("English"))]
PERSON_LANGUAGES = [
    ("nb", "Bokmål"),
    ("nn", "Nynorsk"),
    ("en", "English"),
    ("pl", "Polski"),
    ("lt", "Lietuvių"),
    ("ro", "Română"),
    ("se", "Davvisámegiella"),
    ("ar", "العربية"),
    ("so", "Soomaali"),
]
"""What the person's own page and papers are written in; beside the staff's three, those alone."""
CHECKED_LANGUAGES = {"nb"}
"""The source, and translations that somebody who speaks the language has read
(docs/how-to/languages-of-the-person.md); the others say that nobody has, and Norwegian prevails.
"""
PROJECT_LANGUAGES = {"nn", "en"}
"""Written by the project itself and read by nobody else: they say so too, shorter, and papers stand alone."""
LANG_INFO.update(OWN_LANG_INFO)
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "hjemvei_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_HOST = env.text("HJEMVEI_SMTP_HOST")
EMAIL_PORT = env.number("HJEMVEI_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("HJEMVEI_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("HJEMVEI_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("HJEMVEI_SMTP_TLS", default=EMAIL_PORT == 587)
EMAIL_TIMEOUT = 20
_MAIL = "smtp" if EMAIL_HOST else "dummy"
EMAIL_BACKEND = env.text("HJEMVEI_EMAIL_BACKEND", f"django.core.mail.backends.{_MAIL}.EmailBackend")
DEFAULT_FROM_EMAIL = env.text("HJEMVEI_EMAIL_FROM", "hjemvei@localhost")

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Files stay in memory until they are sealed: a temporary file would hold them as they came.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 66 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
CLAMD = env.text("HJEMVEI_CLAMD")
ARCHIVE_DIRECTORY = env.text("HJEMVEI_ARCHIVE_DIRECTORY")
RETENTION_FILE = env.text("HJEMVEI_RETENTION_FILE")
ERASURE_LEDGER = env.text("HJEMVEI_ERASURE_LEDGER") or str(VAR / "seals" / "erased.jsonl")
BACKUP_URL = env.text("DATABASE_BACKUP_URL")
COVERAGE_KEPT_SECONDS = env.number("HJEMVEI_COVERAGE_KEPT_SECONDS", 300)
OPEN_PDFS_PER_MINUTE = env.number("HJEMVEI_OPEN_PDFS_PER_MINUTE", 60)
API_CALLS_PER_MINUTE = env.number("HJEMVEI_API_CALLS_PER_MINUTE", 600)
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
# A worker that was down at night does what it missed when it starts; twice is as good as once.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 26 * 3600}
SILENCED_SYSTEM_CHECKS = ["models.W042"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "hjemvei.persons.masked_log.MaskedFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("HJEMVEI_LOG_LEVEL", "INFO")},
    "loggers": {"django.db.backends": {"level": "WARNING"}, "procrastinate": {"level": "WARNING"}},
}

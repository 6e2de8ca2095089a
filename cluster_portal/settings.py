"""Every setting of the portal, read top to bottom in Django's own order.

Values come from the environment (or ``.env``); ``.env.example`` lists every variable that is read here.
``DEBUG`` is off unless asked for. ``DEMO=1`` is what ``make run`` sets: still no debug pages, but no HTTPS redirect and
no secure cookies, because a demo is served over plain HTTP on localhost.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

# Who we are ------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
TESTING = env.bool("TESTING", default=False)  # set by tests/settings.py only
THROW_AWAY_KEY = "only-for-tests-and-development-never-for-a-real-site-0123456789abcdef"
SECRET_KEY = env.str("SECRET_KEY", default=THROW_AWAY_KEY if DEBUG else "")
if not SECRET_KEY or (SECRET_KEY == THROW_AWAY_KEY and not DEBUG and not TESTING):
    raise ImproperlyConfigured(
        "Set SECRET_KEY in the environment or in .env to a long random text, e.g. "
        'python -c "import secrets; print(secrets.token_urlsafe(50))".'
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # earlier keys: what they signed stays valid
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="mailto:security@localhost")  # stands in security.txt

# What is installed -----------------------------------------------------------
INSTALLED_APPS = [
    "cluster_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # its widgets are found by the TemplatesSetting renderer
    "crispy_forms",
    "crispy_bootstrap5",
    "simple_history",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "cluster_portal.apps.ClusterPortalConfig",
    "persian",
    "filing",
    "post",
    "accounts",
    "council",
    "actionplans",
    "members",
    "trainings",
    "market",
    "ideas",
    "handover",
    "reports",
    "editions",
    "opendata",
    "search",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "cluster_portal.urls"
WSGI_APPLICATION = "cluster_portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cluster_portal.context.portal",
            ],
        },
    },
]

# Data ------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: without IMMEDIATE two thirds of concurrent writers fail; without FULL an answer may precede the disk.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    # One pool per process: reconnecting at each request halves the throughput. The address's own options stay.
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": env.int("DATABASE_POOL", default=4),
    }
# What counts guesses must count for all processes and outlive a restart: a table, made by a migration of accounts.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cacherow",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who may enter ---------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.IdentifierBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "reports:home"
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=not DEMO)

# Who may enter: django-allauth. docs/decisions/0009-accounts.md says why each of these.
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]  # the form asks for one of the two addresses, in one field
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2  # the one in use, and the one that is to take its place
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True  # for SESSION_COOKIE_AGE, for everybody: nobody is asked
CODE_LIFETIME = 10 * 60  # seconds, of every one-time code
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODE_LIFETIME
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_PHONE_VERIFICATION_TIMEOUT = CODE_LIFETIME
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
# amount/window/per what; "key" is the account that was named, known or not. Three guesses per code.
ACCOUNT_RATE_LIMITS = {
    "login": None,  # only failures count, or a full meeting room could not sign in at once
    "login_failed": "20/10m/ip,10/10m/key",
    "signup": "20/10m/ip",
    "request_login_code": "20/10m/ip,3/5m/key,20/d/key",
    "reset_password": "20/10m/ip,3/5m/key,20/d/key",
    "confirm_email": "1/10s/key,20/d/key",
    "verify_phone": "1/30s/key,20/d/key,20/10m/ip",
}
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.SignInForm",
    "signup": "accounts.sign_in_forms.SignUpForm",
    "request_login_code": "accounts.sign_in_forms.RequestCodeForm",
    "confirm_login_code": "accounts.sign_in_forms.ConfirmSignInCodeForm",
    "confirm_email_verification_code": "accounts.sign_in_forms.ConfirmEmailCodeForm",
    "verify_phone": "accounts.sign_in_forms.ConfirmMobileCodeForm",
    "reset_password": "accounts.sign_in_forms.ForgottenPasswordForm",
    "confirm_password_reset_code": "accounts.sign_in_forms.ConfirmResetCodeForm",
    "reset_password_from_key": "accounts.sign_in_forms.NewPasswordForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
    "set_password": "accounts.sign_in_forms.SetPasswordForm",
    "add_email": "accounts.sign_in_forms.ChangeEmailForm",
    "change_phone": "accounts.sign_in_forms.ChangeMobileForm",
    "reauthenticate": "accounts.sign_in_forms.ConfirmPasswordForm",
    "confirm_reauthentication_code": "accounts.sign_in_forms.ConfirmAgainCodeForm",
}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # passkeys over plain HTTP on localhost
MFA_FORMS = {
    "authenticate": "accounts.sign_in_forms.SecondFactorForm",
    "reauthenticate": "accounts.sign_in_forms.SecondFactorAgainForm",
    "activate_totp": "accounts.sign_in_forms.ActivateAppForm",
    "add_webauthn": "accounts.sign_in_forms.AddKeyForm",
    "edit_webauthn": "accounts.sign_in_forms.RenameKeyForm",
}

# Language and time -----------------------------------------------------------
LANGUAGE_CODE = "fa"
LANGUAGES = [("fa", _("Persian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Tehran"
USE_I18N = True
USE_TZ = True

# Files -----------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "cluster_portal.storage.BundlingStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=20 * 1024 * 1024)
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # without script a browser also sends the boxes in which no file was chosen
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # the progress desk of 90 plans with 400 activities is one form

# Forms -----------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Mail and SMS: the outbox in post/ sends through these ----------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
SMS_GATEWAY = env.str("SMS_GATEWAY", default="post.channels.PrintedSms" if DEMO else "post.channels.ConsoleSms")

# Headers ---------------------------------------------------------------------
INSECURE = DEBUG or DEMO  # plain HTTP on localhost
SECURE_SSL_REDIRECT = not INSECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if INSECURE else 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not INSECURE
SECURE_HSTS_PRELOAD = not INSECURE
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not INSECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Logs ------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}

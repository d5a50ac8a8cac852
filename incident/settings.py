"""The project's settings, all from the environment; a value it cannot trust stops it, by name.

Three ways to run, and no fourth:

* nothing of DEBUG, SECRET_KEY, ALLOWED_HOSTS, HTTPS is set: on this machine only. It makes its own
  secret in `.local/` and answers to loopback names alone;
* DEBUG=1: for developers, with Django's own error pages;
* anything else is production, and production refuses to start half configured.
"""

import ipaddress
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from incident.environment import (
    EMAIL,
    addresses,
    contact,
    database,
    flag,
    hosts,
    mail_server,
    megabytes,
    one_of,
    seconds,
    source_address,
    text,
    token,
)

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"

SECRET_LENGTH = 50
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def own_secret() -> str:
    """Return this machine's own secret, made on first use and readable by its owner alone."""
    path = LOCAL_DIR / "secret-key"
    if not path.exists():
        try:
            LOCAL_DIR.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=LOCAL_DIR) as file:  # 0600 by its nature
                file.write(secrets.token_urlsafe(SECRET_LENGTH))
                file.flush()
                with suppress(FileExistsError):  # another process was first: its secret stays
                    os.link(file.name, path)
        except OSError as error:
            raise ImproperlyConfigured(f"Cannot write {path}: {error.strerror}.") from error
    return path.read_text()


def production_secret() -> str:
    """Return SECRET_KEY; raise ImproperlyConfigured where it is missing or easy to guess."""
    secret = text("SECRET_KEY")
    if not secret:
        raise ImproperlyConfigured("Set SECRET_KEY, or DEBUG=1 for development.")
    if len(secret) < SECRET_LENGTH or len(set(secret)) < 12 or "insecure" in secret:
        raise ImproperlyConfigured(
            f"SECRET_KEY is weak; use {SECRET_LENGTH} random characters or more."
        )
    return secret


def production_hosts() -> list[str]:
    """Return ALLOWED_HOSTS; raise ImproperlyConfigured where it is missing or holds a wildcard."""
    if not text("ALLOWED_HOSTS"):
        raise ImproperlyConfigured("Set ALLOWED_HOSTS to the names this site is reached by.")
    return hosts("ALLOWED_HOSTS")


def loopback_hosts() -> list[str]:
    """Return the names of this machine, with HOST when that is one of its own addresses."""
    host = text("HOST").strip("[]")
    try:
        own = ipaddress.ip_address(host).is_loopback
    except ValueError:
        own = False
    named = f"[{host}]" if ":" in host else host
    return [*LOOPBACK, named] if own and named not in LOOPBACK else [*LOOPBACK]


DEBUG = flag("DEBUG")
HTTPS = flag("HTTPS")
ON_THIS_MACHINE_ONLY = not any(
    name in os.environ for name in ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "HTTPS")
)

IS_PRODUCTION = not (DEBUG or ON_THIS_MACHINE_ONLY)

if ON_THIS_MACHINE_ONLY:
    SECRET_KEY = own_secret()
    ALLOWED_HOSTS = loopback_hosts()
elif DEBUG:
    SECRET_KEY = text("SECRET_KEY") or "development-only"
    ALLOWED_HOSTS = [*loopback_hosts(), *hosts("ALLOWED_HOSTS")]
else:
    SECRET_KEY = production_secret()
    ALLOWED_HOSTS = production_hosts()
    if not HTTPS:
        raise ImproperlyConfigured("Set HTTPS=1: production is served over https only.")

# What runs

INSTALLED_APPS = [
    "incident.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "incident.apps.IncidentConfig",
    "timeline",
]

MIDDLEWARE = [
    "incident.edge.middleware.EdgeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "timeline.kept.middleware.KeptAnswers",
    "django.middleware.gzip.GZipMiddleware",
    "incident.two_factor.write_lanes.DeskLanes",
    "incident.two_factor.sessions.DeskSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "incident.two_factor.middleware.TwoFactorMiddleware",
]

ROOT_URLCONF = "incident.urls"
WSGI_APPLICATION = "incident.wsgi.application"

TEMPLATES = [
    {  # what readers see
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates/public"],
        "OPTIONS": {"environment": "timeline.templating.environment"},
    },
    {  # the desk, in which Django's own admin has its templates
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Where it is kept

LOCK_SECONDS = 20  # a save waits for its turn: with 5, eight editors on a busy machine were refused
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # a writer waits for its turn; it never fails half way
    "timeout": LOCK_SECONDS,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
POSTGRES_OPTIONS = {  # a server that does not answer holds nobody for minutes
    "options": f"-c lock_timeout={LOCK_SECONDS * 1_000}",
    "connect_timeout": 5,  # seconds
    "tcp_user_timeout": 20_000,  # milliseconds
}

DATABASES = {"default": database("DATABASE_URL", f"sqlite:///{LOCAL_DIR / 'tijdlijn.sqlite3'}")}
is_sqlite = DATABASES["default"]["ENGINE"].endswith("sqlite3")
given = DATABASES["default"].get("OPTIONS", {})
DATABASES["default"]["OPTIONS"] = (
    {**given, **SQLITE_OPTIONS} if is_sqlite else {**POSTGRES_OPTIONS, **given}
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = LOCAL_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# How it speaks

LANGUAGE_CODE = "nl"
LOCALE_PATHS = [
    BASE_DIR / "incident/locale"
]  # what Django's admin lacks in Dutch; our own is in templates
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

# Where readers report a mistake or ask; without it no page offers to
REPORT_EMAIL = text("REPORT_EMAIL")
if REPORT_EMAIL and not EMAIL.fullmatch(REPORT_EMAIL):
    raise ImproperlyConfigured(f"REPORT_EMAIL is {REPORT_EMAIL!r}; use one e-mail address.")

# Who runs this site, and where its accessibility statement is registered; /over/ says both
OPERATOR_NAME = text("OPERATOR_NAME")
REGISTER_URL = text("REGISTER_URL")
if REGISTER_URL and not REGISTER_URL.startswith("https://"):
    raise ImproperlyConfigured("REGISTER_URL begins with https://.")

# Where holes in this site are reported; without it there is no security.txt
SECURITY_CONTACT = text("SECURITY_CONTACT")
if SECURITY_CONTACT and not SECURITY_CONTACT.startswith(("mailto:", "https://")):
    raise ImproperlyConfigured("SECURITY_CONTACT begins with mailto: or https://.")

EXPORT_BYTES = megabytes("EXPORT_MEGABYTES", 2_000)  # of large exports that are kept on disk

# The official sources of papers: asked by a command and a button, never for a reader

OFFICIAL_ASK = flag("OFFICIAL_ASK")
OFFICIAL_CONTACT = contact("OFFICIAL_CONTACT")  # who asks, for those who run the sources
if OFFICIAL_ASK and not OFFICIAL_CONTACT:
    raise ImproperlyConfigured("Set OFFICIAL_CONTACT to ask the official sources.")
OFFICIAL_SRU = source_address("OFFICIAL_SRU", "https://repository.overheid.nl/sru")
OFFICIAL_SYNCFEED = source_address(
    "OFFICIAL_SYNCFEED", "https://gegevensmagazijn.tweedekamer.nl/SyncFeed/2.0/Feed"
)
OFFICIAL_SYNCFEED_FROM = token("OFFICIAL_SYNCFEED_FROM")  # "" is from its beginning, in 2008
OFFICIAL_ODATA = source_address("OFFICIAL_ODATA", "")  # is not asked unless it is set
OFFICIAL_SECONDS = seconds("OFFICIAL_SECONDS", 20)  # for one question, with all its pages
OFFICIAL_BYTES = 8_000_000  # of one answer
OFFICIAL_PAUSE = 0.25  # seconds between two requests, as other clients of these sources keep

# What the operator reads

LOG_LEVEL = one_of("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), "INFO")
SLOW_SECONDS = seconds("SLOW_SECONDS", 3)  # an answer that begins later is logged
ADMINS = [("", address) for address in addresses("ADMINS")]  # are mailed each failure of the site
MAIL_SERVER = mail_server("EMAIL_URL")
if bool(ADMINS) != bool(MAIL_SERVER):
    raise ImproperlyConfigured("Set both ADMINS and EMAIL_URL to mail failures, or neither.")
if MAIL_SERVER:
    EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, _ = MAIL_SERVER
    EMAIL_USE_TLS = MAIL_SERVER.scheme == "smtp+tls"
    EMAIL_USE_SSL = MAIL_SERVER.scheme == "smtps"
    EMAIL_TIMEOUT = 5  # seconds
    SERVER_EMAIL = ADMINS[0][1]
EMAIL_SUBJECT_PREFIX = "[tijdlijn] "
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "incident.edge.logs.OneLine",
            "format": "{asctime} {levelname} {message}",
            "style": "{",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "mail": {"class": "incident.edge.logs.Mail", "level": "ERROR"},
    },
    "root": {"handlers": ["stderr", "mail"] if ADMINS else ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": []},  # its own mail would hold what people typed
        "django.request": {"level": "NOTSET" if DEBUG else "CRITICAL"},  # edge/logs.py does it
        "django.security": {"level": "ERROR"},  # what is refused is no news, and names the host
        "waitress": {"level": "WARNING"},
        "waitress.queue": {"level": "ERROR"},  # says for each request that others wait
    },
}

# Whom it trusts

PASSWORD_HASHERS = ["incident.two_factor.hashing.PBKDF2InTurn"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
FACTOR_REQUIRED = not DEBUG  # staff sign in with a code from their telephone too
OTP_TOTP_ISSUER = f"Tijdlijn {ALLOWED_HOSTS[0]}"  # how the telephone names this site
SESSION_COOKIE_AGE = 8 * 60 * 60  # seconds; idle sessions end earlier, see two_factor/sessions.py
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"  # no cookie goes to readers' pages
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # framing is refused by EdgeMiddleware's frame-ancestors and X-Frame-Options
    "security.W005",  # the operator's other host names are not ours to bind to https,
    "security.W021",  # nor to put on the browsers' preload list
]

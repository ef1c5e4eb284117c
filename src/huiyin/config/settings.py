"""Settings: environment only, and few. What differs between bureaus is data in a campaign template, not a setting.

HUIYIN_DATABASE     a file (`/srv/huiyin.sqlite3`, `sqlite:////srv/huiyin.sqlite3`) or `postgresql://user:password@host:5432/name`;
                    default: `huiyin.sqlite3` in the current folder
HUIYIN_FILES        folder of the kept files, to be backed up with the database; default: `files` beside the SQLite database,
                    with PostgreSQL `files` in the current folder
HUIYIN_GONE         the list of erased opinions (ids and days), which a restore needs; default: beside the SQLite database,
                    with PostgreSQL `huiyin.gone` in the current folder
HUIYIN_SECRET_KEY   for sessions and signatures; without one, `huiyin serve` keeps a key beside the SQLite file
HUIYIN_GIVERS_KEY   for receipts, forms' tokens and contacts of those who speak and for sealed matters, never in the database; without one,
                    `huiyin serve` keeps a key beside the SQLite file. Without it no receipt opens, no contact and no sealed matter can be read
HUIYIN_HOSTS        names under which the pages are reached, joined by commas; default: this machine only
HUIYIN_HTTPS        1 when the pages are reached by https: cookies then never travel without it
HUIYIN_ADDRESS      where people reach the pages (`https://huiyin.example.cn`): for links in e-mails, which have none without it, and for posters
HUIYIN_OPERATOR     who runs this installation and how to reach them, for the filing notes and the complaint page
HUIYIN_EMAIL_URL    the mail server: `smtp://`, `smtp+starttls://` or `smtps://user:password@host:port`; without it no e-mail leaves
HUIYIN_EMAIL_FROM   who sends it: `Huiyin <huiyin@example.cn>`
HUIYIN_ENCODER      a sentence encoder's file (docs/encoder.md), a second sign for suggestions; without it there is none
HUIYIN_DEMO_DAY     set by `huiyin demo`: the day that the invented campaign is played on
"""

import os
import secrets
from pathlib import Path

from huiyin.config.database import database_settings
from huiyin.config.mail import mail_settings

WEB = Path(__file__).parents[1] / "web"

SECRET_KEY = os.environ.get("HUIYIN_SECRET_KEY") or secrets.token_urlsafe(48)
HUIYIN_GIVERS_KEY = os.environ.get("HUIYIN_GIVERS_KEY") or secrets.token_urlsafe(48)
DEBUG = False
HTTPS = os.environ.get("HUIYIN_HTTPS") == "1"
ALLOWED_HOSTS = [
    host.strip() for host in os.environ.get("HUIYIN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
]

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "huiyin.platform.audit",
    "huiyin.platform.accounts",
    "huiyin.platform.orgs",
    "huiyin.platform.calendar",
    "huiyin.platform.texts",
    "huiyin.platform.files",
    "huiyin.platform.notices",
    "huiyin.process.campaigns",
    "huiyin.process.opinions",
    "huiyin.process.sealed",
    "huiyin.process.answers",
    "huiyin.process.channels",
    "huiyin.process.ballots",
    "huiyin.process.problems",
    "huiyin.process.rectification",
    "huiyin.process.samples",
    "huiyin.process.inspections",
    "huiyin.process.reminders",
    "huiyin.process.recurrences",
    "huiyin.process.effects",
    "huiyin.process.talks",
    "huiyin.process.selfchecks",
    "huiyin.process.lifemeetings",
    "huiyin.process.meetings",
    "huiyin.process.publicity",
    "huiyin.process.letters",
    "huiyin.process.figures",
    "huiyin.process.supervision",
    "huiyin.web",
]
# Without django.contrib.auth in the list above: what somebody may do is a grant in platform/orgs, not a permission.
AUTH_USER_MODEL = "accounts.Account"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huiyin.web.frame.waiting.waiting",
    "huiyin.web.frame.headers.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huiyin.web.frame.language.language",
    "huiyin.web.frame.limits.limits",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "huiyin.config.urls"
WSGI_APPLICATION = "huiyin.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "huiyin.web.templatetags.huiyin"],
            "string_if_invalid": "",
        },
    }
]

DATABASES = {"default": database_settings(os.environ.get("HUIYIN_DATABASE") or "huiyin.sqlite3")}
HUIYIN_FILES = os.environ.get("HUIYIN_FILES", "")
HUIYIN_GONE = os.environ.get("HUIYIN_GONE", "")
HUIYIN_TEMPLATES = os.environ.get("HUIYIN_TEMPLATES", "")
HUIYIN_ADDRESS = os.environ.get("HUIYIN_ADDRESS", "").rstrip("/")
HUIYIN_OPERATOR = os.environ.get("HUIYIN_OPERATOR", "")
HUIYIN_ENCODER = os.environ.get("HUIYIN_ENCODER", "")
HUIYIN_EMAIL = bool(os.environ.get("HUIYIN_EMAIL_URL"))
globals().update(
    mail_settings(os.environ.get("HUIYIN_EMAIL_URL", ""), os.environ.get("HUIYIN_EMAIL_FROM", ""))
)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [WEB / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# A working day. Log-ins are never counted (SPEC section 4), so nothing here is written per request.
SESSION_ENGINE = "huiyin.config.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "huiyin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "huiyin.web.frame.failing.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        # Of givers' pages no moment is kept, only the day (SPEC rule 5).
        "day": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s", "datefmt": "%Y-%m-%d"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "stderr_by_day": {"class": "logging.StreamHandler", "formatter": "day"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Names the addresses that it calls, tokens included.
        "apprise": {"handlers": ["nowhere"], "propagate": False},
        "django_tasks": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "huiyin": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "huiyin.givers": {"handlers": ["stderr_by_day"], "level": "WARNING", "propagate": False},
        # A refused page is an answer, not a fault; and the log keeps no trace of who asked for what.
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},  # answered by 400
        "django.security": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}

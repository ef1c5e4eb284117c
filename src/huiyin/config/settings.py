"""Settings: environment only, and few. What differs between bureaus is data in a campaign template, not a setting.

HUIYIN_DATABASE     a file (`/srv/huiyin.sqlite3`, `sqlite:////srv/huiyin.sqlite3`) or `postgresql://user:password@host:5432/name`;
                    default: `huiyin.sqlite3` in the current folder
HUIYIN_FILES        folder of the kept files, to be backed up with the database; default: `files` beside the SQLite database,
                    with PostgreSQL `files` in the current folder
HUIYIN_SECRET_KEY   for sessions and signatures; without one, a key that lives as long as the process
"""

import os
import secrets

from huiyin.config.database import database_settings

SECRET_KEY = os.environ.get("HUIYIN_SECRET_KEY") or secrets.token_urlsafe(48)
DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "huiyin.platform.audit",
    "huiyin.platform.accounts",
    "huiyin.platform.orgs",
    "huiyin.platform.texts",
    "huiyin.platform.files",
    "huiyin.process.campaigns",
    "huiyin.process.opinions",
    "huiyin.process.problems",
]
# Without django.contrib.auth in the list above: what somebody may do is a grant in platform/orgs, not a permission.
AUTH_USER_MODEL = "accounts.Account"
MIDDLEWARE: list[str] = []

DATABASES = {"default": database_settings(os.environ.get("HUIYIN_DATABASE") or "huiyin.sqlite3")}
HUIYIN_FILES = os.environ.get("HUIYIN_FILES", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

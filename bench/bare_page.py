"""The peers of bench/submissions.py: a Django page as a tutorial writes it, that inserts one row and says so.

*Bare* it has no middleware and no check where the form comes from. With HUIYIN_BENCH_STARTER=1 it is the same page in a project as
`django-admin startproject` makes it: that one's apps and middleware, the form checked by CSRF. On both: the same server, database
settings (each row on the disk before it's acknowledged, connections that stay) and threads as `huiyin serve`.
"""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.urls import path

from huiyin.config.database import database_settings

# As startproject writes them into settings.py.
STARTER = {
    "INSTALLED_APPS": [
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
    ],
    "MIDDLEWARE": [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
}

if not settings.configured:
    settings.configure(
        **(STARTER if os.environ.get("HUIYIN_BENCH_STARTER") else {}),
        SECRET_KEY="bench" * 10,
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": database_settings(os.environ["HUIYIN_DATABASE"])},
        ROOT_URLCONF=__name__,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()


class Said(models.Model):
    body = models.TextField()
    kind = models.CharField(max_length=30)
    on = models.DateField(auto_now_add=True)

    class Meta:
        app_label = "bare"


def say(request: HttpRequest) -> HttpResponse:
    row = Said.objects.create(body=request.POST["text"], kind=request.POST["giver_kind"])
    return HttpResponse(f"<!doctype html><title>Thanks</title><p>Thank you, number {row.pk}.</p>")


urlpatterns = [path("say", say)]


def serve(port: int, workers: int) -> None:
    """As `huiyin serve` does: granian with four threads a process."""
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    if Said._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Said)
    connection.close()
    server = Server(
        "bench.bare_page:application",
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
    )
    server.serve()


application = get_wsgi_application()

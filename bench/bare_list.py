"""The peer of whole pages: a list as a tutorial writes it, the newest fifty rows of one table, six columns, no rights, no joins, no menu."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse

_TEMPLATES: dict[str, "object"] = {}


def newest_fifty(request: "HttpRequest", model: "type[Model]", template: str) -> "HttpResponse":
    """The rows of `model` in `template`, which is compiled once."""
    from django.http import HttpResponse  # noqa: PLC0415
    from django.template import engines  # noqa: PLC0415

    request.session.get("account")
    rows = model._default_manager.order_by("-pk")[:50]
    if template not in _TEMPLATES:
        _TEMPLATES[template] = engines["django"].from_string(template)
    return HttpResponse(_TEMPLATES[template].render({"rows": rows}, request))  # type: ignore[attr-defined]


def addresses(bare: "Callable[[HttpRequest], HttpResponse]") -> list["object"]:
    """The house's own addresses, and the peer's."""
    from django.urls import path  # noqa: PLC0415

    from huiyin.config.urls import urlpatterns  # noqa: PLC0415

    return [path("bare", bare), *urlpatterns]

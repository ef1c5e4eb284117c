"""An import in two steps: first looked at, then written; a refusal stands above the form that it is about."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from huiyin.kit.errors import HuiyinError
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


def import_in_two_steps(
    request: HttpRequest,
    visit: Visit,
    template: str,
    context: Mapping[str, Any],
    checked: Callable[[HttpRequest, Visit], Mapping[str, object]],
    taken: Callable[[HttpRequest, Visit], HttpResponse],
) -> HttpResponse:
    """The page of an import: `step=check` shows what `checked` found, `step=take` does `taken`."""
    shown: dict[str, Any] = {**context, "typed": request.POST}
    try:
        if request.method == "POST" and request.POST.get("step") == "take":
            return taken(request, visit)
        if request.method == "POST":
            shown |= checked(request, visit)
    except HuiyinError as error:
        return show(request, visit, template, {**shown, "said": sentence(error)}, status=status_of(error))
    return show(request, visit, template, shown)

"""Whether something is still as the person saw it when the page was drawn."""

from django.http import HttpRequest

from huiyin.kit.errors import Conflict


def needs_seen(request: HttpRequest, now: int | None) -> None:
    """Conflict when the hidden field `seen` names another row than stands there now."""
    if str(request.POST.get("seen", "")) != str(now or ""):
        raise Conflict(
            "您打开这一页之后，这一项由别人改过，您的没有写入。请看过现在的，再改一次。",
            "Somebody changed this after you opened the page; yours wasn't written. Look at what stands there now and try again.",
        )

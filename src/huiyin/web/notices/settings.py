"""How somebody wants their messages: address, rhythm, quiet hours, channels, and the calendar.

A channel's address is never shown again once it is kept, and the calendar's stands only in the answer to the act that made it.
"""

from datetime import time

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.notices import commands
from huiyin.platform.notices.queries import has_feed, last_outcomes, wishes_of
from huiyin.platform.notices.rules.channels import CHANNEL_NAMES, MOST_CHANNELS
from huiyin.platform.notices.rules.rhythm import Quiet
from huiyin.platform.notices.rules.wishes import EMAIL, Wishes
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.page import Open, page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Open.SIGNED_IN, "GET", "POST")
def message_settings(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Address, rhythm and quiet hours."""
    if request.method == "GET":
        return _shown(request, visit)
    try:
        commands.set_preference(visit.account, _chosen(request), at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, error=error, form="preference")
    messages.success(request, _("设置已保存。"))
    return HttpResponseRedirect(reverse("message_settings"))


@page(Open.SIGNED_IN, "POST")
def add_channel(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A group's robot more."""
    try:
        commands.add_channel(visit.account, str(request.POST.get("channel", "")), at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, error=error, form="channel")
    messages.success(request, _("渠道已加上，下一条消息起也发到那里。"))
    return HttpResponseRedirect(reverse("message_settings"))


@page(Open.SIGNED_IN, "POST")
def remove_channel(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A channel less; one that is gone already is gone."""
    commands.remove_channel(visit.account, str(request.POST.get("id", "")), at=visit.at)
    messages.success(request, _("渠道已去掉。"))
    return HttpResponseRedirect(reverse("message_settings"))


@page(Open.SIGNED_IN, "POST")
def renew_feed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A new address for the calendar: the page with it is the answer, and can't be asked for again."""
    token = commands.renew_feed(visit.account, at=visit.at)
    address = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
    return _shown(request, visit, feed_address=address)


@page(Open.SIGNED_IN, "POST")
def end_feed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """No calendar any more."""
    try:
        commands.end_feed(visit.account, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, error=error, form="feed")
    messages.success(request, _("日历订阅已停用，原来的地址打不开了。"))
    return HttpResponseRedirect(reverse("message_settings"))


def _chosen(request: HttpRequest) -> commands.Chosen:
    return commands.Chosen(
        email=str(request.POST.get("email", "")),
        weekly="weekly" in request.POST,
        halfmonth="halfmonth" in request.POST,
        quiet=Quiet(_hour(request, "quiet_from"), _hour(request, "quiet_to")),
    )


def _hour(request: HttpRequest, name: str) -> time:
    try:
        return time.fromisoformat(str(request.POST.get(name, ""))).replace(
            second=0, microsecond=0, tzinfo=None
        )
    except ValueError:
        raise BadInput(
            "免打扰的起止时间请写成 20:00 这样的钟点。", "Write the quiet hours as times of day, like 20:00."
        ) from None


def _shown(
    request: HttpRequest,
    visit: Visit,
    *,
    error: HuiyinError | None = None,
    form: str = "",
    feed_address: str = "",
) -> HttpResponse:
    wishes = wishes_of(visit.account)
    outcomes = last_outcomes(visit.account)
    context = {
        "wishes": wishes,
        "typed": request.POST if form == "preference" else _as_typed(wishes),
        "mail": settings.HUIYIN_EMAIL,
        "mail_outcome": outcomes.get(EMAIL),
        "channels": [
            (each.id, CHANNEL_NAMES[each.robot.kind], each.robot.tail, outcomes.get(each.id))
            for each in wishes.channels
        ],
        "most_channels": MOST_CHANNELS,
        "feed": has_feed(visit.account),
        "feed_address": feed_address,
        "form": form,
        "said": sentence(error) if error else "",
    }
    return show(request, visit, "notices/settings", context, status=status_of(error) if error else 200)


def _as_typed(wishes: Wishes) -> dict[str, str]:
    """What stands in the fields before anybody types."""
    return {
        "email": wishes.email,
        "weekly": "yes" if wishes.weekly else "",
        "halfmonth": "yes" if wishes.halfmonth else "",
        "quiet_from": f"{wishes.quiet.since:%H:%M}",
        "quiet_to": f"{wishes.quiet.until:%H:%M}",
    }

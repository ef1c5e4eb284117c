"""What somebody typed while the session ended under them: kept in the page itself, signed, and sent again by one press.

Only its writer may send it: a cookie that outlives the session says who last signed in at this browser.
"""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from huiyin.platform.accounts.models import Account
from huiyin.web.frame.showing import show

_SALT = "huiyin.pending"
_KEPT_FOR = 24 * 3600
_SECRETS = {"csrfmiddlewaretoken", "password", "old", "new", "again", "code", "pending", "channel"}
# What two people say to each other in a talk, and what opens it: not even signed in a page.
_SECRETS |= {"passphrase", "passphrase_old", "passphrase_again", "point"}
_LONGEST = 200_000
_WRITER = "huiyin_writer"


def held_back(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent with a refused POST, without passwords and tokens."""
    if request.method != "POST":
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _SECRETS
        for value in map(str, values)
    ]


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; a POST goes along, signed, so that nothing typed is lost."""
    if request.method != "POST":
        return _to_sign_in(request, request.get_full_path())
    return show(
        request,
        None,
        "accounts/sign_in",
        {"pending": packed(request), "next": reverse("home"), "ended": True},
        status=HTTPStatus.UNAUTHORIZED,
        whole=True,
    )


def _to_sign_in(request: HttpRequest, path: str) -> HttpResponse:
    address = reverse("sign_in") + ("?" + urlencode({"next": path}) if path != "/" else "")
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def packed(request: HttpRequest) -> str:
    """The address and fields of a POST as one signed text; "" when there is nothing or too much to keep."""
    fields = held_back(request)
    if not fields or sum(len(value) for _, value in fields) > _LONGEST:
        return ""
    writer = request.get_signed_cookie(_WRITER, default="", salt=_SALT)
    kept = {"writer": writer, "path": request.path, "fields": fields}
    return signing.dumps(kept, salt=_SALT, compress=True)


def unpacked(text: str, account: Account) -> dict[str, Any] | None:
    """What `packed` made of the account's own typing; None when it isn't that, is somebody else's, or older than a day."""
    try:
        kept = dict(signing.loads(text, salt=_SALT, max_age=_KEPT_FOR))
    except signing.BadSignature:
        return None
    return kept if kept.get("writer") == str(account.pk) else None


def remember_writer(response: HttpResponse, account: Account) -> HttpResponse:
    """The answer to a sign-in, with the cookie that says whose typing is to be kept should the session end."""
    response.set_signed_cookie(
        _WRITER,
        str(account.pk),
        salt=_SALT,
        max_age=settings.SESSION_COOKIE_AGE + _KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def shown_to_writer(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of what was sent, what a person wrote, under the name of its field; codes and switches go along unseen."""
    names = {
        "title": _("题目"),
        "manifestation": _("归纳"),
        "text": _("归纳"),
        "body": _("正文"),
        "added": _("补充要求"),
        "author": _("发文机关"),
        "why": _("撤回原因"),
        "owner": _("责任单位"),
        "unit": _("单位名称"),
        "problem": _("问题编号"),
        "repeats": _("最初那一条的编号"),
        "why_answered": _("答复了什么"),
        "why_forwarded": _("转给了谁，为什么"),
        "why_out_of_scope": _("为什么不属本系统，该找谁"),
        "login": _("登录名"),
        "name": _("姓名"),
    }
    return [(names[name], value) for name, value in fields if name in names and value.strip()]


def send_again(
    request: HttpRequest, kept: dict[str, Any] | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """A page that shows what was typed and sends it by one press."""
    if kept is None:
        kept = {"path": request.path, "fields": held_back(request)}
    kept = {**kept, "written": shown_to_writer(kept["fields"])}
    return show(request, None, "frame/send_again", kept, status=status, whole=True)


def safe_next(request: HttpRequest, given: QueryDict) -> str:
    """Where to go after signing in: an address of ours, else the start."""
    wanted = str(given.get("next", ""))
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure()):
        return wanted
    return reverse("home")

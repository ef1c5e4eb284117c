"""One's own password: the first one by a slip, later ones by the one before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.clock import now
from huiyin.kit.errors import BadInput, HuiyinError, NotAllowed
from huiyin.platform.accounts import commands
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.page import Open, page, public_page
from huiyin.web.frame.pending import remember_writer
from huiyin.web.frame.session import keep_session, open_session
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@public_page("GET", "POST")
def redeem_slip(request: HttpRequest) -> HttpResponse:
    """First sign-in: login name and code as printed on the slip, and a password of one's own."""
    if request.method == "GET":
        return show(request, None, "accounts/redeem_slip", {"login": request.GET.get("login", "")})
    typed = str(request.POST.get("login", ""))
    code = str(request.POST.get("code", ""))
    try:
        account = commands.redeem_slip(typed, code, _new_password(request), at=now())
    except HuiyinError as error:
        context = {"said": sentence(error), "login": typed, "code": code}
        return show(request, None, "accounts/redeem_slip", context, status=status_of(error))
    open_session(request, account)
    return remember_writer(HttpResponseRedirect(reverse("home")), account)


@page(Open.SIGNED_IN, "GET", "POST")
def change_password(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Replace one's password; other sessions of the account end with it."""
    if request.method == "GET":
        return show(request, visit, "accounts/change_password", {})
    try:
        old = str(request.POST.get("old", ""))
        commands.change_password(visit.account, old, _new_password(request), at=visit.at)
    except NotAllowed as error:
        said = _("现在的密码不对，没有更换。连续输错几次后要等一会儿再试。")
        return show(request, visit, "accounts/change_password", {"said": said}, status=status_of(error))
    except HuiyinError as error:
        context = {"said": sentence(error)}
        return show(request, visit, "accounts/change_password", context, status=status_of(error))
    keep_session(request, visit.account)
    messages.success(request, _("密码已更换，其他设备上的登录已失效。"))
    return HttpResponseRedirect(reverse("home"))


def _new_password(request: HttpRequest) -> str:
    new = str(request.POST.get("new", ""))
    if new != request.POST.get("again", ""):
        raise BadInput(
            "两次输入的新密码不一样，请重新输入。", "The two new passwords differ; type them again."
        )
    return new

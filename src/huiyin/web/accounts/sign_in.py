"""Signing in and out."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huiyin.kit.clock import now
from huiyin.kit.errors import HuiyinError
from huiyin.platform.accounts.commands import sign_in as check_password
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.page import Open, page, public_page
from huiyin.web.frame.pending import remember_writer, safe_next, send_again, unpacked
from huiyin.web.frame.session import close_session, open_session
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@public_page("GET", "POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Login name and password. What was typed when an earlier session ended is shown again afterwards, to be sent."""
    if request.method == "GET":
        return show(request, None, "accounts/sign_in", {"next": safe_next(request, request.GET)})
    typed = str(request.POST.get("login", ""))
    pending = str(request.POST.get("pending", ""))
    wanted = safe_next(request, request.POST)
    try:
        account = check_password(typed, str(request.POST.get("password", "")), at=now())
    except HuiyinError as error:
        context = {"said": sentence(error), "login": typed, "pending": pending, "next": wanted}
        return show(request, None, "accounts/sign_in", context, status=status_of(error))
    open_session(request, account)
    kept = unpacked(pending, account) if pending else None
    answer = send_again(request, kept) if kept else HttpResponseRedirect(wanted)
    return remember_writer(answer, account)


@page(Open.SIGNED_IN, "POST")
def sign_out(request: HttpRequest, _visit: Visit) -> HttpResponse:
    """End the session."""
    close_session(request)
    return HttpResponseRedirect(reverse("sign_in"))

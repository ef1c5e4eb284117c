"""The language switch."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from huiyin.web.frame.language import CHINESE, COOKIE, ENGLISH
from huiyin.web.frame.page import public_page
from huiyin.web.frame.pending import safe_next


@public_page("POST")
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in a cookie and go back to the page."""
    response = HttpResponseRedirect(safe_next(request, request.POST))
    chosen = ENGLISH if request.POST.get("language") == ENGLISH else CHINESE
    year = 365 * 24 * 3600
    response.set_cookie(
        COOKIE, chosen, max_age=year, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response

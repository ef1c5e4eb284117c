"""Chinese first; English for whoever asks for it by the switch on the page, never guessed from the browser."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from huiyin.web.frame.headers import Respond

COOKIE = "huiyin_language"
CHINESE, ENGLISH = "zh-hans", "en"


def language(respond: Respond) -> Respond:
    """Middleware: the language of the cookie, else Chinese."""

    def in_language(request: HttpRequest) -> HttpResponse:
        chosen = ENGLISH if request.COOKIES.get(COOKIE) == ENGLISH else CHINESE
        with translation.override(chosen):
            response = respond(request)
            response.headers.setdefault("Content-Language", chosen)
        return response

    return in_language


def in_english() -> bool:
    """Whether this page is shown in English."""
    return translation.get_language() == ENGLISH


def pick(zh: str, en: str) -> str:
    """The one of two sentences of the same content that this page speaks."""
    return en if in_english() else zh

"""How much may be sent: judged by its announced length, before a byte of it is read or kept."""

import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from huiyin.kit.errors import BadInput
from huiyin.web.frame.failing import refusal
from huiyin.web.frame.givers import giver_refusal
from huiyin.web.frame.headers import Respond
from huiyin.web.frame.session import account_of

LONGEST_FORM = 3_000_000
LONGEST_UPLOAD = 21 * 1024**2
LONGEST_GIVEN = 31 * 1024**2
"""Three photos of 10 MB each, and the words."""

GIVERS = re.compile(r"/say/[a-z0-9]+")
UPLOADS = re.compile(
    r"/people/import|/units/import|/c/[-\w]+/(plan/import|circulars/issue|listening/paper/\d+/scans)"
)


def limits(respond: Respond) -> Respond:
    """Middleware: a form's length for everybody, a file's where files are taken for who is signed in, and for givers on theirs.

    What announces no length has none for Django. Stands in front of everything that reads what is sent (CSRF is the first).
    """

    def within_limits(request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        length = int(announced) if announced.isdecimal() else 0
        if length > LONGEST_FORM and not _may_upload(request, length):
            return _too_long(request)
        return respond(request)

    return within_limits


def _may_upload(request: HttpRequest, length: int) -> bool:
    if GIVERS.fullmatch(request.path):
        return length <= LONGEST_GIVEN
    return (
        UPLOADS.fullmatch(request.path) is not None
        and length <= LONGEST_UPLOAD
        and account_of(request) is not None
    )


def _too_long(request: HttpRequest) -> HttpResponse:
    request._read_started = True  # type: ignore[attr-defined] # nobody reads it now, not even for the page that says so
    request.POST = type(request.GET)("")
    error = BadInput(
        "发来的内容太大，没有收下。表格请拆成几个（每个不超过 20 MB），文字请分几次提交。",
        "What was sent is too large and wasn't taken. Split a workbook (20 MB each at most); send long texts in parts.",
    )
    if GIVERS.fullmatch(request.path):
        files = BadInput(
            "照片和文件加起来太大，没有收下，您写的字也没有提交。请按浏览器的“返回”，少选几张再提交。",
            "The photos are too large together; nothing was taken, nor your words. Go back and choose fewer.",
        )
        return giver_refusal(request, files, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    answer = refusal(request, error)
    answer.status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return answer

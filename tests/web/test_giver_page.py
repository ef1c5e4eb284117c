"""The frame for people without an account sets no cookie, speaks the language of its address, and refuses in it."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from huiyin.kit.errors import Refused
from huiyin.web.frame.givers import giver_page


@giver_page("GET", "POST")
def refusing(_request: HttpRequest) -> HttpResponse:
    raise Refused("截止了。", "It is over.")


def test_it_refuses_in_the_language_of_the_address_without_a_cookie() -> None:
    answer = refusing(RequestFactory().get("/x?language=en"))
    assert answer.status_code == 422
    assert "It is over." in answer.text
    assert '<html lang="en">' in answer.text
    assert not answer.cookies
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "截止了。" in refusing(RequestFactory().post("/x", {"language": "zh-hans"})).text


def test_it_takes_the_named_methods_only() -> None:
    assert refusing(RequestFactory().delete("/x")).status_code == 405

"""What the quick reader of forms takes is what Django makes of the same bytes; what it doesn't take Django reads."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from hypothesis import given, settings
from hypothesis import strategies as some

from huiyin.web.frame.plain_forms import read_plain_form

PERCENT = "application/x-www-form-urlencoded"
BOUNDARY = "----WebKitFormBoundaryq5oJMYFMhbZwvJ3c"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
NO_FILE = '; name="files"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n'

names = some.from_regex(r"[a-z_]{1,8}", fullmatch=True)
words = some.text(some.characters(exclude_categories=["Cs"]))


def request(kind: str, body: bytes) -> HttpRequest:
    return WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
    )


def multipart(fields: list[tuple[str, str]], *parts: str) -> bytes:
    written = [f'; name="{name}"\r\n\r\n{value}' for name, value in fields]
    pieces = [f"--{BOUNDARY}\r\nContent-Disposition: form-data{one}\r\n" for one in (*written, *parts)]
    return ("".join(pieces) + f"--{BOUNDARY}--\r\n").encode()


def read(kind: str, body: bytes) -> tuple[HttpRequest, bool]:
    """The request after the quick reader, and whether that has read it."""
    made = request(kind, body)
    read_plain_form(made)
    return made, "_post" in vars(made)


def same(kind: str, body: bytes) -> bool:
    """Whether the quick reader read it; what is found is Django's in any case."""
    made, quick = read(kind, body)
    usual = request(kind, body)
    assert list(made.POST.lists()) == list(usual.POST.lists())
    assert [(name, [one.name for one in files]) for name, files in made.FILES.lists()] == [
        (name, [one.name for one in files]) for name, files in usual.FILES.lists()
    ]
    return quick


@settings(deadline=None)
@given(some.lists(some.tuples(names, words), min_size=1, max_size=12))
def test_it_reads_what_browsers_write(fields: list[tuple[str, str]]) -> None:
    assert same(PERCENT, urlencode(fields).encode())
    assert same(MULTIPART, multipart(fields))
    assert same(MULTIPART, multipart(fields, NO_FILE))


@settings(deadline=None)
@given(some.lists(some.sampled_from([*"abz=&%+;4Fe", "%e4%bd%a0", "%E4", "%zz", "你", "\x00", "\r\n"])))
def test_of_anything_percent_encoded_it_makes_what_django_makes(pieces: list[str]) -> None:
    same(PERCENT, "".join(pieces).encode())


@settings(deadline=None)
@given(
    some.lists(
        some.sampled_from(
            [
                "\r\n",
                "\n",
                "--" + BOUNDARY,
                "--",
                "\r\nContent-Disposition: form-data" + NO_FILE,
                '\r\nContent-Disposition: form-data; name="text"\r\n\r\n',
                '\r\nContent-Disposition: form-data; name="text"; filename="a.txt"\r\n\r\n',
                "Content-Transfer-Encoding: base64\r\n",
                "你",
            ]
        )
    )
)
def test_of_any_parts_it_makes_what_django_makes(pieces: list[str]) -> None:
    body = ("".join(["--", BOUNDARY, *pieces])).encode()
    made, quick = read(MULTIPART, body)
    if quick:
        usual = request(MULTIPART, body)
        assert list(made.POST.lists()) == list(usual.POST.lists())
        assert not usual.FILES


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (PERCENT, urlencode({"text": "字" * 70_000}).encode()),
        (PERCENT, "text=你".encode()),
        (PERCENT, b"&".join(b"a=1" for _ in range(60))),
        (MULTIPART, multipart([("text", "字")], '; name="files"; filename="a.png"\r\n\r\nx')),
        (MULTIPART, multipart([("text", "a--" + BOUNDARY)])),
        ("multipart/form-data; boundary=" + BOUNDARY + "; charset=gbk", multipart([("text", "字")])),
        ("application/json", b"{}"),
        ("", b"text=1"),
    ],
    ids=[
        "long",
        "not encoded",
        "many",
        "a file",
        "its mark within",
        "charset",
        "no form",
        "nothing",
    ],
)
def test_it_leaves_all_else_to_django(kind: str, body: bytes) -> None:
    assert not same(kind, body)

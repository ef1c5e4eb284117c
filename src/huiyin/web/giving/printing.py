"""A receipt as it is shown: in blocks of four, and as a QR code that leads to it without its code ever coming into an address that is sent."""

import re
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape

from huiyin.kit.clock import demo_day
from huiyin.process.answers.rules.receipts import printed
from huiyin.reports.layout.qr import qr_code_of_ending
from huiyin.web.frame.givers import giver_html, quiet
from huiyin.web.frame.language import in_english

Words = Mapping[str, str | bool]
_Key = tuple[str, str, bool, date | None, tuple[tuple[str, str | bool], ...]]

_BLOCKS = ("block0", "block1", "block2", "block3")
# A character that stands in no text of ours, around the name of what comes to its place.
_MARK = re.compile("\ue000([a-z0-9]+)\ue000")
_MOST = 64
_drawn: dict[_Key, list[str]] = {}


def show_receipt(request: HttpRequest, name: str, code: str, **words: str | bool) -> HttpResponse:
    """The template `name` with the receipt of a code and `words`. What follows the # of an address stays in the browser, so no log
    ever has it.

    Of a thousand such pages only the code and its squares differ. The rest is drawn once: drawing takes longer than all
    that is kept with an opinion.
    """
    page = settings.HUIYIN_ADDRESS or f"{request.scheme}://{request.get_host()}"
    page += reverse("receipt")
    qr = qr_code_of_ending(f"{page}#", code)
    put_in = {"code": code, "page": escape(page), "size": str(qr.size), "path": qr.path}
    put_in |= zip(_BLOCKS, printed(code).split("-"), strict=True)
    pieces = _pieces(request, name, words)
    pieces[1::2] = [put_in[mark] for mark in pieces[1::2]]
    return quiet(HttpResponse("".join(pieces)))


def _pieces(request: HttpRequest, name: str, words: Words) -> list[str]:
    """The page of a receipt that isn't known yet, cut: text, the name of what comes there, text, …"""
    key = (name, request.path, in_english(), demo_day(), tuple(sorted(words.items())))
    found = _drawn.get(key)
    if found is None:
        marked = {mark: f"\ue000{mark}\ue000" for mark in ("code", "page", *_BLOCKS, "size", "path")}
        receipt = {
            "code": marked["code"],
            "blocks": [marked[block] for block in _BLOCKS],
            "page": marked["page"],
            "qr": {"size": marked["size"], "path": marked["path"]},
        }
        while len(_drawn) >= _MOST:
            _drawn.pop(next(iter(_drawn)), None)
        found = _drawn[key] = _MARK.split(giver_html(request, name, {**words, "receipt": receipt}))
    return list(found)

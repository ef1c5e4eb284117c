"""A receipt as it is shown: in blocks of four, and as a QR code that leads to it without its code ever coming into an address that is sent."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from huiyin.process.answers.rules.receipts import printed
from huiyin.reports.layout.qr import ANY_MASK, QrCode, qr_code


@dataclass(frozen=True)
class PrintedReceipt:
    """`code` as it's typed, `blocks` as it's read, `page` the address without it, and the QR code of both."""

    code: str
    blocks: list[str]
    page: str
    qr: QrCode


def printed_receipt(request: HttpRequest, code: str) -> PrintedReceipt:
    """The receipt of a code. What follows the # of an address stays in the browser, so no log ever has it."""
    page = settings.HUIYIN_ADDRESS or f"{request.scheme}://{request.get_host()}"
    page += reverse("receipt")
    blocks = printed(code).split("-")
    return PrintedReceipt(code, blocks, page, qr_code(f"{page}#{code}", ANY_MASK))

"""A scan as pictures of its pages."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from huiyin.kit.errors import BadInput
from huiyin.platform.files.rules import ready_pages
from tests.process.channels.papered import scanned_pdf
from tests.rules.files.samples import MARKER, picture, plain_pdf


def test_a_picture_is_one_page_without_its_metadata() -> None:
    (page,) = ready_pages(picture())
    assert page.media_type == "image/jpeg"
    assert MARKER not in page.data


def test_a_scanned_pdf_is_a_picture_a_page_in_its_order() -> None:
    found = ready_pages(scanned_pdf(3))
    reds = []
    for page in found:
        with Image.open(BytesIO(page.data)) as drawn:
            assert drawn.size == (60, 40)
            reds.append(drawn.getpixel((5, 5))[0])  # type: ignore[index]
    assert reds == sorted(reds)
    assert len({page.digest for page in found}) == 3


@pytest.mark.parametrize(("mode", "colour"), [("1", 1), ("L", 200), ("RGB", (1, 2, 3))])
def test_in_black_and_white_too_and_turned_as_the_scanner_says(mode: str, colour: object) -> None:
    target = BytesIO()
    Image.new(mode, (60, 40), colour).save(target, "PDF")  # type: ignore[arg-type]
    turned = BytesIO()
    with pikepdf.open(target) as pdf:
        pdf.pages[0].rotate(90, relative=False)
        pdf.save(turned)
    (page,) = ready_pages(turned.getvalue())
    with Image.open(BytesIO(page.data)) as drawn:
        assert drawn.size == (40, 60)


def test_a_page_that_is_no_scan_is_refused_by_its_number() -> None:
    with pytest.raises(BadInput, match="第 1 页"):
        ready_pages(plain_pdf())


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.4 broken"])
def test_what_is_no_scan_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        ready_pages(data)

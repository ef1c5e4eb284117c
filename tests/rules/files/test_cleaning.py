"""What a giver's file loses: everything but what is seen."""

import base64
import re
import zlib
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from huiyin.kit.errors import BadInput
from huiyin.platform.files.rules import pdfs, ready_evidence, ready_given
from huiyin.platform.files.rules.jpegs import bare_jp2, bare_jpeg
from tests.rules.files import samples
from tests.rules.files.samples import MARKER


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_place_device_author_date_and_comment(form: str) -> None:
    data = ready_given(samples.picture(form)).data
    assert MARKER not in data
    with Image.open(BytesIO(data)) as image:
        assert image.format == form
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment", "XML:com.adobe.xmp"} & image.info.keys()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_turned_as_it_was_seen(form: str) -> None:
    data = ready_given(samples.picture(form, orientation=6)).data
    with Image.open(BytesIO(data)) as image:
        assert image.size == (20, 40)
        red, _, blue = image.convert("RGB").getpixel((10, 5))  # type: ignore[misc]
        assert red > 200 > blue


def test_what_hides_under_full_transparency_goes() -> None:
    target = BytesIO()
    Image.new("RGBA", (9, 9), (12, 34, 56, 0)).save(target, "PNG")
    with Image.open(BytesIO(ready_given(target.getvalue()).data)) as image:
        assert image.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGBA"])
def test_every_kind_of_png_is_drawn_anew(mode: str) -> None:
    target = BytesIO()
    Image.new(mode, (9, 9)).save(target, "PNG")
    assert ready_given(target.getvalue()).media_type == "image/png"


def test_a_cmyk_jpeg_is_drawn_anew() -> None:
    target = BytesIO()
    Image.new("CMYK", (9, 9)).save(target, "JPEG")
    assert ready_given(target.getvalue()).media_type == "image/jpeg"


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(BadInput, match="像素"):
        ready_given(samples.huge_picture())


def test_a_pdf_keeps_what_is_seen_and_nothing_else() -> None:
    data = ready_given(samples.telling_pdf()).data
    assert MARKER not in data
    unpacked = samples.everything_in(data)
    assert MARKER not in unpacked
    for word in (
        b"JavaScript",
        b"OpenAction",
        b"AcroForm",
        b"EmbeddedFile",
        b"/Info",
        b"CreationDate",
        b"/Annot",
    ):
        assert word not in unpacked
    with pikepdf.open(BytesIO(data)) as pdf:
        (page,) = pdf.pages
        (picture,) = page.get_images().values()
        assert pikepdf.PdfImage(picture).as_pil_image().size == (40, 20)
        assert b"cm" in page.Contents.read_bytes()
        assert b"1 0 0 rg" in unpacked, "a filled field stays to be seen"


def test_a_pdf_is_never_the_same_twice_and_not_dated() -> None:
    one, two = (ready_given(samples.plain_pdf()).data for _ in range(2))
    assert one != two
    assert len(set(re.findall(rb"/ID\s*\[\s*<(.*?)>", one + two))) == 2


@pytest.mark.parametrize("filters", ["/FlateDecode", "/ASCII85Decode", "/ASCIIHexDecode"])
def test_a_wrapped_picture_loses_its_exif_as_well(filters: str) -> None:
    wrap = {
        "/FlateDecode": zlib.compress,
        "/ASCII85Decode": lambda data: base64.a85encode(data) + b"~>",
        "/ASCIIHexDecode": lambda data: data.hex().encode() + b">",
    }
    with pikepdf.Pdf.new() as pdf:
        page = pdf.add_blank_page()
        image = pdf.make_stream(b"")
        image.write(
            wrap[filters](samples.picture()),
            filter=pikepdf.Array([pikepdf.Name(filters), pikepdf.Name.DCTDecode]),
        )
        image.Subtype, image.Width, image.Height = pikepdf.Name.Image, 40, 20
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        data = samples.saved(pdf)
    cleaned = ready_given(data).data
    assert b"\xff\xd8" in cleaned
    assert MARKER not in samples.everything_in(cleaned)


def test_a_locked_pdf_is_refused() -> None:
    with pikepdf.open(BytesIO(samples.plain_pdf())) as pdf:
        locked = samples.saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b"))
        owned = samples.saved(pdf, encryption=pikepdf.Encryption(owner="a", user=""))
    for data in (locked, owned):
        with pytest.raises(BadInput, match="密码"):
            ready_given(data)


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    with pytest.raises(BadInput, match="页"):
        ready_given(samples.plain_pdf(pages=pdfs.MOST_PAGES + 1))


def test_a_pdf_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(BadInput):
        ready_given(samples.plain_pdf(contents=b"0 0 m " * 60_000_000))


def test_a_pdf_with_endless_instructions_is_refused() -> None:
    with pytest.raises(BadInput, match="复杂"):
        ready_given(samples.plain_pdf(contents=b"0 0 m\n" * 4_000_000))


@pytest.mark.parametrize("name", [b"/LZWDecode", b"/LZ#57Decode"])
def test_a_packing_without_a_limit_is_refused(name: bytes) -> None:
    with pytest.raises(BadInput, match="复杂"):
        ready_given(samples.plain_pdf().replace(b"%%EOF", b"%" + name + b"\n%%EOF"))


def test_evidence_stays_byte_for_byte() -> None:
    for data in (samples.picture(), samples.telling_pdf(), samples.word()):
        assert ready_evidence(data, "佐证").data == data


def test_a_giver_s_file_has_nothing_in_common_with_its_copy() -> None:
    data = samples.picture()
    one, two = ready_given(data), ready_given(data)
    assert one.digest != two.digest
    assert one.digest != ready_evidence(one.data, "x").digest
    assert one.name == "附件.jpg"


def test_a_bare_jpeg_still_shows_the_same() -> None:
    data = samples.picture(size=(64, 64))
    with Image.open(BytesIO(data)) as before, Image.open(BytesIO(bare_jpeg(data))) as after:
        assert before.tobytes() == after.tobytes()
    target = BytesIO()
    Image.effect_noise((64, 64), 90).convert("RGB").save(
        target, "JPEG", progressive=True, restart_marker_rows=1
    )
    with Image.open(target) as before, Image.open(BytesIO(bare_jpeg(target.getvalue()))) as after:
        assert before.tobytes() == after.tobytes()


def test_a_bare_jp2_has_no_xml() -> None:
    start = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
    data = start + b"\x00\x00\x00\x0cxml PLAN" + b"\x00\x00\x00\x0cjp2cDATA"
    assert bare_jp2(data) == start + b"\x00\x00\x00\x0cjp2cDATA"
    with pytest.raises(ValueError, match="box"):
        bare_jp2(start + b"\x00\x00\x00\x01xml ")

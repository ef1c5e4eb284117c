"""A type is what the content proves: what only says that it is one, or is two at once, is refused by a clear sentence."""

import random
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image

from huiyin.kit.errors import BadInput
from huiyin.platform.files.rules import ALLOWED, Kind, read_upload, ready_evidence, ready_given
from huiyin.platform.files.rules.kinds import MEGABYTE
from tests.rules.files import samples


def excel() -> bytes:
    target = BytesIO()
    Workbook().save(target)
    return target.getvalue()


def gif() -> bytes:
    target = BytesIO()
    Image.new("P", (9, 9)).save(target, "GIF")
    return target.getvalue()


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\x0cmdatDATA"

TAKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "a.jpg": (samples.picture, "image/jpeg"),
    "a.png": (lambda: samples.picture("PNG"), "image/png"),
    "a.webp": (lambda: samples.picture("WEBP"), "image/webp"),
    "a.heic": (lambda: HEIC, "image/heic"),
    "a.pdf": (samples.plain_pdf, "application/pdf"),
    "a.docx": (samples.word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "a.xlsx": (excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "a.doc": (lambda: samples.compound("WordDocument", "1Table"), "application/msword"),
    "a.xls": (lambda: samples.compound("Workbook"), "application/vnd.ms-excel"),
    "a.ppt": (lambda: samples.compound("PowerPoint Document"), "application/vnd.ms-powerpoint"),
    "a.txt": (lambda: "会议纪要\r\n一、整改".encode(), "text/plain"),
    "a.csv": (lambda: "项目,日期\r\n一,二".encode("gb18030"), "text/plain"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_evidence_is_taken_and_named_by_its_content(name: str) -> None:
    make, media_type = TAKEN[name]
    ready = ready_evidence(make(), name)
    assert (ready.media_type, ready.name) == (media_type, name)
    if name != "a.csv":
        assert ready_evidence(make(), "b.exe").name == "b.exe" + name[1:]


@pytest.mark.parametrize(
    "name", [name for name in TAKEN if name not in {"a.jpg", "a.png", "a.webp", "a.pdf"}]
)
def test_a_giver_sends_pictures_and_pdf_only(name: str) -> None:
    with pytest.raises(BadInput, match="可以上传"):
        ready_given(TAKEN[name][0]())


PDF = samples.plain_pdf()
MACRO = b"application/vnd.ms-word.document.macroEnabled.main+xml"

REFUSED: dict[str, tuple[bytes, str]] = {
    "a program named .pdf": (b"MZ\x90\0" + b"\0" * 60 + b"PE\0\0", "程序"),
    "a page": (b"<!DOCTYPE html><html><body>x</body></html>", "网页"),
    "a page in front of a PDF": (b"<html><!-- " + PDF + b" --></html>", "网页"),
    "a PDF with a page in its head": (PDF.replace(b"\n", b"\n%<html><script>x</script>\n", 1), "损坏"),
    "a PDF with an archive behind it": (PDF + samples.archive({"a.exe": b"MZ"}), "损坏"),
    "a PDF with something behind it": (PDF + b"x" * 2000, "损坏"),
    "a picture with an archive behind it": (samples.picture() + samples.archive({"a": b"b"}), "损坏"),
    "half a picture": (samples.picture("PNG")[:-60], "损坏"),
    "the head of a picture": (b"\xff\xd8\xff\xe0" + b"x" * 50, "损坏"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "SVG"),
    "a drawing with a head": (b"<?xml version='1.0'?><svg/>", "SVG"),
    "a GIF": (gif(), "GIF"),
    "an archive": (samples.archive({"a.txt": b"b"}), "压缩包"),
    "RAR": (b"Rar!\x1a\x07\x01\x00" + b"\1" * 50, "RAR"),
    "RTF": (b"{\\rtf1 text}", "RTF"),
    "macros, openly": (samples.word({"word/vbaProject.bin": b"x"}), "宏"),
    "macros by type": (samples.word(main=MACRO), "宏"),
    "a document with a program": (samples.word({"word/embeddings/a.exe": b"MZ"}), "程序"),
    "another document's type": (samples.word(main=b"application/pdf"), "损坏"),
    "a document behind a program": (b"MZ" + samples.word(), "程序"),
    "a document with something in front": (b"PK\x03\x04" + samples.word(), "损坏"),
    "a document with something behind it": (samples.word() + b"x" * 30, "损坏"),
    "a bomb": (samples.word({"word/media/a.bin": b"\0" * 100 * MEGABYTE}), "损坏"),
    "old macros": (samples.compound("WordDocument", "Macros", "VBA"), "宏"),
    "an old document with a password": (samples.compound("EncryptedPackage", "EncryptionInfo"), "密码"),
    "an installer": (samples.compound("\x05SummaryInformation"), "安装包"),
    "a broken compound file": (samples.compound("Workbook")[:600], "损坏|安装包"),
    "boxes with something behind them": (HEIC + b"x" * 20, "损坏"),
    "binary": (bytes(range(256)) * 4, "无法识别"),
    "nothing": (b"", "空"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_it_is_not_is_refused_by_its_true_name(name: str) -> None:
    data, why = REFUSED[name]
    with pytest.raises(BadInput, match=why):
        ready_evidence(data, "说明.pdf")
    with pytest.raises(BadInput):
        ready_given(data)


@pytest.mark.parametrize("kind", Kind)
def test_too_much_is_refused_and_no_more_of_it_is_read(kind: Kind) -> None:
    most = ALLOWED[kind].most_bytes
    assert len(read_upload(BytesIO(b"x" * most), kind)) == most
    stream = BytesIO(b"x" * (most + 5000))
    with pytest.raises(BadInput, match=f"{most // MEGABYTE} MB"):
        read_upload(stream, kind)
    assert stream.tell() == most + 1
    with pytest.raises(BadInput, match="空"):
        read_upload(BytesIO(), kind)
    ready = ready_evidence if kind == Kind.EVIDENCE else (lambda data, name: ready_given(data))
    with pytest.raises(BadInput, match=f"{most // MEGABYTE} MB"):
        ready(b"x" * (most + 1), "a.txt")


def is_taken_or_refused(data: bytes) -> None:
    for ready in (lambda data: ready_evidence(data, "x"), ready_given):
        with suppress(BadInput):
            ready(data)


HEADS = [
    b"",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\0\0\0\0WEBP",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    HEIC[:24],
]
HEADS += [samples.compound("Workbook")[:512]]


@settings(max_examples=150, deadline=None)
@given(head=st.sampled_from(HEADS), tail=st.binary(max_size=600))
def test_random_bytes_are_taken_or_refused(head: bytes, tail: bytes) -> None:
    is_taken_or_refused(head + tail)


WHOLE = [samples.picture(), samples.picture("PNG"), samples.picture("WEBP"), samples.telling_pdf()]
WHOLE += [samples.plain_pdf(), samples.word(), samples.compound("WordDocument")]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.sampled_from(WHOLE), seed=st.integers(0, 2**32))
def test_damaged_files_are_taken_or_refused(data: bytes, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a fuzz run that can be repeated
    broken = bytearray(data)
    for _ in range(chance.choice([1, 3, 30])):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    if chance.random() < 0.3:
        del broken[chance.randrange(len(broken)) :]
    is_taken_or_refused(bytes(broken))

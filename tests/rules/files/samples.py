"""Files to try: pictures and documents that carry what must go, and others that aren't what they say."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
from docx import Document
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, PngImagePlugin

MARKER = b"PLANTED"
"""Stands in every place that must not survive."""


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 20), *, orientation: int = 1) -> bytes:
    """A left half in red, a right half in blue, with a place, a device, an author, a date and XMP."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "PLANTED device"
    exif[0x013B] = "PLANTED author"
    exif[0x0132] = "2014:05:23 PLANTED"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 7.0), 29: "PLANTED gps"})
    options: dict[str, object] = {"exif": exif}
    if form in {"JPEG", "WEBP"}:
        options["xmp"] = b"<x:xmpmeta>PLANTED xmp</x:xmpmeta>"
    if form == "JPEG":
        options["comment"] = b"PLANTED comment"
    if form == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", "PLANTED text")
        texts.add_itxt("XML:com.adobe.xmp", "PLANTED xmp")
        options["pnginfo"] = texts
    options["icc_profile"] = b"PLANTED profile" + b"\0" * 200
    target = BytesIO()
    image.save(target, form, **options)
    data = target.getvalue() + (b"PLANTED behind the end" if form == "JPEG" else b"")
    assert MARKER in data
    return data


def huge_picture() -> bytes:
    """A PNG of 70 kilobytes that is 400 megapixels."""
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    packed = zlib.compress(b"\0" * (20_000 * 2_501), 9)
    parts = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def plain_pdf(pages: int = 1, contents: bytes = b"0 0 m 99 99 l S") -> bytes:
    with Pdf.new() as pdf:
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(200, 200))
            page.obj.Contents = pdf.make_stream(contents)
        return saved(pdf)


def saved(pdf: Pdf, **options: object) -> bytes:
    target = BytesIO()
    pdf.save(target, **options)  # type: ignore[arg-type]
    return target.getvalue()


def telling_pdf() -> bytes:
    """A PDF with something in every place that the cleaning knows, a picture with EXIF and a filled field."""
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        jpeg = pdf.make_stream(picture())
        for key, value in {"Subtype": Name.Image, "Width": 40, "Height": 20, "BitsPerComponent": 8}.items():
            jpeg[f"/{key}"] = value
        jpeg.ColorSpace, jpeg.Filter = Name.DeviceRGB, Name.DCTDecode
        jpeg.Metadata = pdf.make_stream(b"PLANTED image xmp")
        form = pdf.make_stream(b"% PLANTED form comment\n0 0 m 9 9 l S")
        form.Subtype, form.BBox = Name.Form, Array([0, 0, 9, 9])
        form.PieceInfo = Dictionary(App=Dictionary(Private=String("PLANTED private form")))
        tile = pdf.make_stream(b"% PLANTED tile comment\n0 0 m 9 9 l S")
        tile.PatternType, tile.PaintType, tile.TilingType, tile.XStep, tile.YStep = 1, 1, 1, 9, 9
        tile.BBox, tile.Resources = (
            Array([0, 0, 9, 9]),
            Dictionary(Properties=Dictionary(P=String("PLANTED"))),
        )
        jpeg.Own, form.Own = String("PLANTED own key"), String("PLANTED own key")
        page.obj.Resources = Dictionary(
            XObject=Dictionary(Im0=jpeg, Fm0=form, A=tile),
            Pattern=Dictionary(P0=tile),
            Properties=Dictionary(MC0=Dictionary(Type=Name.OCG, Name=String("PLANTED layer"))),
        )
        page.obj.Contents = pdf.make_stream(
            b"% PLANTED comment\n/Span <</ActualText (PLANTED actual)>> BDC q 100 0 0 50 10 10 cm /Im0 Do Q EMC /Fm0 Do"
        )
        page.obj.PieceInfo = Dictionary(App=Dictionary(Private=String("PLANTED private")))
        page.obj.Thumb = pdf.make_stream(b"PLANTED thumbnail")
        page.obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("PLANTED page script")))
        _act(pdf, page)
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = ["PLANTED xmp author"]
        pdf.docinfo["/Author"] = "PLANTED author"
        pdf.docinfo["/CreationDate"] = "D:20140523120000 PLANTED"
        pdf.attachments["PLANTED.txt"] = b"PLANTED attachment"
        data = saved(pdf, compress_streams=False)
    assert MARKER in data
    return data


def _act(pdf: Pdf, page: pikepdf.Page) -> None:
    """Scripts, a field that sends itself, a link and a bookmark."""
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('PLANTED')"))
    look = pdf.make_stream(b"1 0 0 rg 0 0 50 10 re f")
    look.Subtype, look.BBox = Name.Form, Array([0, 0, 50, 10])
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("PLANTED field"),
            V=String("value"),
            Rect=Array([10, 100, 60, 110]),
            A=Dictionary(S=Name.SubmitForm, F=String("http://PLANTED.example")),
            AP=Dictionary(N=look),
            F=4,
        )
    )
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    link.A = Dictionary(S=Name.URI, URI=String("http://PLANTED.example"))
    page.obj.Annots = Array([field, pdf.make_indirect(link)])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    pdf.Root.OpenAction = script
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("PLANTED"), script])))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("PLANTED bookmark", 0))


def everything_in(data: bytes) -> bytes:
    """A PDF with all its streams unpacked: what a search for words would find."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return saved(
            pdf, qdf=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized
        )


def word(extra: dict[str, bytes] | None = None, *, main: bytes = b"") -> bytes:
    """A .docx, with more members; `main` replaces its main content type."""
    target = BytesIO()
    document = Document()
    document.add_paragraph("整改情况说明")
    document.save(target)
    if extra is None and not main:
        return target.getvalue()
    again = BytesIO()
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if main and name == "[Content_Types].xml":
                part = part.replace(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", main
                )
            new.writestr(name, part)
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return again.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in members.items():
            made.writestr(name, part)
    return target.getvalue()


def compound(*names: str) -> bytes:
    """A compound file ([MS-CFB]) whose directory names these things; nothing lies in them."""
    free, end, table_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0)
    head += struct.pack("<108I", *[free] * 108)
    sectors = (len(names) + 1 + 3) // 4
    chain = [table_mark, *[number + 1 for number in range(1, sectors)], end]
    table = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    entries = b"".join(_entry(name, 5 if at == 0 else 2) for at, name in enumerate(("Root Entry", *names)))
    return head + table + entries.ljust(sectors * 512, b"\0")


def _entry(name: str, kind: int) -> bytes:
    coded = name.encode("utf-16-le")
    return (
        coded.ljust(64, b"\0")
        + struct.pack("<HB", len(coded) + 2, kind)
        + bytes(49)
        + struct.pack("<IQ", 0xFFFFFFFE, 0)
    )

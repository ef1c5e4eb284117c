"""PDF files: read once to be sure that they are ones, and built anew from what their pages show."""

import base64
import binascii
import re
import secrets
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, StreamDecodeLevel

from huiyin.kit.errors import BadInput
from huiyin.platform.files.rules.jpegs import bare_jp2, bare_jpeg
from huiyin.platform.files.rules.kinds import PDF, damaged
from huiyin.platform.files.rules.packages import with_password
from huiyin.platform.files.rules.pictures import MOST_PIXELS, too_many_pixels

MOST_PAGES = 300
MOST_DRAWN = 16 * 1024**2
"""Bytes of drawing instructions of all pages, unpacked: they are read one by one to leave out what isn't drawn."""

_MOST_UNPACKED = 256 * 1024**2
# qpdf's own limits hold for the whole process and for every stream that it unpacks, those that it must read to open a file
# included. It has none for LZW, so a giver's file with LZW is turned away unopened.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=_MOST_UNPACKED,
    run_length_max_memory=_MOST_UNPACKED,
    png_max_memory=_MOST_UNPACKED,
    tiff_max_memory=_MOST_UNPACKED,
    max_stream_filters=4,
    doc_max_warnings=1000,
)
_LZW = re.compile(rb"/LZWDecode")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ID = re.compile(rb"/ID\s*\[\s*<([0-9a-fA-F]*)>\s*<([0-9a-fA-F]*)>\s*\]")

# What is needed to draw; every other key of a page, a form or a picture is somebody's own and goes.
_OF_A_PAGE = frozenset(
    ["/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group", "/Resources", "/Contents", "/Type", "/Parent"]
)
_OF_RESOURCES = frozenset(
    ["/XObject", "/Font", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/ProcSet"]
)
_CODED = "/Type /Subtype /Length /Filter /DecodeParms"
_OF_A_FORM = frozenset(f"{_CODED} /FormType /BBox /Matrix /Resources /Group".split())
_OF_A_PICTURE = frozenset(
    f"{_CODED} /Width /Height /ColorSpace /BitsPerComponent /Intent /ImageMask /Mask /Decode /Interpolate /SMask "
    "/SMaskInData".split()
)
# What can stand anywhere else: in fonts, patterns, colours.
_TELLING = frozenset(
    [
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/AF",
        "/OC",
        "/Measure",
        "/PtData",
        "/StructParent",
        "/StructParents",
    ]
)
_MARKS = {"BMC", "BDC", "EMC", "MP", "DP"}  # marked content: what a stretch means, who wrote it
_ERRORS = (
    pikepdf.PikepdfError,
    zlib.error,
    binascii.Error,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RuntimeError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    MemoryError,
    Warning,  # where warnings are made errors
)


def check_pdf(data: bytes) -> None:
    """BadInput when the bytes are no PDF that opens without a password, or one without pages."""
    with _opened(data) as pdf:
        if len(pdf.pages) == 0:
            raise damaged(PDF)


def cleaned_pdf(data: bytes) -> bytes:
    """A new PDF of what the pages show: notes and filled fields drawn in, all that isn't shown left behind.

    Left behind: information, XMP, bookmarks, scripts, actions, links, attached files, layers, structure, thumbnails,
    programs' private data, comments between instructions, and the EXIF of pictures. Its ID is random. BadInput for a
    password, for too many pages or instructions, and as `check_pdf`.
    """
    if _LZW.search(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)):
        raise _too_much()
    with _opened(data) as pdf:
        if not 0 < len(pdf.pages) <= MOST_PAGES:
            raise _too_much()
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
        with Pdf.new() as bare:
            _copy_pages(pdf, bare)
            _scrub(bare)
            target = BytesIO()
            bare.save(
                target,
                stream_decode_level=StreamDecodeLevel.none,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                fix_metadata_version=False,
            )
    return _ID.sub(_random_id, target.getvalue())


def page_pictures(data: bytes) -> list[bytes]:
    """Each page of a scanned PDF as the one picture that it is, as a JPEG. BadInput, naming the page, for one that is anything else.

    Only for what `cleaned_pdf` gave back.
    """
    with _opened(data) as pdf:
        return [_only_picture(page, number) for number, page in enumerate(pdf.pages, start=1)]


def _only_picture(page: pikepdf.Page, number: int) -> bytes:
    pictures = [one for one in page.get_images().values() if isinstance(one, Stream)]
    if len(pictures) != 1:
        raise BadInput(
            f"PDF 第 {number} 页不是一整张扫描图。请让扫描仪一页存一张图（普通 PDF，不要“高压缩”），或存成 JPG 再上传。",
            f"Page {number} of the PDF isn't one scanned picture. Have the scanner save one picture a page (a plain PDF, no "
            "'high compression'), or save JPGs and send those.",
        )
    coded = pikepdf.PdfImage(pictures[0])
    if coded.width * coded.height > MOST_PIXELS:
        raise too_many_pixels()
    turned = int(page.obj.get("/Rotate", 0)) % 360
    picture = coded.as_pil_image().convert("RGB").rotate(-turned, expand=True)
    target = BytesIO()
    picture.save(target, "JPEG", quality=88)
    return target.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[Pdf]:
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise with_password()
            yield pdf
    except pikepdf.PasswordError as error:
        raise with_password() from error
    except _ERRORS as error:
        raise damaged(PDF) from error


def _too_much() -> BadInput:
    return BadInput(
        f"PDF 超过 {MOST_PAGES} 页，或内部过于复杂，无法处理。请只保留有关的几页，或把它们拍成图片再上传。",
        f"The PDF has more than {MOST_PAGES} pages or is too complex. Keep the pages that matter, or send them as pictures.",
    )


def _copy_pages(pdf: Pdf, bare: Pdf) -> None:
    """Copy of each page what draws it, and no other key."""
    for page in pdf.pages:
        _keep_only(page.obj, _OF_A_PAGE)
        bare.pages.append(page)


def _keep_only(thing: Object, keys: frozenset[str]) -> None:
    for key in set(thing.keys()) - keys:
        del thing[key]


def _scrub(bare: Pdf) -> None:
    left = MOST_DRAWN
    for page in bare.pages:
        if "/Resources" in page.obj:
            _keep_only(page.obj.Resources, _OF_RESOURCES)
        page.contents_coalesce()
        if "/Contents" in page.obj:
            drawn = _redrawn(page, left)
            left -= len(drawn)
            page.obj.Contents = bare.make_stream(drawn)
    for thing in list(bare.objects):
        if isinstance(thing, Stream):
            left -= _scrub_stream(thing, left)
        if isinstance(thing, Stream | Dictionary | Array):
            _forget(thing)


def _redrawn(drawing: Object | pikepdf.Page, left: int) -> bytes:
    """The instructions alone, without comments and marks; BadInput when there are more than `left` bytes of them."""
    stream = drawing.obj.Contents if isinstance(drawing, pikepdf.Page) else drawing
    if len(stream.read_bytes()) > left:
        raise _too_much()
    shown = [step for step in pikepdf.parse_content_stream(drawing) if str(step.operator) not in _MARKS]
    return pikepdf.unparse_content_stream(shown)


def _scrub_stream(stream: Stream, left: int) -> int:
    """Clean a form or a picture of what it carries beside what it shows; bytes of instructions that it took."""
    subtype = stream.get("/Subtype")
    if subtype == Name.Image:
        _keep_only(stream, _OF_A_PICTURE)
        _scrub_picture(stream)
        return 0
    if subtype == Name.Form:
        _keep_only(stream, _OF_A_FORM)
    elif stream.get("/PatternType") != 1:
        return 0
    if "/Resources" in stream:
        _keep_only(stream.Resources, _OF_RESOURCES)
    drawn = _redrawn(stream, left)
    stream.write(drawn)
    return len(drawn)


def _scrub_picture(stream: Stream) -> None:
    filters = _filters(stream)
    strip = {"/DCTDecode": bare_jpeg, "/JPXDecode": bare_jp2}.get(filters[-1] if filters else "")
    if strip is None:
        return
    coded = stream.read_raw_bytes()
    for name in filters[:-1]:
        coded = _UNWRAP[name](coded)
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, Array):
        parameters = parameters[len(filters) - 1]
    if not isinstance(parameters, Dictionary):
        parameters = None
    stream.write(strip(coded), filter=Name(filters[-1]), decode_parms=parameters)


def _filters(stream: Stream) -> list[str]:
    named = stream.get("/Filter")
    if named is None:
        return []
    return [str(name) for name in named] if isinstance(named, Array) else [str(named)]


def _inflated(data: bytes) -> bytes:
    part = zlib.decompressobj().decompress(data, _MOST_UNPACKED)
    if len(part) >= _MOST_UNPACKED:
        raise _too_much()
    return part


# Wrappings that a picture may have round its own coding; a KeyError for another one refuses the file.
_UNWRAP: dict[str, Callable[[bytes], bytes]] = {
    "/FlateDecode": _inflated,
    "/ASCIIHexDecode": lambda data: bytes.fromhex(data.split(b">")[0].decode("ascii")),
    "/ASCII85Decode": lambda data: base64.a85decode(data.strip().removesuffix(b"~>")),
}


def _forget(thing: Object, depth: int = 0) -> None:
    """Remove telling keys, in what lies inside as well; what is an object of its own has its own turn."""
    if depth > 50:
        raise ValueError("a PDF of too many layers")
    if isinstance(thing, Array):
        inner = list(thing)
    else:
        _keep_only(thing, frozenset(thing.keys()) - _TELLING)
        inner = [value for _, value in thing.items()]
    for value in inner:
        if isinstance(value, Dictionary | Array) and not value.is_indirect:
            _forget(value, depth + 1)


def _random_id(found: re.Match[bytes]) -> bytes:
    """qpdf makes an ID of the clock's time; a random one of the same length doesn't date the file."""
    one, two = (secrets.token_hex(len(part))[: len(part)].encode() for part in found.groups())
    whole = found[0]
    return whole.replace(found[1], one, 1).replace(found[2], two, 1)

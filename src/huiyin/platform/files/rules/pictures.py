"""Pictures: read once to be sure that they are ones, and drawn anew without anything but what is seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from huiyin.kit.errors import BadInput
from huiyin.platform.files.rules.kinds import JPEG, PNG, WEBP, FileType, damaged

MOST_PIXELS = 52_000_000
"""A phone's 50 megapixels pass. A picture takes some nine bytes of memory a pixel while it is drawn anew."""

_SAVED: dict[FileType, tuple[str, dict[str, int]]] = {
    JPEG: ("JPEG", {"quality": 88}),
    PNG: ("PNG", {}),
    WEBP: ("WEBP", {"quality": 88}),
}
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_ERRORS = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,  # what Pillow raises for a broken PNG
    IndexError,
    KeyError,
    TypeError,
    EOFError,
    OverflowError,
    ArithmeticError,
    AttributeError,
    Warning,  # where warnings are made errors
)


def check_picture(data: bytes) -> None:
    """BadInput when the bytes are no whole picture, or one of too many pixels."""
    with _opened(data) as picture:
        picture.load()


def cleaned_picture(data: bytes) -> bytes:
    """The picture drawn anew: turned as its EXIF says, on white where it was transparent, the first frame alone.

    Nothing else of the file goes over: no EXIF, place, device, date, XMP, comment, text, profile or thumbnail, and no
    tables of the camera's own encoder. BadInput as `check_picture`.
    """
    with _opened(data) as picture:
        ImageOps.exif_transpose(picture, in_place=True)
        name, options = _SAVED[_claimed(data)]
        target = BytesIO()
        _redrawn(picture).save(target, name, **options)
    return target.getvalue()


def _redrawn(picture: Image.Image) -> Image.Image:
    """The pixels alone, in RGB. Colours under full transparency are unseen, so they go, too."""
    bare = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        bare.paste(layered, mask=layered.getchannel("A"))
    else:
        bare.paste(picture if picture.mode == "RGB" else picture.convert("RGB"))
    return bare


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """A picture whose head is read and whose size is known to be sane. Whatever goes wrong inside is BadInput."""
    file_type = _claimed(data)
    try:
        with Image.open(BytesIO(data), formats=[_SAVED[file_type][0]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise too_many_pixels()
            yield picture
    except _BOMBS as error:
        raise too_many_pixels() from error
    except BadInput:
        raise
    except _ERRORS as error:
        raise damaged(file_type) from error


def _claimed(data: bytes) -> FileType:
    return PNG if data.startswith(b"\x89PNG") else WEBP if data.startswith(b"RIFF") else JPEG


def too_many_pixels() -> BadInput:
    """The error for a picture that would fill the memory."""
    return BadInput(
        f"图片的像素超过 {MOST_PIXELS // 10_000} 万，无法处理。请缩小后再上传。",
        f"The picture has more than {MOST_PIXELS // 1_000_000} megapixels. Make it smaller and send it again.",
    )

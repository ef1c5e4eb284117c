"""Pictures: read once to be sure that they are ones, and drawn anew without anything but what is seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from huiyin.kit.errors import BadInput
from huiyin.platform.files.rules.kinds import JPEG, PNG, WEBP, FileType, damaged

MOST_PIXELS = 64_000_000
"""A phone's 50 megapixels pass; four bytes a pixel, three times over, are the memory that a picture takes."""

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
        seen = _flat(ImageOps.exif_transpose(picture))
        bare = Image.frombytes("RGB", seen.size, seen.tobytes())
        target = BytesIO()
        name, options = _SAVED[_claimed(data)]
        bare.save(target, name, **options)
    return target.getvalue()


def _flat(picture: Image.Image) -> Image.Image:
    """In RGB. Colours under full transparency are unseen, so they go, too."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(white, layered).convert("RGB")


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

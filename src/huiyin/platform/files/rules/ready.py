"""A file made ready to be kept. Heavy work, so it is done before the transaction that keeps it."""

from dataclasses import dataclass, field
from threading import Lock

from huiyin.platform.files.rules.digests import digest_of, new_salt
from huiyin.platform.files.rules.kinds import JPEG, PDF, FileType, Kind, checked_size
from huiyin.platform.files.rules.names import clean_name, neutral_name
from huiyin.platform.files.rules.pdfs import cleaned_pdf, page_pictures
from huiyin.platform.files.rules.pictures import cleaned_picture
from huiyin.platform.files.rules.sniffing import sniffed

_ONE_AT_A_TIME = Lock()  # a picture takes up to half a gigabyte while it is drawn anew; anybody may send one


@dataclass(frozen=True)
class Ready:
    """What will be kept: bytes, digest under `salt` ("" for evidence), type, and name for people."""

    kind: Kind
    data: bytes = field(repr=False)
    digest: str
    salt: str = field(repr=False)
    media_type: str
    name: str


def ready_evidence(data: bytes, name: str) -> Ready:
    """Evidence, byte for byte as it came. BadInput for a type, size or content that isn't taken."""
    file_type = sniffed(checked_size(data, Kind.EVIDENCE), Kind.EVIDENCE)
    return Ready(
        Kind.EVIDENCE, data, digest_of(data, ""), "", file_type.media_type, clean_name(name, file_type)
    )


def ready_given(data: bytes) -> Ready:
    """A giver's file without its metadata, under a salt of its own; its name isn't even asked for (SPEC rule 5).

    BadInput as `ready_evidence`. Two calls with the same bytes have nothing in common.
    """
    with _ONE_AT_A_TIME:
        file_type = sniffed(checked_size(data, Kind.GIVEN), Kind.GIVEN)
        clean = cleaned_pdf(data) if file_type == PDF else cleaned_picture(data)
    return _given(clean, file_type)


def ready_again(clean: bytes) -> Ready:
    """What ready_given cleaned before, under a salt of its own: nothing is drawn anew."""
    return _given(clean, sniffed(checked_size(clean, Kind.GIVEN), Kind.GIVEN))


def ready_pages(data: bytes) -> list[Ready]:
    """A scan as pictures of its pages, each a file of its own without metadata; one for what is a picture itself.

    BadInput as `ready_given`, and for a page of a PDF that isn't one picture.
    """
    with _ONE_AT_A_TIME:
        file_type = sniffed(checked_size(data, Kind.GIVEN), Kind.GIVEN)
        if file_type != PDF:
            return [_given(cleaned_picture(data), file_type)]
        return [_given(cleaned_picture(page), JPEG) for page in page_pictures(cleaned_pdf(data))]


def _given(clean: bytes, file_type: FileType) -> Ready:
    salt = new_salt()
    return Ready(
        Kind.GIVEN, clean, digest_of(clean, salt), salt, file_type.media_type, neutral_name(file_type)
    )

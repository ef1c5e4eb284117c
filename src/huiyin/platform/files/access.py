"""Opening a kept file. Who may is decided by the room whose row points at it; this checks no right."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from huiyin.kit.errors import Broken, Unseen
from huiyin.platform.files.models import Attachment
from huiyin.platform.files.queries import shelf
from huiyin.platform.files.rules.digests import digest_of


@dataclass(frozen=True)
class Opened:
    """A file to be sent, with `rules.download_headers(name)`. `media_type` is for the screen, never for the header."""

    stream: BinaryIO
    media_type: str
    name: str
    size: int


def open_file(pk: int) -> Opened:
    """The file of an attachment, compared with its digest. Unseen when there is none. One query.

    Broken when the bytes are gone or others than those that were kept: nobody is shown changed evidence.
    """
    row = Attachment.objects.select_related("file").filter(pk=pk).first()
    if row is None:
        raise Unseen
    try:
        data = shelf().read(row.file.digest)
    except OSError as error:
        raise _broken(row.name) from error
    if digest_of(data, row.file.salt) != row.file.digest:
        raise _broken(row.name)
    return Opened(BytesIO(data), row.file.media_type, row.name, len(data))


def _broken(name: str) -> Broken:
    return Broken(
        f"附件“{name}”的内容已丢失或被改动，无法打开。请管理员从备份恢复附件文件夹（HUIYIN_FILES）。",
        f"The bytes of '{name}' are gone or were changed. Restore the folder of files (HUIYIN_FILES) from a backup.",
    )

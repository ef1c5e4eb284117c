"""Where the files lie, and which of them a row still knows."""

from collections.abc import Collection
from pathlib import Path

from django.conf import settings
from django.db import connection

from huiyin.kit.blocks import in_blocks
from huiyin.kit.shelf import Shelf
from huiyin.platform.files.models import StoredFile

_KEYS_A_QUERY = 400


def shelf() -> Shelf:
    """HUIYIN_FILES; without it `files` beside the SQLite database, or in the current folder."""
    if settings.HUIYIN_FILES:
        return Shelf(Path(settings.HUIYIN_FILES))
    name = str(connection.settings_dict["NAME"])
    beside = connection.vendor == "sqlite" and not name.startswith((":memory:", "file:"))
    return Shelf((Path(name).parent if beside else Path()) / "files")


def known(digests: Collection[str]) -> set[str]:
    """Those of `digests` that a row points at. One query a 400."""
    found: set[str] = set()
    for some in in_blocks(sorted(digests), _KEYS_A_QUERY):
        found.update(StoredFile.objects.filter(digest__in=some).values_list("digest", flat=True))
    return found

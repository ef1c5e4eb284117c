"""Where the files lie, and which of them a row still knows."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from huiyin.kit.blocks import in_blocks
from huiyin.kit.shelf import Shelf
from huiyin.platform.files.models import StoredFile
from huiyin.platform.files.rules.holding import Ticket, unlocked
from huiyin.platform.files.rules.ready import Ready

_KEYS_A_QUERY = 400


def shelf() -> Shelf:
    """HUIYIN_FILES; without it `files` beside the SQLite database, or in the current folder."""
    if settings.HUIYIN_FILES:
        return Shelf(Path(settings.HUIYIN_FILES))
    name = str(connection.settings_dict["NAME"])
    beside = connection.vendor == "sqlite" and not name.startswith((":memory:", "file:"))
    return Shelf((Path(name).parent if beside else Path()) / "files")


def held() -> Shelf:
    """Where a giver's files lie between two pages of a form: in no backup, and for an hour or two."""
    return Shelf(shelf().folder / "held")


def held_given(ticket: Ticket) -> Ready | None:
    """The file that a ticket is of; None where it is gone."""
    try:
        return unlocked(held().read(ticket.name), ticket)
    except FileNotFoundError:
        return None


def held_too_long(at: datetime) -> bool:
    """Whether files lie there whose time is over."""
    return next(held().older_than(at), None) is not None


def known(digests: Collection[str]) -> set[str]:
    """Those of `digests` that a row points at. One query a 400."""
    found: set[str] = set()
    for some in in_blocks(sorted(digests), _KEYS_A_QUERY):
        found.update(StoredFile.objects.filter(digest__in=some).values_list("digest", flat=True))
    return found

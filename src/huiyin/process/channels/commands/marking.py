"""What givers sent along is marked by its digest, and a day's marks are sealed together (SPEC rule 7)."""

from datetime import date, datetime

from django.db import transaction

from huiyin.platform.audit.commands import seal_past_days
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.channels.models import FileMark
from huiyin.process.channels.rules.marks import FILE
from huiyin.process.opinions.rules.identity import fresh_id


def mark_file(digest: str, *, on: date) -> None:
    """Mark a file that is kept. Part of the command that keeps it; one query. Its id is random within the day."""
    FileMark.objects.create(id=fresh_id(on), digest=digest, on=on)


@transaction.atomic
def seal_files(*, by: Actor, at: datetime) -> int:
    """Seal every past day that still has unsealed marks, one record a day; how many days."""
    return seal_past_days(FileMark.objects.all(), kind=FILE, day="on", by=by.code, at=at)

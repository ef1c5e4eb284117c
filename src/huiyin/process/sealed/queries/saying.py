"""What was said of a matter to and fro."""

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.kit.enciphering import Unreadable
from huiyin.process.sealed.models import SealedMatter, SealedMessage
from huiyin.process.sealed.queries.words import opened
from huiyin.process.sealed.rules.package import Said, said_in


def said_of(matter: int) -> list[Said]:
    """The messages of a matter in the order of their days. Unreadable when they are gone, or under another key. One query.

    For commands that record it, and for whoever holds the matter's receipt.
    """
    rows = SealedMessage.objects.filter(matter=matter).order_by("on", "pk")
    return [said(row) for row in rows]


def said(row: SealedMessage) -> Said:
    """One message as it was. Unreadable as above."""
    body, salt, rated = said_in(opened(row.enciphered))
    return Said(row.pk, row.kind, body, salt, row.digest, row.on, row.by, row.sealed_in, row.read_on, rated)


def readable_said(matter: int) -> list[Said]:
    """As said_of; nothing where they can't be opened."""
    try:
        return said_of(matter)
    except Unreadable:
        return []


@dataclass(frozen=True)
class Apart:
    """What whoever holds the receipt of a sealed matter may know: what was said to and fro, and whether more may be (`open`)."""

    open: bool
    said: tuple[Said, ...]


def apart_of(matter: int) -> Apart | None:
    """The sealed matter with this id, None where there is none, or its words are an opinion again. 2 queries."""
    row = SealedMatter.objects.exclude(state=SealedMatter.State.HANDED_BACK).filter(pk=matter).first()
    return None if row is None else Apart(row.enciphered is not None, tuple(readable_said(matter)))


def count_said(matter: int) -> int:
    return SealedMessage.objects.filter(matter=matter).count()


def unread_matters(matters: Iterable[int]) -> set[int]:
    """Those of some matters of which their givers said something that the discipline officer hasn't seen. One query."""
    unread = SealedMessage.objects.filter(matter__in=list(matters), by="", read_on=None)
    return set(unread.values_list("matter_id", flat=True))


def open_matter(pk: int) -> SealedMatter | None:
    """The matter with this id whose words are there, with its campaign; None where there is none. One query."""
    found = SealedMatter.objects.exclude(enciphered=None).select_related("campaign__root", "about")
    return found.filter(pk=pk).first()

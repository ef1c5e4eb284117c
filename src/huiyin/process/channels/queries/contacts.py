"""Whether a giver left a contact, and who looked at it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from huiyin.process.campaigns.models import Campaign
from huiyin.process.channels.models import Contact, ContactOpening, GivenFile
from huiyin.process.opinions.models import OpinionQuerySet


@dataclass(frozen=True)
class Opening:
    """One look at a contact, of the opinion `source_id`."""

    pk: int
    opinion: int
    source_id: str
    why: str
    by: str
    on: date


def has_contact(matter: int) -> bool:
    return Contact.objects.filter(matter=matter).exists()


def openings(
    campaign: Campaign, visible: OpinionQuerySet, *, before: int | None = None, size: int = 50
) -> tuple[list[Opening], int | None]:
    """Who looked at contacts of opinions that the reader sees, the newest first, and where the next page begins. One query.

    What is sealed isn't among the opinions, and so is on nobody's list.
    """
    numbers = visible.filter(pk=OuterRef("matter")).order_by().values("source_id")
    found = ContactOpening.objects.filter(campaign=campaign).annotate(number=Subquery(numbers))
    found = found.exclude(number=None)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk").values_list("pk", "matter", "number", "why", "by", "on")[: size + 1])
    shown = [Opening(*row) for row in rows[:size]]
    return shown, shown[-1].pk if len(rows) > size else None


def openings_of(matter: int) -> "QuerySet[ContactOpening]":
    """Who looked at the contact of one matter. One query."""
    return ContactOpening.objects.filter(matter=matter).order_by("pk")


def files_given(matter: int) -> list[tuple[int, str]]:
    """(id, name) of the files that came with a matter. One query."""
    rows = GivenFile.objects.filter(matter=matter).order_by("attachment_id")
    return list(rows.values_list("attachment_id", "attachment__name"))

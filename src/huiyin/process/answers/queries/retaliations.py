"""Reports of retaliation, for the inspectors and the discipline officer: never for the unit, never for the office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.answers.models import Message
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.reach import Reach, raw_reaches
from huiyin.process.sealed.models import SealedMatter, SealedMessage
from huiyin.process.sealed.rules.reach import sealed_reaches


@dataclass(frozen=True)
class Retaliation:
    """A report and the matter for which the giver had spoken: its number and unit, "" where they aren't known.

    `said` verbatim; "" of a `sealed` matter, which nobody reads without a trace.
    """

    pk: int
    said: str
    on: date
    matter: int
    number: str
    unit: str
    sealed: bool


def retaliations(
    actors: Sequence[Actor], campaign: Campaign, *, before: int | None = None, size: int = 50
) -> tuple[list[Retaliation], int | None]:
    """The reports within reach of the `actors`, the newest first, and where the next page begins. 4 queries.

    An inspector reaches what is said of the opinions that they read; the discipline officer what is said of those above whose units
    they stand, and of their own sealed matters.
    """
    spoken = Opinion.objects.of(campaign).within(_reaches(actors, campaign.root.path))
    apart = SealedMatter.objects.of(campaign).within(sealed_reaches(actors, campaign.root.path))
    outside = Message.objects.filter(campaign=campaign, kind=Message.Kind.RETALIATION)
    outside = outside.filter(Exists(spoken.filter(pk=OuterRef("matter"))))
    inside = SealedMessage.objects.filter(kind=Message.Kind.RETALIATION, matter__in=apart)
    if before is not None:
        outside, inside = outside.filter(pk__lt=before), inside.filter(pk__lt=before)
    rows = [(row.pk, row.matter, row.body or "", row.on) for row in outside.order_by("-pk")[: size + 1]]
    rows += [(row.pk, row.matter_id, "", row.on) for row in inside.order_by("-pk")[: size + 1]]
    rows.sort(reverse=True)
    shown = rows[:size]
    about = _about([matter for _, matter, _, _ in shown])
    listed = [
        Retaliation(pk, said, on, matter, *about.get(matter, ("", "", True)))
        for pk, matter, said, on in shown
    ]
    return listed, shown[-1][0] if len(rows) > size else None


def _reaches(actors: Iterable[Actor], root: str) -> Iterable[Reach]:
    able = [actor for actor in actors if actor.may(Right.RETALIATION_READ, actor.scope)]
    yield from raw_reaches(
        [actor for actor in able if actor.role is Role.SUPERVISION], Right.OPINION_READ_RAW, root
    )
    yield from sealed_reaches(able, root)


def _about(matters: Sequence[int]) -> dict[int, tuple[str, str, bool]]:
    """Number, unit and whether it is sealed, by matter. 2 queries."""
    sealed = SealedMatter.objects.filter(pk__in=matters).values_list("pk", "about__name")
    known = {pk: ("", unit or "", True) for pk, unit in sealed}
    opinions = Opinion.objects.filter(pk__in=matters).values_list("pk", "source_id", "about__name")
    return known | {pk: (number, unit or "", False) for pk, number, unit in opinions}

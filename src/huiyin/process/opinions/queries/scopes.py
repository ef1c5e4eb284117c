"""Which opinions of a campaign are compared with which, and what people have said of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.opinions.models import Judgement, Opinion
from huiyin.process.opinions.rules.scopes import NOWHERE, Mask, scope_of, shelf_of


@dataclass(frozen=True)
class Scopes:
    """The scopes of a campaign: of each unit the one it belongs to, and what the units in it are called."""

    campaign: int
    of_unit: dict[int, int]
    masks: dict[int, Mask]

    def of(self, about: int | None) -> int:
        """The scope of an opinion about a unit; NOWHERE when it isn't known."""
        return NOWHERE if about is None else self.of_unit.get(about, NOWHERE)

    def mask(self, scope: int) -> Mask:
        return self.masks.get(scope) or Mask(())

    def shelf(self, scope: int) -> int:
        """Where the texts of a scope are listed (platform/texts)."""
        return shelf_of(self.campaign, scope)

    @property
    def last_shelf(self) -> int:
        """The last shelf that any unit of this campaign could have."""
        return shelf_of(self.campaign + 1, NOWHERE) - 1


def scopes_of(campaign: Campaign) -> Scopes:
    """2 queries, O(units)."""
    root = campaign.root.path
    taking_part = dict(Participation.objects.filter(campaign=campaign).values_list("unit__path", "unit_id"))
    of_unit: dict[int, int] = {}
    names: dict[int, list[str]] = defaultdict(list)
    for pk, path, name, aliases in Unit.objects.under(root).values_list("pk", "path", "name", "aliases"):
        scope = scope_of(path, root, taking_part) or pk
        of_unit[pk] = scope
        names[scope].extend([name, *aliases])
    return Scopes(campaign.pk, of_unit, {scope: Mask(called) for scope, called in names.items()})


class Standing(NamedTuple):
    """An opinion, and the scope in which it is compared."""

    opinion: int
    scope: int


def standing_in(campaign: Campaign, scopes: Scopes) -> Iterator[Standing]:
    """Every opinion in scope that still has words, the earliest said first. One query."""
    ordered = Opinion.objects.of(campaign).with_text().in_scope().in_order_said()
    for pk, about in ordered.values_list("id", "about_id").iterator():
        yield Standing(pk, scopes.of(about))


Pair = tuple[int, int]


def judged(campaign: Campaign) -> tuple[list[Pair], list[Pair]]:
    """The pairs of opinions of which a person's word stands that they are the same matter, and that they aren't. One query."""
    same: list[Pair] = []
    apart: list[Pair] = []
    standing = Judgement.objects.filter(campaign=campaign, taken_back=False).order_by("pk")
    for one, other, alike in standing.values_list("one_id", "other_id", "same"):
        (same if alike else apart).append((one, other))
    return same, apart

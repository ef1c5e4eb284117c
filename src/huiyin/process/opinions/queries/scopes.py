"""Which opinions of a campaign are compared with which, and what people have said of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from huiyin.platform.orgs.queries import Called, called_under
from huiyin.platform.prepared import PreparedAmong, PreparedRows
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.opinions.models import Judgement, Opinion
from huiyin.process.opinions.rules.scopes import NOWHERE, Mask, scope_of, shelf_of


@dataclass(frozen=True)
class Scopes:
    """The scopes of a campaign: of each unit the one it belongs to, and what the units in it are called."""

    campaign: int
    of_unit: dict[int, int]
    names: dict[int, list[Called]]
    _masks: dict[int, Mask] = field(default_factory=dict, compare=False)

    def of(self, about: int | None) -> int:
        """The scope of an opinion about a unit; NOWHERE when it isn't known."""
        return NOWHERE if about is None else self.of_unit.get(about, NOWHERE)

    def mask(self, scope: int) -> Mask:
        """Made when it is asked for: to make those of all units of a city takes longer than what asks for one."""
        known = self._masks.get(scope)
        if known is None:
            called = [name for unit in self.names.get(scope, ()) for name in unit.names]
            known = self._masks[scope] = Mask(called)
        return known

    def shelf(self, scope: int) -> int:
        """Where the texts of a scope are listed (platform/texts)."""
        return shelf_of(self.campaign, scope)

    @property
    def last_shelf(self) -> int:
        """The last shelf that any unit of this campaign could have."""
        return shelf_of(self.campaign + 1, NOWHERE) - 1


_TAKING_PART = PreparedRows(
    lambda campaign: (
        Participation.objects.filter(campaign=campaign).order_by().values_list("unit__path", "unit_id")
    ),
    -1,
)


def scopes_of(campaign: Campaign) -> Scopes:
    """2 queries, O(units)."""
    root = campaign.root.path
    taking_part = dict(_TAKING_PART.all(campaign.pk))
    of_unit: dict[int, int] = {}
    names: dict[int, list[Called]] = defaultdict(list)
    for unit in called_under(root):
        scope = scope_of(unit.path, root, taking_part) or unit.pk
        of_unit[unit.pk] = scope
        names[scope].append(unit)
    return Scopes(campaign.pk, of_unit, names)


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


_JUDGED = PreparedAmong(
    lambda opinions: (
        Judgement.objects.filter(Q(one__in=opinions) | Q(other__in=opinions), taken_back=False)
        .order_by("pk")
        .values_list("one_id", "other_id")
    )
)


def judged_of(opinions: Sequence[int]) -> dict[int, set[int]]:
    """Those of some opinions of which a person's word stands, and with which others it ties or parts each. One query a 400."""
    found: dict[int, set[int]] = defaultdict(set)
    some = set(opinions)
    for one, other in _JUDGED.all(opinions):
        for this, that in ((one, other), (other, one)):
            if this in some:
                found[this].add(that)
    return dict(found)

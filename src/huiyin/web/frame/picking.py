"""Picking units of a campaign in a form without JavaScript: whole kinds, single ones, or names, one a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.platform.orgs.rules.unit_names import UnitNames, certain_unit
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.web.frame.language import pick
from huiyin.web.frame.visit import Visit

_MOST_LISTED = 200


@dataclass(frozen=True)
class Bundle:
    """Units that can be picked with one tick: a kind or a tier, how many, and whether it is ticked."""

    key: str
    name: str
    count: int
    picked: bool


@dataclass(frozen=True)
class Choice:
    """A unit that can be ticked."""

    pk: int
    name: str
    picked: bool


class Picker:
    """The units that somebody may pick from, and what a form says of them. One query."""

    def __init__(self, visit: Visit, right: Right, typed: QueryDict | None = None) -> None:
        units = Unit.objects.in_scopes(visit.scopes(right)).values("pk")
        there = Participation.objects.filter(campaign=visit.running, ended_on=None, unit__in=units)
        self.parts = list(there.select_related("unit", "campaign__root").order_by("unit__path"))
        self._typed = typed or QueryDict()
        self._tiers = {tier.code: pick(tier.zh, tier.en) for tier in template_of(visit.running).tiers}

    @property
    def bundles(self) -> list[Bundle]:
        """All, tiers, kinds; those that would pick the same units as an earlier one are left out."""
        picked = set(self._typed.getlist("bundle"))
        found, seen = [], set()
        for key, (name, parts) in self._bundled().items():
            members = frozenset(part.pk for part in parts)
            if len(members) > 1 and members not in seen:
                seen.add(members)
                found.append(Bundle(key, name, len(members), key in picked))
        return found

    @property
    def choices(self) -> list[Choice]:
        """Every unit, or none where they are too many for a list: then names are typed."""
        if len(self.parts) > _MOST_LISTED:
            return []
        only = len(self.parts) == 1
        ticked = set(self._typed.getlist("unit"))
        return [Choice(part.pk, part.unit.name, only or str(part.pk) in ticked) for part in self.parts]

    @property
    def names(self) -> str:
        return str(self._typed.get("names", ""))

    def picked(self) -> tuple[Participation, ...]:
        """The participations that the form means, in the order of the tree. BadInput for a name that means none or several."""
        keys = set(self._typed.getlist("bundle"))
        wanted = {part.pk for key, (_, parts) in self._bundled().items() if key in keys for part in parts}
        wanted |= {part.pk for part in self.parts if str(part.pk) in set(self._typed.getlist("unit"))}
        wanted |= set(self._named(self.names.splitlines()))
        return tuple(part for part in self.parts if part.pk in wanted)

    def _bundled(self) -> Mapping[str, tuple[str, Sequence[Participation]]]:
        found: dict[str, tuple[str, list[Participation]]] = {
            "all": (pick("全部参加单位", "all units"), list(self.parts))
        }
        for part in self.parts:
            if part.tier in self._tiers:
                found.setdefault(f"tier-{part.tier}", (self._tiers[part.tier], []))[1].append(part)
        for part in self.parts:
            if part.unit.kind:
                found.setdefault(f"kind-{part.unit.kind}", (part.unit.kind, []))[1].append(part)
        return found

    def _named(self, lines: Sequence[str]) -> list[int]:
        typed = [line.strip() for line in lines if line.strip()]
        if not typed:
            return []
        names = UnitNames.of(
            (str(part.pk), [part.unit.name, *part.unit.aliases, part.unit.code]) for part in self.parts
        )
        return [int(certain_unit(line, names)) for line in typed]

    def one(self, typed: str) -> Participation:
        """The one unit that a field names; where there is but one, nothing needs to be typed."""
        if not typed.strip() and len(self.parts) == 1:
            return self.parts[0]
        if not typed.strip():
            raise BadInput("请写明是哪个单位。", "Say which unit.")
        pk = self._named([typed])[0]
        return next(part for part in self.parts if part.pk == pk)

"""Second rounds of listening: how large one must be, unit by unit, and what came in by those that were held."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from huiyin.analysis.effects import Verdict
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.channels.models import Entrance
from huiyin.process.effects.models import Effect, LatestQuerySet, ListeningRound, RoundUnit
from huiyin.process.effects.rules.sizing import REACH, Open, Size, size_of
from huiyin.process.effects.rules.words import Kind
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import Scopes, scopes_of


@dataclass(frozen=True)
class Need:
    """A unit that a round would help, or whose problems it can't tell of: its size, the problems that can't be told yet, how many opinions about it
    were heard since the campaign began, and how."""

    unit: Unit
    size: Size
    problems: tuple[str, ...]
    heard: int
    channels: Mapping[str, int]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Came:
    """A unit of a round with what came in during its days: opinions by all channels, and by those of before."""

    planned: RoundUnit
    came: int
    same: int


def needs_of(campaign: Campaign, seen: LatestQuerySet) -> list[Need]:
    """The units with closed problems of which it can't be told yet, in the order of the tree: those, too, of which the listening that it takes is
    more than they can give. 6 queries."""
    rows = seen.filter(kind=Kind.PROBLEM, verdict=Verdict.NOT_YET, unit__isnull=False)
    open_: dict[int, list[Effect]] = defaultdict(list)
    for row in rows.select_related("problem", "unit"):
        open_[row.unit_id].append(row)
    if not open_:
        return []
    scopes = scopes_of(campaign)
    said, kinds = _said(campaign, scopes, open_.keys())
    numbers_of = {one.code: one.value for one in template_of(campaign).parameters}
    reach = numbers_of.get("round_reach", REACH)
    found = []
    for unit in Unit.objects.filter(pk__in=open_).order_by("path"):
        those = open_[unit.pk]
        most = max(those, key=lambda one: one.counts.heard_before + one.counts.heard_after)
        episodes = most.counts.heard_before + most.counts.heard_after
        lacking = (Open(one.needed, one.counts.heard_after) for one in those)
        size = size_of(lacking, said[unit.pk], episodes, reach)
        channels = {code: sum(sides) for code, sides in most.channels.items() if code}
        numbers = tuple(one.problem.number for one in those if one.problem is not None)
        if size.tells or size.beyond:
            kinds_there = tuple(sorted(kinds[unit.pk] - {""}))
            found.append(Need(unit, size, numbers, said[unit.pk], channels, kinds_there))
    return found


def _said(
    campaign: Campaign, scopes: Scopes, units: Iterable[int]
) -> tuple["Counter[int]", Mapping[int, set[str]]]:
    """Unit → opinions since the campaign began, and the kinds of giver. One query."""
    wanted = set(units)
    about = [unit for unit, scope in scopes.of_unit.items() if scope in wanted]
    rows = Opinion.objects.of(campaign).filter(about__in=about, raised_on__gte=campaign.started_on)
    said: Counter[int] = Counter()
    kinds: dict[int, set[str]] = defaultdict(set)
    for unit, kind, n in rows.order_by().values_list("about", "giver_kind").annotate(n=Count("pk")):
        said[scopes.of(unit)] += n
        kinds[scopes.of(unit)].add(kind)
    return said, kinds


def entrances_of(unit: Unit) -> dict[str, dict[str, bool]]:
    """The ways by links in which people spoke about a unit: channel → kind of giver → whether its form speaks to pupils. One query."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    rows = Entrance.objects.filter(about=unit).exclude(giver_kind="").order_by("pk")
    for channel, kind, pupils in rows.values_list("channel", "giver_kind", "pupils"):
        found[channel][kind] = pupils
    return dict(found)


def rounds_of(campaign: Campaign) -> list[tuple[ListeningRound, list[Came]]]:
    """The rounds with what came in by them, the latest first. 4 queries and one a round."""
    rounds = list(
        ListeningRound.objects.filter(campaign=campaign).select_related("ask", "run").order_by("-number")
    )
    if not rounds:
        return []
    units: dict[int, list[RoundUnit]] = defaultdict(list)
    for row in RoundUnit.objects.filter(round__in=rounds).select_related("unit").order_by("unit__path"):
        units[row.round_id].append(row)
    scopes = scopes_of(campaign)
    found = []
    for one in rounds:
        came = _came(campaign, scopes, units[one.pk], one.opens_on, one.closes_on)
        rows = []
        for row in units[one.pk]:
            mine = came[row.unit_id]
            same = sum(n for channel, n in mine.items() if channel in row.channels)
            rows.append(Came(row, sum(mine.values()), same))
        found.append((one, rows))
    return found


def _came(
    campaign: Campaign, scopes: Scopes, rows: Iterable[RoundUnit], first: date, last: date
) -> Mapping[int, "Counter[str]"]:
    wanted = {row.unit_id for row in rows}
    about = [unit for unit, scope in scopes.of_unit.items() if scope in wanted]
    said = Opinion.objects.of(campaign).filter(about__in=about, raised_on__range=(first, last)).order_by()
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for unit, channel, n in said.values_list("about", "channel").annotate(n=Count("pk")):
        found[scopes.of(unit)][channel] += n
    return found

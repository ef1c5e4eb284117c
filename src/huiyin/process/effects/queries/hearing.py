"""What was heard of units, as episodes see it, and which opinions are of which closed problem."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from huiyin.analysis.effects import Heard
from huiyin.kit.blocks import in_blocks
from huiyin.process.campaigns.models import Campaign
from huiyin.process.effects.queries.confirming import confirmed, waiting
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries.scopes import Scopes
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.queries.behind import homes, original_of

_AT_ONCE = 300
_NOT_SAID = (Disposition.WITHDRAWN, Disposition.OUT_OF_SCOPE)


@dataclass
class Matter:
    """A closed problem, the unit in which it is measured (None: nothing stands behind it), and its opinions in that unit.

    All that stand behind it and what follows it or it follows (2014-037 and 2014-037-2 are one matter), and what was confirmed;
    `aside`: suggested, not looked at yet; `outside`: how many of its opinions are about other units.
    """

    problem: Problem
    closed_on: date
    unit: int | None = None
    opinions: set[int] = field(default_factory=set)
    aside: set[int] = field(default_factory=set)
    outside: int = 0


def closed_problems(campaign: Campaign) -> list[Problem]:
    """The closed problems under their own number, by number. One query."""
    rows = Problem.objects.of(campaign).standing().filter(closed_on__isnull=False)
    return list(rows.order_by("year", "serial", "occurrence"))


def matters_of(campaign: Campaign, closed: Collection[Problem], scopes: Scopes) -> list[Matter]:
    """The matters of closed problems. 3 queries and those for what is confirmed and waits."""
    chains: dict[tuple[int, int], list[Problem]] = defaultdict(list)
    wanted = {(problem.year, problem.serial) for problem in closed}
    if not wanted:
        return []
    for problem in Problem.objects.of(campaign).filter(dissolved=False, serial__in={n for _, n in wanted}):
        if (problem.year, problem.serial) in wanted:
            chains[problem.year, problem.serial].append(problem)
    merged = homes(campaign)
    members: dict[int, set[int]] = defaultdict(set)
    for old, into in merged.items():
        members[into].add(old)
    everyone = [one for chain in chains.values() for one in chain]
    linked = _linked({pk for one in everyone for pk in (one.pk, *members[one.pk])})
    again, open_ = confirmed(everyone), waiting(everyone)
    about = _about({pk for pks in (*again.values(), *open_.values()) for pk in pks})
    found = []
    for problem in closed:
        chain = chains[problem.year, problem.serial]
        rows = {
            opinion: unit
            for one in chain
            for pk in (one.pk, *members[one.pk])
            for opinion, unit in linked.get(pk, {}).items()
        }
        rows |= {pk: about.get(pk) for one in chain for pk in again.get(one.pk, ())}
        aside = {pk for one in chain for pk in open_.get(one.pk, ())} - rows.keys()
        found.append(_matter(problem, rows, aside, scopes))
    return found


def _matter(problem: Problem, rows: Mapping[int, int | None], aside: set[int], scopes: Scopes) -> Matter:
    """The owner's unit, where one of the opinions is about it; else the one of which most are about."""
    of_unit: dict[int, set[int]] = defaultdict(set)
    for opinion, about in rows.items():
        if about is not None:
            of_unit[scopes.of(about)].add(opinion)
    own = scopes.of(problem.owner_id)
    counted = Counter({unit: len(opinions) for unit, opinions in of_unit.items()})
    home = own if own in of_unit else min(counted, key=lambda unit: (-counted[unit], unit), default=None)
    if problem.closed_on is None:
        raise ValueError(problem.number)
    inside = of_unit[home] if home is not None else set()
    return Matter(problem, problem.closed_on, home, inside, aside, len(rows) - len(inside))


def _linked(problems: Collection[int]) -> dict[int, dict[int, int | None]]:
    """Problem → opinions behind it with the unit each is about. A query for each three hundred problems."""
    found: dict[int, dict[int, int | None]] = defaultdict(dict)
    for some in in_blocks(sorted(problems), _AT_ONCE):
        rows = Link.objects.filter(problem__in=some).values_list("problem_id", "opinion_id", "opinion__about")
        for problem, opinion, about in rows:
            found[problem][opinion] = about
    return found


def _about(opinions: Collection[int]) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for some in in_blocks(sorted(opinions), _AT_ONCE):
        found |= dict(Opinion.objects.filter(pk__in=some).values_list("pk", "about"))
    return found


def heard_of(campaign: Campaign, units: Collection[int], scopes: Scopes) -> dict[int, list[Heard]]:
    """Unit (a scope) → what was said about it and its parts since the campaign began: in the matter, on a known day.

    What is marked as a repetition counts as a near duplicate of the original. A query for each three hundred units of the tree.
    """
    found: dict[int, list[Heard]] = {unit: [] for unit in units}
    wanted = [unit for unit, scope in scopes.of_unit.items() if scope in found]
    for some in in_blocks(sorted(wanted), _AT_ONCE):
        said = Opinion.objects.of(campaign).filter(about__in=some, raised_on__gte=campaign.started_on)
        rows = said.exclude(disposition__in=_NOT_SAID).annotate(original=original_of("pk"))
        fields = (
            "pk", "raised_on", "original", "duplicate_of", "channel", "about",
            "submitted__entrance", "taken_down__forum", "placed__group",
        )  # fmt: skip
        for pk, on, original, repeats, channel, about, entrance, forum, group in rows.values_list(*fields):
            origin = f"e{entrance}" if entrance else f"f{forum}" if forum else ""
            matter = f"g{group}" if group else ""
            found[scopes.of(about)].append(Heard(pk, on, repeats or original, matter, channel, origin))
    return found


def named_by_problem(heard: list[Heard], matters: Collection[Matter]) -> list[Heard]:
    """The same, with what is known to be of a closed problem named after it: people know better than groups."""
    of_problem: dict[int, str] = {}
    for matter in sorted(matters, key=lambda one: -one.problem.pk):
        of_problem |= dict.fromkeys(matter.opinions, f"p{matter.problem.pk}")
    return [
        Heard(
            one.opinion, one.on, one.copy_of, of_problem.get(one.opinion, one.matter), one.channel, one.origin
        )
        for one in heard
    ]

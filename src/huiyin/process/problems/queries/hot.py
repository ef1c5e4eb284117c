"""热点难点 (SPEC S9): what most givers speak of now, which kinds of them, about which units, and how that has grown.

A topic is what several units share (共性问题), or else a group of one unit's opinions; both were found in the opinions themselves. For
readers of the words; who reads none gets hot_figures.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import Coalesce

from huiyin.analysis.shared import common_words, word_weight
from huiyin.platform.orgs.models import Unit
from huiyin.platform.texts.queries import frequencies
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import CommonMatter, Group, Opinion, OpinionQuerySet, Placement
from huiyin.process.opinions.queries import labels_of
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.behind import EXCERPT
from huiyin.process.problems.rules import Window, in_order

MOST_TOPICS = 30
MOST_SAMPLES = 6
FEWEST = 2
LONGEST_TITLE = 120

_KEY = re.compile(r"[cg][1-9][0-9]{0,8}")
_ORIGINAL = Coalesce("placed__repeats", "pk")


@dataclass(frozen=True)
class TopicUnit:
    """Givers of a topic who speak of one unit (None: not said yet which), by their kind; `groups` are the numbers of its groups."""

    unit: int | None
    name: str
    kinds: Mapping[str, int]
    groups: tuple[int, ...]

    @property
    def givers(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True)
class HotTopic:
    """A topic as far as this reader sees it. `key` names it in addresses: c3 is common matter 3, g12 group 12.

    `now` and `before`: givers in the two windows. `title`, `words` and `samples` are members' own; `education` the code of the education
    topic that most of the samples carry, "" for none. `units` in the order of the tree; of them and `kinds`, a letter sent about two
    units or by two kinds counts with each. `raised_as`: the problems raised from its groups.
    """

    key: str
    title: str
    words: tuple[str, ...]
    samples: tuple[str, ...]
    education: str
    now: int
    before: int
    units: tuple[TopicUnit, ...]
    kinds: Mapping[str, int]
    raised_as: tuple[str, ...]

    @property
    def common(self) -> bool:
        """Whether several units share it."""
        return self.key.startswith("c")

    @property
    def number(self) -> int:
        return int(self.key[1:])

    @property
    def groups(self) -> tuple[int, ...]:
        return tuple(number for unit in self.units for number in unit.groups)


def topic_keys(written: Iterable[str]) -> tuple[str, ...]:
    """Those of `written` that can be keys, each once, in their order."""
    return tuple(dict.fromkeys(key for key in written if _KEY.fullmatch(key)))


def hot_topics(
    campaign: Campaign,
    visible: OpinionQuerySet,
    now: Window,
    before: Window,
    *,
    only: Collection[str] | None = None,
) -> tuple[HotTopic, ...]:
    """The topics of most givers in `now`, MOST_TOPICS at most, of FEWEST givers and more; or `only` those with these keys.

    Of the opinions in the matter that the reader sees (`visible`) and whose day is known. Near duplicates count once. 12 queries, 14 after a grouping;
    O(opinions of both windows), and the texts of a few members a topic.
    """
    heard = visible.in_scope().filter(raised_on__gte=before.first, raised_on__lte=now.last)
    ranked = [*_ranked(heard, now, "common", only), *_ranked(heard, now, "group", only)]
    ranked.sort(key=lambda row: (-row[1], row[2], row[0]))
    chosen = ranked if only is not None else ranked[:MOST_TOPICS]
    found = _Found(campaign, visible, heard.filter(raised_on__gte=now.first), [key for key, *_ in chosen])
    return tuple(found.topic(key, this, last) for key, this, last in chosen)


Key = tuple[str, int]
"""("common" or "group", its pk)."""


def _ranked(
    heard: OpinionQuerySet, now: Window, kind: str, only: Collection[str] | None
) -> list[tuple[Key, int, int]]:
    """(key, givers now, givers before) of the topics of one kind, those of most givers now first. One query."""
    field = f"placed__{kind}"
    placed = heard.exclude(**{field: None})
    if kind == "group":
        placed = placed.filter(placed__common=None)
    if only is not None:
        placed = placed.filter(
            **{f"{field}__number__in": [int(key[1:]) for key in only if key[0] == kind[0]]}
        )
    this = Count(_ORIGINAL, distinct=True, filter=Q(raised_on__gte=now.first))
    last = Count(_ORIGINAL, distinct=True, filter=Q(raised_on__lt=now.first))
    rows = placed.order_by().values(field).annotate(now=this, before=last)
    if only is None:
        rows = rows.filter(now__gte=FEWEST).order_by("-now", "before", field)[:MOST_TOPICS]
    return [((kind, row[field]), row["now"], row["before"]) for row in rows]


class _Found:
    """Everything that the chosen topics are shown with, asked for all of them at once."""

    def __init__(
        self, campaign: Campaign, visible: OpinionQuerySet, heard: OpinionQuerySet, keys: Sequence[Key]
    ) -> None:
        self._cells: dict[Key, list[dict[str, Any]]] = defaultdict(list)
        commons = [pk for kind, pk in keys if kind == "common"]
        groups = [pk for kind, pk in keys if kind == "group"]
        mine = Q(placed__common__in=commons) | Q(placed__common=None, placed__group__in=groups)
        for row in _cells(heard.filter(mine)):
            self._cells[_key(row)].append(row)
        self._numbers, self._titles = _named(visible, commons, groups)
        inside = {row["placed__group"] for rows in self._cells.values() for row in rows}
        self._groups = dict(Group.objects.filter(pk__in=inside - {None}).values_list("pk", "number"))
        self._units = _in_tree({row["about"] for rows in self._cells.values() for row in rows})
        self._raised: dict[int, str] = dict(
            Problem.objects.filter(group__in=self._groups).values_list("group_id", "number")
        )
        self._samples = _samples(heard.filter(mine, placed__typical=True), self._cells)
        wanted = {pk for pks in self._samples.values() for pk in pks}
        self._texts = {opinion.pk: opinion.text for opinion in Opinion.objects.filter(pk__in=wanted)}
        self._education = {pk: found.topic for pk, found in labels_of(wanted, wanted).items()}
        counted = frequencies(campaign.pk)
        self._weight = word_weight(counted) if counted else None

    def topic(self, key: Key, now: int, before: int) -> HotTopic:
        texts = [self._texts[pk] for pk in self._samples[key]]
        kinds: Counter[str] = Counter()
        for row in self._cells[key]:
            kinds[row["giver_kind"]] += row["givers"]
        raised = {self._raised.get(row["placed__group"]) for row in self._cells[key]} - {None}
        begins = next((line for text in texts for line in [" ".join(text.split())] if line), "")
        carried = Counter(self._education.get(pk, "") for pk in self._samples[key])
        carried.pop("", None)
        return HotTopic(
            key=f"{key[0][0]}{self._numbers[key]}",
            title=(self._titles.get(key) or begins)[:LONGEST_TITLE],
            words=tuple(common_words(texts, self._weight)),
            samples=tuple(" ".join(text.split())[:EXCERPT] for text in texts),
            education=min(carried, key=lambda code: (-carried[code], code), default=""),
            now=now,
            before=before,
            units=self._by_unit(key),
            kinds=dict(kinds.most_common()),
            raised_as=tuple(sorted((number for number in raised if number), key=in_order)),
        )

    def _by_unit(self, key: Key) -> tuple[TopicUnit, ...]:
        kinds: dict[int | None, Counter[str]] = defaultdict(Counter)
        groups: dict[int | None, set[int]] = defaultdict(set)
        for row in self._cells[key]:
            kinds[row["about"]][row["giver_kind"]] += row["givers"]
            if row["placed__group"] is not None:
                groups[row["about"]].add(self._groups[row["placed__group"]])
        order = [unit for unit in self._units if unit in kinds] + ([None] if None in kinds else [])
        return tuple(
            TopicUnit(unit, self._units.get(unit, ""), kinds[unit], tuple(sorted(groups[unit])))
            for unit in order
        )


def _key(row: Mapping[str, Any]) -> Key:
    common = row["placed__common"]
    return ("common", common) if common is not None else ("group", row["placed__group"])


def _cells(heard: OpinionQuerySet) -> Iterable[dict[str, Any]]:
    """Givers by topic, group, unit and kind, with one opinion of each. One query."""
    by = heard.order_by().values("placed__common", "placed__group", "about", "giver_kind")
    return by.annotate(givers=Count(_ORIGINAL, distinct=True), one=Min("pk"))


def _named(
    visible: OpinionQuerySet, commons: Collection[int], groups: Collection[int]
) -> tuple[dict[Key, int], dict[Key, str]]:
    """Numbers, and the titles of those of whose members the reader sees all: a title is one's own words. 2 queries."""
    numbers: dict[Key, int] = {}
    titles: dict[Key, str] = {}
    unseen = ~Exists(visible.filter(pk=OuterRef("opinion_id")))
    for kind, rows in (
        ("common", CommonMatter.objects.filter(pk__in=commons)),
        ("group", Group.objects.filter(pk__in=groups)),
    ):
        members = Placement.objects.filter(unseen, **{kind: OuterRef("pk")})
        for pk, number, title, hidden in rows.annotate(hidden=Exists(members)).values_list(
            "pk", "number", "title", "hidden"
        ):
            numbers[kind, pk] = number
            if not hidden:
                titles[kind, pk] = title
    return numbers, titles


def _in_tree(units: Collection[int | None]) -> dict[int | None, str]:
    """Names by unit, in the order of the tree. One query."""
    rows = Unit.objects.filter(pk__in=[unit for unit in units if unit is not None]).order_by("path")
    return dict(rows.values_list("pk", "name"))


def _samples(
    typical: OpinionQuerySet, cells: Mapping[Key, Sequence[Mapping[str, Any]]]
) -> dict[Key, list[int]]:
    """A few members a topic, from its largest cells down: the typical ones of their groups, then one of each cell. One query."""
    of_group: dict[int | None, int] = dict(typical.order_by("-pk").values_list("placed__group", "pk"))
    found: dict[Key, list[int]] = {}
    for key, rows in cells.items():
        largest = sorted(rows, key=lambda row: (-row["givers"], row["one"]))
        groups = [row["placed__group"] for row in largest]
        pks = [of_group[group] for group in groups if group in of_group] + [row["one"] for row in largest]
        found[key] = list(dict.fromkeys(pks))[:MOST_SAMPLES]
    return found

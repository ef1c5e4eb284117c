"""Each new opinion finds its neighbours: it joins a group, starts one, or stands alone; in bounded time, however many there are."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Max, QuerySet

from huiyin.analysis.grouping import wanted
from huiyin.analysis.normalise import Text
from huiyin.analysis.placing import MOST_GROUPS, MOST_OF_A_GROUP, likeness, signs, worth_comparing
from huiyin.analysis.titles import group_title
from huiyin.analysis.vectors import Frequencies, vectorise
from huiyin.kit.blocks import in_blocks
from huiyin.kit.precedence import stand_aside
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.commands import list_text
from huiyin.platform.texts.queries import copies_of, frequencies, listed, near_duplicates, shelf_sizes
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.commands.forming import form_anew
from huiyin.process.opinions.models import Doubt, Group, Placement, Unplaced
from huiyin.process.opinions.queries import judged, said_in, scopes_of, unplaced
from huiyin.process.opinions.rules.asking import permille, use_of
from huiyin.process.opinions.rules.disposition import OUT_OF_THE_MATTER
from huiyin.process.opinions.rules.gathering import Said
from huiyin.process.opinions.rules.judging import in_order
from huiyin.process.opinions.rules.scopes import NOWHERE

BLOCK = 10  # whoever speaks meanwhile has to wait for it

# From this share of the cut a person is asked.
DOUBTED = 0.6

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Near:
    """Where a new opinion may belong: a group, or (`group` None) the opinion `nearest` that stands alone.

    Its mean likeness; `share`, what that is of the likeness that is enough for a group of this size (1 and more: enough).
    """

    group: int | None
    common: int | None
    nearest: int
    likeness: float
    exemplars: int = 1
    share: float = 1.0


class _Member(NamedTuple):
    """A text that a new one is compared with; `home` is its group, of so many `texts`, or its own id below zero when it stands alone."""

    opinion: int
    home: int
    common: int | None
    words: Text
    texts: int


def place_opinions(campaign: Campaign, *, by: Actor, at: datetime, progress: Progress | None = None) -> int:
    """Place each indexed opinion that waits for it, the earliest said first; how many waited.

    By what the last whole pass counted (`group_opinions`; before the first one, nothing is placed). A copy follows its original.
    Others are compared with the MOST_COMPARED texts of their scope that share most with them, join the nearest group whose mean likeness
    is enough (`analysis.grouping.wanted`), else start one with a text that stands alone, else stand alone. Just below that a doubt is
    put before a person. One transaction and one record a block. About 11 queries an opinion, whatever the number of opinions.
    """
    by.needs(Right.OPINION_GROUP, campaign.root.path)
    weights = frequencies(campaign.pk)
    if weights is None:
        return 0
    waiting = unplaced(campaign)
    placer = _Placer(campaign, weights)
    for done, block in enumerate(in_blocks(waiting, BLOCK), start=1):
        stand_aside()
        _place_block(campaign, placer, block, by=by, at=at)
        if progress is not None:
            progress(min(done * BLOCK, len(waiting)), len(waiting))
    return len(waiting)


@transaction.atomic
def _place_block(
    campaign: Campaign, placer: "_Placer", block: Sequence[int], *, by: Actor, at: datetime
) -> None:
    take_turn()
    Unplaced.objects.filter(opinion__in=block).delete()
    placed = set(Placement.objects.filter(opinion__in=block).values_list("opinion_id", flat=True))
    new = [one for one in said_in(campaign, placer.scopes, block) if one.opinion not in placed]
    twins = near_duplicates(campaign.pk, block)
    for one in new:
        placer.place(one, twins.get(one.opinion))
    if new:
        facts = {"opinions": len(new)}
        record(act="opinions.placed", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)


class _Placer:
    def __init__(self, campaign: Campaign, weights: Frequencies) -> None:
        self.campaign, self.weights = campaign, weights
        self.scopes = scopes_of(campaign)
        self.sizes = shelf_sizes(campaign.pk)
        self.judged: dict[int, set[int]] = defaultdict(set)
        for one, other in chain(*judged(campaign)):
            self.judged[one].add(other)
            self.judged[other].add(one)

    def place(self, new: Said, original: int | None) -> None:
        """Place one opinion; `original` is the earlier text that it repeats."""
        shelf = self.scopes.shelf(new.scope)
        own = signs(new.words, self.weights, self.sizes.get(shelf, 1))
        known = listed(shelf, own.pieces)
        if new.opinion in self.judged:
            # Somebody has spoken of it before it came here: its place follows from that.
            Placement.objects.create(opinion_id=new.opinion)
            form_anew(self.campaign, {new.opinion, *self.judged[new.opinion]})
            list_text(shelf, new.opinion, own.pieces, known)
            return
        twin = self._twin(new, original) if original is not None else None
        if twin is not None:
            self._join(new, _Near(twin.group_id, twin.common_id, twin.pk, 1.0), repeats=twin.pk)
            return
        list_text(shelf, new.opinion, own.pieces, known)
        near_ = self._nearest(new, worth_comparing(own, {piece: row.holders for piece, row in known.items()}))
        if near_ is not None and near_.share >= 1:
            self._join(new, near_)
        else:
            Placement.objects.create(opinion_id=new.opinion)
            if near_ is not None and near_.share >= DOUBTED:
                self._doubt(new, near_)

    def _twin(self, new: Said, original: int) -> Placement | None:
        """What a copy follows: the first text of its letter about the same unit; about any, when the copy names none. 2 queries."""
        family = [original, *copies_of(original)]
        placed = Placement.objects.filter(opinion__in=family, repeats=None).order_by("opinion_id")
        return next(
            (
                one
                for one in placed.select_related("opinion")
                if new.scope in {NOWHERE, self.scopes.of(one.opinion.about_id)}
            ),
            None,
        )

    def _nearest(self, new: Said, candidates: Sequence[int]) -> _Near | None:
        """The group, or the text alone, of the highest mean likeness among the first few of the candidates' groups. 2 queries."""
        found = self._members(Placement.objects.filter(opinion__in=candidates), new.scope)
        compared = {one.opinion: one for one in found}
        # A text alone stands for itself, under a number that no group has.
        ranked = dict.fromkeys(compared[pk].home for pk in candidates if pk in compared)
        homes = list(ranked)[:MOST_GROUPS]
        speaking = Placement.objects.filter(
            group__in=[home for home in homes if home > 0], exemplar__isnull=False
        )
        exemplars = self._members(speaking, new.scope)
        compared.update((one.opinion, one) for one in exemplars)
        words = [one.words for one in compared.values()]
        cosines = dict(zip(compared, likeness(new.words, words, self.weights).tolist(), strict=True))
        by_home: dict[int, list[_Member]] = defaultdict(list)
        for one in exemplars or found:
            by_home[one.home].append(one)
        near = []
        for home in homes:
            beside = by_home.get(home) or [one for one in found if one.home == home]
            nearest = max(beside, key=lambda one: (cosines[one.opinion], -one.opinion))
            mean = sum(cosines[one.opinion] for one in beside) / len(beside)
            share = mean / float(wanted(nearest.texts + 1))
            group = home if home > 0 else None
            near.append(_Near(group, nearest.common, nearest.opinion, mean, len(beside), share))
        return max(near, key=lambda one: (one.share >= 1, one.likeness, -one.nearest), default=None)

    def _members(self, placed: QuerySet[Placement], scope: int) -> list[_Member]:
        """Those that are still in the matter, about the scope, and have their words. One query."""
        there = placed.exclude(opinion__salt=None).exclude(opinion__disposition__in=OUT_OF_THE_MATTER)
        mask = self.scopes.mask(scope)
        rows = there.order_by("exemplar", "opinion_id").values_list(
            "opinion_id",
            "group_id",
            "common_id",
            "group__givers",
            "opinion__title",
            "opinion__body",
            "opinion__about_id",
        )
        return [
            _Member(pk, group or -pk, common, mask(Text(title or "", body or "")), texts or 1)
            for pk, group, common, texts, title, body, about in rows
            if self.scopes.of(about) == scope
        ]

    def _join(self, new: Said, near: _Near, repeats: int | None = None) -> None:
        group = (
            near.group
            if near.group is not None
            else self._start(new, near, givers=2 if repeats is None else 1)
        )
        if repeats is None and near.group is not None:
            Group.objects.filter(pk=group).update(givers=F("givers") + 1)
        Placement.objects.create(
            opinion_id=new.opinion,
            group_id=group,
            common_id=near.common,
            repeats=repeats,
            exemplar=near.exemplars if repeats is None and near.exemplars < MOST_OF_A_GROUP else None,
            likeness=permille(near.likeness),
        )

    def _start(self, new: Said, near: _Near, *, givers: int) -> int:
        """A group of two: a text that stood alone, and the new one."""
        first = next(
            one.words for one in self._members(Placement.objects.filter(opinion=near.nearest), new.scope)
        )
        last = Group.objects.filter(campaign=self.campaign).aggregate(last=Max("number"))["last"] or 0
        both = [first, new.words]
        group = Group.objects.create(
            campaign=self.campaign,
            number=last + 1,
            title=group_title(both, vectorise(both, self.weights), self.weights)[:120],
            unit_id=new.scope or None,
            givers=givers,
        )
        Placement.objects.filter(opinion=near.nearest).update(
            group=group, typical=True, exemplar=0, likeness=permille(near.likeness)
        )
        return group.pk

    def _doubt(self, new: Said, near: _Near) -> None:
        one, other = in_order(new.opinion, near.nearest)
        size = Group.objects.get(pk=near.group).givers if near.group is not None else 1
        known = {"campaign": self.campaign, "likeness": permille(near.likeness), "weight": 1}
        Doubt.objects.get_or_create(
            one_id=one, other_id=other, defaults={**known, "use": use_of(near.likeness, 1, max(size, 1))}
        )

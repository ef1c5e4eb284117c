"""Each new opinion finds its neighbours: it joins a group, starts one, or stands alone; in bounded time, however many there are."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice

from django.db import connection, transaction

from huiyin.analysis.grouping import wanted
from huiyin.analysis.placing import MOST_GROUPS, MOST_OF_A_GROUP, Reading, likeness, signs, worth_comparing
from huiyin.analysis.titles import group_title
from huiyin.analysis.vectors import vectorise
from huiyin.kit.blocks import in_blocks
from huiyin.kit.precedence import stand_aside
from huiyin.platform.audit.commands import Entry, record_all, take_turn
from huiyin.platform.bulk import insert_row
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.commands import list_text
from huiyin.platform.texts.queries import Weighing, copies_of, listed, originals_of, weighing
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.commands.forming import form_anew
from huiyin.process.opinions.commands.gathered import LONGEST_TITLE
from huiyin.process.opinions.models import Doubt, Placement
from huiyin.process.opinions.queries import scopes_of, unplaced
from huiyin.process.opinions.queries.beside import (
    Beside,
    Original,
    homes_of,
    newly_said,
    original_among,
    speaking_for,
)
from huiyin.process.opinions.queries.scopes import Scopes, judged_of
from huiyin.process.opinions.rules.asking import permille, use_of
from huiyin.process.opinions.rules.gathering import Said
from huiyin.process.opinions.rules.judging import in_order
from huiyin.process.opinions.rules.lengths import kept_length, length_in, stamp_of

BLOCK = 10  # whoever speaks meanwhile has to wait for it

# From this share of the cut a person is asked.
DOUBTED = 0.6

Progress = Callable[[int, int], None]

# Every new opinion goes through these: made by Django anew each time they took half of its time (docs/performance.md).
_FOUND = "DELETE FROM opinions_unplaced WHERE opinion_id = %s"
_GROW = "UPDATE opinions_group SET givers = givers + 1 WHERE id = %s"
_BEGIN = (
    "INSERT INTO opinions_group (campaign_id, number, title, unit_id, givers) "
    "SELECT %s, COALESCE(MAX(number), 0) + 1, %s, %s, %s FROM opinions_group WHERE campaign_id = %s RETURNING id"
)
_SPEAK = "UPDATE opinions_placement SET group_id = %s, typical = %s, exemplar = 0, likeness = %s WHERE opinion_id = %s"


@dataclass(frozen=True)
class _Near:
    """Where a new opinion may belong: the group of `nearest`, or `nearest` itself, which stands alone.

    Its mean likeness to `exemplars` of them; `share`, what that is of the likeness that is enough for a group of this size (1 and more: enough).
    """

    nearest: Beside
    likeness: float
    exemplars: int
    share: float

    @property
    def group(self) -> int | None:
        return self.nearest.home if self.nearest.home > 0 else None


def place_opinions(campaign: Campaign, *, by: Actor, at: datetime, progress: Progress | None = None) -> int:
    """Place each indexed opinion that waits for it, the earliest said first; how many waited.

    By what the last whole pass counted (`group_opinions`; before the first one, nothing is placed). A copy follows its original.
    Others are compared with the MOST_COMPARED texts of their scope that share most with them, join the nearest group whose mean likeness
    is enough (`analysis.grouping.wanted`), else start one with a text that stands alone, else stand alone. Just below that a doubt is
    put before a person. One transaction and one record a block. About 6 queries an opinion and 15 around them, whatever the number of
    opinions.
    """
    by.needs(Right.OPINION_GROUP, campaign.root.path)
    placer = Placer.of(campaign)
    waiting = unplaced(campaign) if placer is not None else []
    if placer is None or not waiting:
        return 0
    for done, block in enumerate(in_blocks(waiting, BLOCK), start=1):
        stand_aside()
        _place_block(placer, block, by=by, at=at)
        if progress is not None:
            progress(min(done * BLOCK, len(waiting)), len(waiting))
    return len(waiting)


@transaction.atomic
def _place_block(placer: "Placer", block: Sequence[int], *, by: Actor, at: datetime) -> None:
    take_turn()
    record_all(placer.place_all(block), by=by.code, at=at)


class Placer:
    """Places the opinions of a campaign by what its last whole pass counted; part of commands, in their transaction and after their turn."""

    def __init__(self, campaign: Campaign, counted: Weighing) -> None:
        self.campaign, self.weights, self.sizes = campaign, counted.frequencies, counted.shelves
        self._digest = counted.digest
        self._stamps: dict[int, bytes] = {}

    @classmethod
    def of(cls, campaign: Campaign) -> "Placer | None":
        """None before the first count. One query."""
        counted = weighing(campaign.pk)
        return cls(campaign, counted) if counted is not None else None

    @cached_property
    def scopes(self) -> Scopes:
        """2 queries."""
        return scopes_of(self.campaign)

    def place_all(self, opinions: Sequence[int]) -> list[Entry]:
        """Place some that waited, a block at most; what is to be recorded of it."""
        with connection.cursor() as cursor:
            cursor.executemany(_FOUND, [(pk,) for pk in opinions])
        new = newly_said(self.campaign, self.scopes, opinions)
        twins, judged = originals_of(opinions), judged_of(opinions)
        for one in new:
            self.place(one, twins.get(one.opinion), judged.get(one.opinion, ()))
        facts = {"opinions": len(new)}
        return [Entry("opinions.placed", f"campaign:{self.campaign.code}", facts)] if new else []

    def place(self, new: Said, original: int | None, judged: Collection[int]) -> None:
        """Place one opinion; `original` is the earlier text that it repeats, `judged` are those with which people tied or parted it."""
        first = self._original(new, original) if original is not None and not judged else None
        if first is not None:
            self._follow(new, first)
            return
        read = Reading.of([new.words], self.weights)
        shelf = self.scopes.shelf(new.scope)
        own = signs(new.words, self.weights, self.sizes.get(shelf, 1), own=read)
        known = listed(shelf, own.pieces)
        list_text(shelf, new.opinion, own.pieces, known)
        if judged:
            # Somebody has spoken of it before it came here: its place follows from that.
            _stand(new, length=self._kept(new, read))
            form_anew(self.campaign, {new.opinion, *judged})
            return
        near = self._nearest(
            new, read, worth_comparing(own, {piece: row.holders for piece, row in known.items()})
        )
        if near is not None and near.share >= 1:
            self._join(new, near, self._kept(new, read))
            return
        _stand(new, length=self._kept(new, read))
        if near is not None and near.share >= DOUBTED:
            self._doubt(new, near)

    def _original(self, new: Said, original: int) -> Original | None:
        """2 queries."""
        return original_among([original, *copies_of(original)], new.scope, self.scopes)

    def _nearest(self, new: Said, read: Reading, candidates: Sequence[int]) -> _Near | None:
        """The group, or the text alone, of the highest mean likeness among the first few of the candidates' groups. 2 queries."""
        homes = dict(islice(homes_of(candidates, new.scope, self.scopes).items(), MOST_GROUPS))
        if not homes:
            return None
        beside = speaking_for(homes, new.scope, self.scopes)
        texts = [one for home in beside.values() for one in home]
        stamp = self._stamp(new.scope)
        known = [length_in(one.length, stamp) for one in texts]
        words = [one.words for one in texts]
        cosines = iter(likeness(new.words, words, self.weights, read, known).tolist())
        near = []
        for members in beside.values():
            like = [next(cosines) for _ in members]
            nearest = max(zip(members, like, strict=True), key=lambda one: (one[1], -one[0].opinion))[0]
            mean = sum(like) / len(members)
            near.append(_Near(nearest, mean, len(members), mean / float(wanted(nearest.texts + 1))))
        return max(near, key=lambda one: (one.share >= 1, one.likeness, -one.nearest.opinion), default=None)

    def _stamp(self, scope: int) -> bytes:
        known = self._stamps.get(scope)
        if known is None:
            known = self._stamps[scope] = stamp_of(self._digest, self.scopes.mask(scope))
        return known

    def _kept(self, new: Said, read: Reading) -> bytes:
        return kept_length(self._stamp(new.scope), float(read.lengths[0]))

    def _follow(self, new: Said, first: Original) -> None:
        """Put a copy where its original is; where that stood alone, both are a group of one giver."""
        group = first.group
        if group is None:
            alone = speaking_for({-first.opinion: [first.opinion]}, first.scope, self.scopes)
            group = self._start(new, alone[-first.opinion][0], first.scope, like=1000, givers=1)
        _stand(new, group, first.common, repeats=first.opinion, like=1000)

    def _join(self, new: Said, near: _Near, length: bytes) -> None:
        like = permille(near.likeness)
        group = near.group
        if group is None:
            group = self._start(new, near.nearest, new.scope, like=like, givers=2)
        else:
            with connection.cursor() as cursor:
                cursor.execute(_GROW, [group])
        exemplar = near.exemplars if near.exemplars < MOST_OF_A_GROUP else None
        _stand(new, group, near.nearest.common, exemplar=exemplar, like=like, length=length)

    def _start(self, new: Said, first: Beside, scope: int, *, like: int, givers: int) -> int:
        """A group of two: a text that stood alone, and the new one. 2 queries."""
        both = [first.words, new.words]
        title = group_title(both, vectorise(both, self.weights), self.weights)[:LONGEST_TITLE]
        campaign = self.campaign.pk
        with connection.cursor() as cursor:
            cursor.execute(_BEGIN, [campaign, title, scope or None, givers, campaign])
            group: int = cursor.fetchone()[0]
            cursor.execute(_SPEAK, [group, True, like, first.opinion])
        return group

    def _doubt(self, new: Said, near: _Near) -> None:
        one, other = in_order(new.opinion, near.nearest.opinion)
        row = {
            "campaign_id": self.campaign.pk,
            "one_id": one,
            "other_id": other,
            "likeness": permille(near.likeness),
            "weight": 1,
            "use": use_of(near.likeness, 1, near.nearest.texts),
            "inside": False,
            "put_off": 0,
        }
        insert_row(Doubt, row, unless=("one_id", "other_id"))


def _stand(
    new: Said,
    group: int | None = None,
    common: int | None = None,
    *,
    exemplar: int | None = None,
    repeats: int | None = None,
    like: int | None = None,
    length: bytes | None = None,
) -> None:
    """Write where an opinion stands; without a group it stands alone. One query."""
    row = {
        "opinion_id": new.opinion,
        "group_id": group,
        "common_id": common,
        "typical": False,
        "exemplar": exemplar,
        "repeats": repeats,
        "likeness": like,
        "length": length,
    }
    insert_row(Placement, row)

"""Opinions weighed alike and asked which of them speak again of a problem: for the page that asks, and for the job that stores."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from huiyin.analysis.grams import BUCKETS, Matrix, gram_weights
from huiyin.analysis.holding import HeldPieces
from huiyin.analysis.normalise import Text
from huiyin.analysis.pieces import packed, unpacked
from huiyin.analysis.recurrence import AGAIN, Heard, SaidAgain, cosines
from huiyin.analysis.shared import SharedWord, shared_words, word_weight
from huiyin.analysis.stored import stacked
from huiyin.analysis.vectors import BLOCK, Frequencies, lengths_of, narrowed, weighted
from huiyin.kit.blocks import in_blocks
from huiyin.platform.orgs.models import Unit
from huiyin.platform.texts.queries import kept_pieces, weighing
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Judgement, Opinion, OpinionQuerySet, Placement
from huiyin.process.opinions.queries import Scopes, scopes_of
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.opinions.rules.lengths import lengths_in, stamp_of
from huiyin.process.opinions.rules.scopes import Mask
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.queries.behind import homes, original_of

UNSEEN = 2
"""A piece that no text counted has: by so many it's taken to be held, or what is new could connect nothing."""

# What somebody marked as repeating an earlier opinion came back all the same.
NO_CANDIDATE = (Disposition.WITHDRAWN, Disposition.OUT_OF_SCOPE)

_HELD = HeldPieces(most=1 << 26)
"""What the process has read lately with `keeps`: 64 MB at most, some fifteen thousand messages. Of words that were erased nothing leads to their
hashed pieces here, which go when others push them out or the process ends."""

_FIELDS = (
    "pk",
    "source_id",
    "title",
    "body",
    "raised_on",
    "about",
    "about__path",
    "about__name",
    "giver_kind",
    "digest",
)


class SaidOnce(NamedTuple):
    """An opinion as it is compared. `original`: the opinion that it is a near duplicate of, or itself; `digest`: what its words are sealed by. Of
    one that was `heard`, the words weren't read, nor what only a reader wants to know, but the `length` that is kept of its vector
    (opinions.rules.lengths)."""

    pk: int
    source_id: str
    title: str | None
    body: str | None
    raised_on: date | None
    about: int | None
    path: str | None
    unit: str | None
    giver_kind: str
    digest: str
    original: int
    length: bytes | memoryview | None = None

    @property
    def words(self) -> Text:
        return Text(self.title or "", self.body or "")


def said(opinions: OpinionQuerySet, most: int | None = None) -> list[SaidOnce]:
    """Those whose words are kept, the first `most` of them. One query."""
    kept = opinions.with_text().annotate(original=original_of("pk"))
    return [SaidOnce(*row) for row in kept.values_list(*_FIELDS, "original")[:most]]


def heard(opinions: OpinionQuerySet) -> list[SaidOnce]:
    """`said` without the words. One query."""
    kept = opinions.with_text().annotate(original=original_of("pk"))
    rows = kept.values_list("pk", "raised_on", "about", "about__path", "digest", "original", "placed__length")
    return [unread(*row) for row in rows]


def unread(
    pk: int,
    on: date | None,
    about: int | None,
    path: str | None,
    digest: str,
    original: int,
    length: bytes | memoryview | None,
) -> SaidOnce:
    """An opinion that is `heard`."""
    return SaidOnce(pk, "", None, None, on, about, path, None, "", digest, original, length)


def overheard(opinions: OpinionQuerySet, most: int) -> list[SaidOnce]:
    """`heard` without the day, the first `most` of them: what others are compared with. One query, some 4 µs a row."""
    kept = opinions.with_text().annotate(original=original_of("pk"))
    rows = kept.values_list("pk", "about", "digest", "original", "placed__length")[:most]
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())  # no column that Django would have to convert
        return [
            SaidOnce(pk, "", None, None, None, about, None, None, "", seal, first, length)
            for pk, about, seal, first, length in cursor.fetchall()
        ]


def links_behind(problem: Problem) -> QuerySet[Link, Any]:
    """The opinions behind the problem and all that was merged into it, as a subquery. One query for the merged ones."""
    home = homes(problem.campaign)
    members = [problem.pk, *(pk for pk, into in home.items() if into == problem.pk)]
    return Link.objects.filter(problem__in=members).order_by().values("opinion_id")


def about(paths: Collection[str]) -> Q:
    """About one of the units at these paths or those below them; about anything where there are none."""
    return Q(about__in=Unit.objects.in_scopes(paths).order_by().values("pk")) if paths else Q()


def paths_around(owner: str | None, inside: Iterable[SaidOnce]) -> set[str]:
    """The units that a problem is about: its owner (a path), and those that the opinions behind it are about."""
    paths = {row.path for row in inside if row.path}
    return paths | {owner} if owner is not None else paths


def later_of(around: OpinionQuerySet, since: date) -> OpinionQuerySet:
    """What was said after `since` and may be a candidate: withdrawn and foreign ones aren't."""
    return around.filter(raised_on__gt=since).exclude(disposition__in=NO_CANDIDATE)


def earlier_of(around: OpinionQuerySet, since: date) -> OpinionQuerySet:
    """What was said up to `since`, the last first: what candidates may be nearer to."""
    return around.in_scope().filter(raised_on__lte=since).order_by("-raised_on", "-pk")


def judged_beside(campaign: Campaign, behind: QuerySet[Link, Any] | Collection[int]) -> dict[int, bool]:
    """Opinion → whether a person said that it speaks of the same as one of those behind the problem; a yes outweighs a no. One query."""
    standing = Judgement.objects.filter(campaign=campaign, taken_back=False)
    pairs = standing.filter(Q(one__in=behind) | Q(other__in=behind)).values_list("one_id", "other_id", "same")
    found: dict[int, bool] = {}
    for one, other, same in pairs:
        for opinion in (one, other):
            found[opinion] = same or found.get(opinion, False)
    return found


def kin_of(behind: QuerySet[Link, Any] | Collection[int]) -> set[int]:
    """The opinions in one group with those behind the problem, as the machine grouped them. One query."""
    groups = Placement.objects.filter(opinion__in=behind).exclude(group=None).values("group_id")
    return set(Placement.objects.filter(group__in=groups).values_list("opinion_id", flat=True))


@dataclass(frozen=True)
class Asked:
    """What is asked of one problem: the opinions behind it, later and earlier ones, and what persons said of them.

    `later_texts`: how many later ones there are, where `later` are some of them.
    """

    inside: Sequence[SaidOnce]
    later: Sequence[SaidOnce]
    before: Sequence[SaidOnce]
    judged: Mapping[int, bool]
    kin: Collection[int]
    later_texts: int | None = None

    @property
    def rows(self) -> list[SaidOnce]:
        return [*self.inside, *self.later, *self.before]

    def said_same(self, row: SaidOnce) -> bool:
        return self.judged.get(row.pk) is True

    def is_near(self, row: SaidOnce, each: SaidAgain) -> bool:
        """Whether it reaches the threshold, repeats one of the problem's, or a person said that it is the same."""
        return each.copy or each.excess >= AGAIN or self.said_same(row)


class Weighed:
    """Opinions of a campaign with their vectors, each of them made once. 3 queries.

    Weighed by what the last grouping counted over the campaign, or before the first one by `rows` alone. A unit's own names
    are taken out, as grouping does: inside one school they would tie everything.

    With `keeps`, pieces that the index of texts keeps are taken from there instead of reading the words, and those that were read gather in `read`, for
    whoever may write to keep them.
    """

    def __init__(self, campaign: Campaign, rows: Sequence[SaidOnce] = (), *, keeps: bool = False) -> None:
        self._scopes: Scopes = scopes_of(campaign)
        self._keeps = keeps
        self.read: dict[int, tuple[bytes, bytes]] = {}
        counted = weighing(campaign.pk)
        self._unseen = UNSEEN if counted else 0
        self._frequencies = counted.frequencies if counted else self._counted(rows)
        self.weight = word_weight(self._frequencies)
        self._counted_as = counted.digest if counted else ""
        self._read = _HELD if keeps and counted else HeldPieces()
        self._stamps: dict[int | None, tuple[bytes, bytes]] = {}

    def found(self, asked: Asked, *, least: float = AGAIN) -> list[tuple[SaidOnce, SaidAgain]]:
        """Those that a person said to be the same first, then the likeliest; none that a person said to be something else.

        The rows of each are places in `asked.rows`.
        """
        rows = asked.rows
        first, later = len(asked.inside), range(len(asked.inside), len(asked.inside) + len(asked.later))
        originals: dict[int, int] = {}
        # A later one speaks for none of the others: which of them are compared must not change what is found.
        for at in sorted(range(len(rows)), key=lambda at: at in later):
            originals.setdefault(rows[at].original, at)
        known = {row.pk for row in asked.inside}
        heard = Heard(
            narrowed(self.vectors(rows)),
            np.array([originals[row.original] for row in rows], np.int64),
            ["later" if at in later else "" for at in range(len(rows))],  # nothing else may be a candidate
        )
        found = heard.again(
            range(first),
            "",
            surely=[at for at in later if asked.said_same(rows[at])],
            kin=[at for at, row in enumerate(rows) if row.pk in asked.kin or asked.said_same(row)],
            least=least,
            later_texts=asked.later_texts,
        )
        wanted = [
            (row, each)
            for each in found
            for row in [rows[each.row]]
            if asked.judged.get(row.pk) is not False and row.pk not in known
        ]
        return sorted(wanted, key=lambda one: not asked.said_same(one[0]))

    def shared(self, later: SaidOnce, beside: SaidOnce) -> list[SharedWord]:
        """The words that the two share, with their places in each."""
        return shared_words(self._blanked(later), self._blanked(beside), self.weight)

    def held(self, rows: Iterable[SaidOnce]) -> list[SaidOnce]:
        """Those that were read already."""
        return [row for row in rows if self._key(row) in self._read]

    def vectors(self, rows: Sequence[SaidOnce], *, keep: bool = True) -> Matrix:
        """A vector each. Without `keep`, what is read isn't kept beyond this. One query a 400 that weren't read yet, and one where words are read."""
        blocks = [
            weighted(unpacked(self._pieces(some, keep=keep)), self._frequencies, self._unseen)
            for some in in_blocks(rows, BLOCK)
        ]
        return blocks[0] if len(blocks) == 1 else stacked(blocks, BUCKETS)

    def beside(self, rows: Sequence[SaidOnce], others: Sequence[SaidOnce]) -> NDArray[np.float64]:
        """The cosine of each of some and each of others, within recurrence.HARDLY: of the others only what they share is weighed. Queries as `vectors`.

        ValueError before the first count: what no second text has tells something here.
        """
        if not self._unseen:
            raise ValueError("nothing was counted yet")
        pieces = self._pieces(others)
        length = lengths_in([row.length for row in others], [self._stamp(row)[1] for row in others])
        missing = np.flatnonzero(length == 0).tolist()
        for some in in_blocks(missing, BLOCK):
            grams = unpacked([pieces[at] for at in some])
            length[some] = lengths_of(grams, self._frequencies, self._unseen)
        return cosines(self.vectors(rows, keep=False), pieces, length, self._frequencies, self._unseen)

    def reading(self, rows: Sequence[SaidOnce]) -> dict[int, tuple[bytes, bytes]]:
        """Of each the stamp of how its words are read, and its pieces: what is to be kept. One query, or two."""
        pieces = self._kept(rows, keep=False)
        return {row.pk: (self._stamp(row)[0], known) for row, known in zip(rows, pieces, strict=True)}

    def _pieces(self, rows: Sequence[SaidOnce], *, keep: bool = True) -> list[bytes]:
        keys = [self._key(row) for row in rows]
        known: dict[Any, bytes] = dict(self._read.among(keys))
        new = {key: row for key, row in zip(keys, rows, strict=True) if key not in known}
        if new:
            found = self._kept(list(new.values()), keep=keep)
            self._read.hold(list(new), found)
            known.update(zip(new, found, strict=True))
        return [known[key] for key in keys]

    def _kept(self, rows: Sequence[SaidOnce], *, keep: bool) -> list[bytes]:
        stamps = [self._stamp(row)[0] for row in rows]
        wanted = {row.pk: stamp for row, stamp in zip(rows, stamps, strict=True)}
        there = kept_pieces(wanted) if self._keeps else {}
        known = [
            there.get(row.pk) if wanted[row.pk] == stamp else None
            for row, stamp in zip(rows, stamps, strict=True)
        ]
        for some in in_blocks([at for at, pieces in enumerate(known) if pieces is None], BLOCK):
            words = self._words([rows[at] for at in some])
            made = packed(gram_weights([self._mask(rows[at])(words[rows[at].pk]) for at in some]))
            for at, pieces in zip(some, made, strict=True):
                known[at] = pieces
                if keep and self._keeps:
                    self.read[rows[at].pk] = stamps[at], pieces
        return [pieces or b"" for pieces in known]

    def _words(self, rows: Sequence[SaidOnce]) -> dict[int, Text]:
        words = {row.pk: row.words for row in rows if row.title is not None}
        unread = [row.pk for row in rows if row.title is None]
        for some in in_blocks(unread, BLOCK):
            kept = Opinion.objects.filter(pk__in=some).order_by().values_list("pk", "title", "body")
            words.update((pk, Text(title or "", body or "")) for pk, title, body in kept)
        return {row.pk: words.get(row.pk, Text("", "")) for row in rows}

    def _key(self, row: SaidOnce) -> tuple[int, str, bytes]:
        """By the names that are taken out, too: one found to be about another unit has others. An id may be given out again, a digest never."""
        return row.pk, row.digest, self._stamp(row)[0]

    def _stamp(self, row: SaidOnce) -> tuple[bytes, bytes]:
        """What says how the words of one about this unit are read, and what says how their vector's length was worked out."""
        known = self._stamps.get(row.about)
        if known is None:
            mask = self._mask(row)
            known = self._stamps[row.about] = mask.stamp, stamp_of(self._counted_as, mask)
        return known

    def _counted(self, rows: Sequence[SaidOnce]) -> Frequencies:
        first: dict[int, SaidOnce] = {}
        for row in rows:
            first.setdefault(row.original, row)
        new = Frequencies()
        new.add([self._masked(row) for row in first.values()])
        return new

    def _masked(self, row: SaidOnce) -> Text:
        return self._mask(row)(row.words)

    def _blanked(self, row: SaidOnce) -> str:
        return self._mask(row).blanked(row.words.whole)

    def _mask(self, row: SaidOnce) -> Mask:
        return self._scopes.mask(self._scopes.of(row.about))

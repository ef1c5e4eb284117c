"""A campaign of very many opinions for bench/placing.py, in a part of the time that the product's own way takes.

What is written is written by the product's own commands and has the same form. Two things are done otherwise, and by several processes:

laid down   signatures and bands of texts that are known to be originals, without comparing each with those before it
grouped     groups are found among each BLOCK texts in the order in which they were said, instead of among all; what the pieces of words are
            weighed with is counted over all, and every text is listed, as in a whole pass (`group_opinions`). A matter of a larger
            campaign has as many groups as there are blocks that speak of it. What to ask a person is looked for only where one block is all.

With BLOCK texts and fewer the tables are those of a whole pass, row by row.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.grams import Matrix, gram_weights
from huiyin.analysis.nearduplicates import bands, shingles, signature
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies

if TYPE_CHECKING:
    from huiyin.platform.orgs.rules.rights import Actor
    from huiyin.process.campaigns.models import Campaign
    from huiyin.process.opinions.queries.scopes import Scopes
    from huiyin.process.opinions.rules.gathering import Distinct, Gathering
    from huiyin.process.opinions.rules.listing import Listing

BLOCK = 10_000
_COUNTED_AT_ONCE = 8192

T = TypeVar("T")
U = TypeVar("U")
Signed = dict[int, tuple[bytes, list[int]]]


def lay_down(campaign: "Campaign", blocks: Iterable[Mapping[int, Text]], *, workers: int) -> None:
    """What index_texts writes of originals, into an index that holds nothing yet: that of the bands is made when all are in."""
    from django.db import connection, transaction  # noqa: PLC0415

    from huiyin.platform.bulk import insert_many  # noqa: PLC0415
    from huiyin.platform.texts.models import Band, IndexedText  # noqa: PLC0415
    from huiyin.process.opinions.models import Unplaced  # noqa: PLC0415

    with connection.schema_editor() as editor:
        for index in Band._meta.indexes:
            editor.remove_index(Band, index)
    for signed in _by_many(_signed, blocks, workers):
        rows = ((pk, sign) for pk, (sign, _) in signed.items())
        keys = ((key ^ (campaign.pk << 40), pk) for pk, (_, own) in signed.items() for key in own)
        with transaction.atomic():
            insert_many(IndexedText, ("text", "signature"), rows, {"corpus": campaign.pk})
            insert_many(Band, ("key", "text"), keys)
    Unplaced.objects.filter(campaign=campaign).update(indexed=True)
    with connection.schema_editor() as editor:
        for index in Band._meta.indexes:
            editor.add_index(Band, index)


def _by_many(work: Callable[[T], U], things: Iterable[T], workers: int) -> Iterator[U]:
    """What `work` makes of each, in order, by processes of their own; a few more are asked for than there are workers."""
    from django.db import connections  # noqa: PLC0415

    connections.close_all()  # nobody inherits one
    waiting = []
    with get_context("fork").Pool(workers) as pool:
        for thing in things:
            waiting.append(pool.apply_async(work, (thing,)))
            if len(waiting) > workers + 1:
                yield waiting.pop(0).get()
        for one in waiting:
            yield one.get()


def _signed(block: Mapping[int, Text]) -> Signed:
    found = {pk: signature(shingles(text)) for pk, text in block.items()}
    return {pk: (sign, bands(sign)) for pk, sign in found.items()}


@dataclass(frozen=True)
class _Everything:
    """What the processes that read and group are forked with."""

    campaign: "Campaign"
    scopes: "Scopes"
    distinct: "Distinct"
    frequencies: Frequencies


_everything: list[_Everything] = []  # one, while there are such processes


class _Listed(NamedTuple):
    """What rules/listing gathered of a block."""

    pieces: list[NDArray[np.int32]]
    rows: list[NDArray[np.int64]]
    counts: list[NDArray[np.uint8]]
    lengths: NDArray[np.float64]


def group_in_blocks(campaign: "Campaign", *, by: "Actor", at: datetime, workers: int) -> int:
    """See above; how many groups. Written as `group_opinions` writes them."""
    from huiyin.process.opinions.commands import grouping  # noqa: PLC0415
    from huiyin.process.opinions.queries import scopes_of  # noqa: PLC0415
    from huiyin.process.opinions.queries.scopes import standing_in  # noqa: PLC0415
    from huiyin.process.opinions.rules.gathering import Distinct  # noqa: PLC0415
    from huiyin.process.opinions.rules.listing import Listing  # noqa: PLC0415

    state, scopes = grouping._state(campaign), scopes_of(campaign)
    distinct = Distinct.of(standing_in(campaign, scopes), {})
    frequencies, listing = Frequencies(), Listing(distinct.scopes)
    _everything[:] = [_Everything(campaign, scopes, distinct, frequencies)]
    for grams in _by_many(_grams, _blocks(_COUNTED_AT_ONCE), workers):
        frequencies.count(grams)
    found = []
    for rows, (block, listed) in zip(
        _blocks(BLOCK), _by_many(_grouped, _blocks(BLOCK), workers), strict=True
    ):
        found.append(block)
        listing._pieces += listed.pieces
        listing._rows += listed.rows
        listing._counts += listed.counts
        listing.lengths[rows] = listed.lengths
    gathered = _together(found, frequencies)
    if not grouping._write(
        campaign, grouping._Read(state, scopes, distinct, listing, gathered), by=by, at=at
    ):
        raise RuntimeError("somebody else writes into this database")
    return len(gathered.groups)


def _blocks(size: int) -> Iterator[NDArray[np.int64]]:
    texts = len(_everything[0].distinct.opinions)
    for start in range(0, texts, size):
        yield np.arange(start, min(start + size, texts))


def _words(ids: Sequence[int]) -> Mapping[int, Text]:
    from huiyin.process.opinions.commands.grouping import _words as words_of  # noqa: PLC0415

    return words_of(_everything[0].campaign, _everything[0].scopes)(ids)


def _grams(rows: NDArray[np.int64]) -> Matrix:
    return gram_weights(_everything[0].distinct.texts(rows, _words))


def _grouped(rows: NDArray[np.int64]) -> tuple["Gathering", _Listed]:
    from huiyin.process.opinions.rules.gathering import Distinct, gather  # noqa: PLC0415
    from huiyin.process.opinions.rules.listing import Listing  # noqa: PLC0415

    whole, frequencies = _everything[0].distinct, _everything[0].frequencies
    some = Distinct(whole.opinions[rows], whole.scopes[rows], {}, {})
    listing = _Among(Listing(whole.scopes), int(rows[0]))
    aside = () if len(rows) == len(whole.opinions) else None
    found = gather(some, frequencies, _words, aside=aside, listing=listing)  # type: ignore[arg-type]
    own = listing.whole
    listed = _Listed(own._pieces, own._rows, own._counts, own.lengths[rows])
    return replace(found, frequencies=Frequencies()), listed


class _Among:
    """A listing of all rows that is told those of a block, which begins at `first`."""

    def __init__(self, whole: "Listing", first: int) -> None:
        self.whole, self._first = whole, first

    def add(self, rows: NDArray[np.int64], grams: Matrix, frequencies: Frequencies) -> None:
        self.whole.add(rows + self._first, grams, frequencies)


def _together(found: Sequence["Gathering"], frequencies: Frequencies) -> "Gathering":
    """All groups, in the order of a whole pass: the largest first, of equals the one whose first opinion is earlier."""
    from huiyin.process.opinions.rules.gathering import Gathering  # noqa: PLC0415

    groups = sorted((group for one in found for group in one.groups), key=lambda group: -len(group.opinions))
    if len(found) == 1:
        return replace(found[0], frequencies=frequencies)
    return Gathering(tuple(groups), frequencies=frequencies)

"""Questions to the text index. What is asked for every new text is asked by statements that are made once (platform/prepared)."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from django.db import connection
from django.db.models import Exists, OuterRef
from numpy.typing import NDArray

from huiyin.analysis.copied import Hit, Passage, passages
from huiyin.analysis.fingerprints import fingerprints
from huiyin.analysis.letters import letters_of
from huiyin.analysis.vectors import Frequencies
from huiyin.kit.blocks import in_blocks
from huiyin.platform.prepared import PreparedAmong, PreparedRows
from huiyin.platform.texts.models import (
    Band,
    FormalText,
    IndexedText,
    Mark,
    Meaning,
    Posting,
    SearchableText,
    Vocabulary,
)
from huiyin.platform.texts.rules import STAMP, Sought, posting_keys

KEYS_A_QUERY = 400
MANY_HITS = 1000


_BY_BAND = PreparedAmong(
    lambda keys: Band.objects.filter(key__in=keys).order_by("pk").values_list("key", "text")
)
_SIGNATURES = PreparedAmong(
    lambda texts: (
        IndexedText.objects.filter(text__in=texts).exclude(signature=None).values_list("text", "signature")
    )
)


def texts_by_band(keys: Collection[int]) -> dict[int, list[int]]:
    """Which indexed texts hold each band, the earlier indexed first. One query a 400 bands."""
    found: dict[int, list[int]] = {}
    for key, text in _BY_BAND.all(sorted(keys)):
        found.setdefault(key, []).append(text)
    return found


def signatures(texts: Collection[int]) -> dict[int, bytes]:
    """The signatures of originals. One query a 400 texts."""
    return {text: bytes(signed) for text, signed in _SIGNATURES.all(sorted(texts)) if signed}


def near_duplicates(corpus: int, among: Collection[int] | None = None) -> dict[int, int]:
    """Near duplicate → the earlier text that it repeats, for a whole corpus or `among` some texts. One query."""
    pairs = IndexedText.objects.filter(corpus=corpus).exclude(near_duplicate_of=None)
    if among is not None:
        pairs = pairs.filter(text__in=among)
    rows = pairs.values_list("text", "near_duplicate_of").iterator()
    return {text: original for text, original in rows if original is not None}


_ORIGINALS = PreparedAmong(
    lambda texts: (
        IndexedText.objects.filter(text__in=texts)
        .exclude(near_duplicate_of=None)
        .values_list("text", "near_duplicate_of")
    )
)
_COPIES = PreparedRows(
    lambda original: IndexedText.objects.filter(near_duplicate_of=original).values_list("text"), -1
)


def originals_of(texts: Sequence[int]) -> dict[int, int]:
    """`near_duplicates` of some texts, whichever corpus they are of. One query a 400."""
    return dict(_ORIGINALS.all(texts))


def copies_of(original: int) -> list[int]:
    """The near duplicates of a text. One query."""
    return [text for (text,) in _COPIES.all(original)]


_INDEXED = PreparedAmong(
    lambda texts, corpus: (
        IndexedText.objects.filter(corpus=corpus, text__in=texts).order_by().values_list("text")
    ),
    -1,
)


def indexed(corpus: int, among: Collection[int] | None = None) -> set[int]:
    """The ids of the indexed texts of a corpus, all or those `among` some. One query, one a 400 of these."""
    if among is not None:
        return {text for (text,) in _INDEXED.all(list(among), corpus)}
    return set(IndexedText.objects.filter(corpus=corpus).values_list("text", flat=True).iterator())


_PIECES = PreparedAmong(
    lambda texts: (
        IndexedText.objects.filter(text__in=texts, pieces__isnull=False)
        .order_by()
        .values_list("text", "pieces")
    )
)


def kept_pieces(stamps: Mapping[int, bytes]) -> dict[int, bytes]:
    """The pieces of those of some texts (id → stamp) of which they are kept under that stamp. One query a 400 texts."""
    found: dict[int, bytes] = {}
    for text, pieces in _PIECES.all(sorted(stamps)):
        whole = bytes(pieces)
        if whole.startswith(stamps[text]):
            found[text] = whole[STAMP:]
    return found


def unread_texts(corpus: int, most: int) -> list[int]:
    """The first `most` originals of a corpus whose pieces aren't kept. One query, by an index of these alone."""
    waiting = IndexedText.objects.filter(corpus=corpus, pieces=None, near_duplicate_of=None)
    return list(waiting.order_by("text").values_list("text", flat=True)[:most])


class Source(NamedTuple):
    """A formal text as the room above calls it."""

    kind: str
    thing: int


@dataclass(frozen=True)
class Shared:
    """A passage of a text that a source has, too; `also` are other sources of most of it."""

    passage: Passage
    source: Source
    also: tuple[Source, ...]


SourceReader = Callable[[Collection[Source]], Mapping[Source, str]]


def passages_like(text: str, read: SourceReader, *, but: Collection[Source] = ()) -> list[Shared]:
    """The passages of a text that indexed formal texts have, too, in its order; never of the sources in `but` (such as itself).

    `read` gives the words of some sources (the index keeps none); one whose words changed since it was indexed is compared as it is
    now. Queries: one a 400 fingerprints, one, and those of `read`. Time grows with what is shared, not with the number of texts.
    """
    letters = letters_of(text)
    heres: dict[int, list[int]] = {}
    for key, here in fingerprints(letters.text):
        heres.setdefault(key, []).append(here)
    hits = _hits(heres)
    names = _sources({hit.source for hit in hits})
    known = {pk: name for pk, name in names.items() if name not in but}

    def words(wanted: Collection[int]) -> dict[int, str]:
        texts = read([known[pk] for pk in wanted])
        return {pk: texts[known[pk]] for pk in wanted if known[pk] in texts}

    return [
        Shared(passage, known[passage.source], tuple(known[pk] for pk in passage.also))
        for passage in passages(text, letters, (hit for hit in hits if hit.source in known), words)
    ]


def _hits(heres: Mapping[int, list[int]]) -> list[Hit]:
    """Where indexed texts have the fingerprints that stand at these places, the earlier indexed first. One query a 400."""
    hits: list[Hit] = []
    for some in in_blocks(sorted(heres), KEYS_A_QUERY):
        rows = Mark.objects.filter(key__in=some).order_by("pk").values_list("key", "text_id", "at")
        hits.extend(Hit(source, here, there) for key, source, there in rows for here in heres[key])
    return hits


def _sources(pks: Collection[int]) -> dict[int, Source]:
    """One query a 400."""
    found: dict[int, Source] = {}
    for some in in_blocks(sorted(pks), KEYS_A_QUERY):
        rows = FormalText.objects.filter(pk__in=some).values_list("pk", "kind", "thing")
        found.update((pk, Source(kind, thing)) for pk, kind, thing in rows)
    return found


def is_frequent(sought: Sought) -> bool:
    """Whether so many texts hold the words that walking past all texts finds a page of them sooner. One query, on PostgreSQL.

    There the planner takes pairs that always stand together for a rare coincidence, expects a handful of hits, and sorts all
    ten thousand. SQLite walks its hits in order anyway.
    """
    if connection.vendor != "postgresql" or not sought.longer:
        return False
    return SearchableText.objects.filter(pairs__holds=sought).values("pk")[:MANY_HITS].count() == MANY_HITS


class Listed(NamedTuple):
    """The texts listed under a piece, the earlier listed first, as they lie in the database; `full`: there were too many, so it tells nothing."""

    ids: bytes
    full: bool

    @property
    def holders(self) -> NDArray[np.int64]:
        return np.frombuffer(self.ids, "<i8")


_LISTED = PreparedAmong(
    lambda keys: Posting.objects.filter(key__in=keys).values_list("key", "holders", "full")
)


def listed(shelf: int, pieces: NDArray[np.int64]) -> dict[int, Listed]:
    """Which texts of a shelf are listed under each of `pieces`; none for a piece that nobody is. One query a 400 pieces."""
    keys = posting_keys(shelf, pieces).tolist()
    piece_of = dict(zip(keys, pieces.tolist(), strict=True))
    return {piece_of[key]: Listed(bytes(holders), bool(full)) for key, holders, full in _LISTED.all(keys)}


def text_count(corpus: int) -> int | None:
    """How many texts a corpus had when its pieces were last counted; None before. One query."""
    return Vocabulary.objects.filter(corpus=corpus).values_list("texts", flat=True).first()


_DIGEST = PreparedRows(lambda corpus: Vocabulary.objects.filter(corpus=corpus).values_list("digest"), -1)
_VOCABULARY = PreparedRows(
    lambda corpus: Vocabulary.objects.filter(corpus=corpus).values_list("digest", "shelves"), -1
)


class Weighing(NamedTuple):
    """What the pieces of a corpus's texts are weighed with, and how many texts each shelf held, as last counted. Not to be changed."""

    digest: str
    frequencies: Frequencies
    shelves: Mapping[int, int]


def vocabulary_of(corpus: int) -> str:
    """The digest of what the pieces of a corpus's texts are weighed by; "" before the first count. One query."""
    return next((digest for (digest,) in _DIGEST.all(corpus)), "")


_loaded: dict[str, Frequencies] = {}  # by digest
_MOST_LOADED = 4


def weighing(corpus: int) -> Weighing | None:
    """None before the first count. One query, two after a count. Kept by the process until the next count: up to 32 MB."""
    found = _VOCABULARY.all(corpus)
    if not found:
        return None
    digest, shelves = found[0]
    return Weighing(*_frequencies(corpus, digest), _shelves(shelves))


def frequencies(corpus: int) -> Frequencies | None:
    """What pieces of a corpus's texts are weighed with (`weighing`)."""
    known = weighing(corpus)
    return known.frequencies if known is not None else None


def shelf_sizes(corpus: int) -> Mapping[int, int]:
    """How many texts each shelf of a corpus held when its pieces were last counted. One query."""
    return next((_shelves(shelves) for _, shelves in _VOCABULARY.all(corpus)), {})


@lru_cache(maxsize=_MOST_LOADED)
def _shelves(written: str) -> Mapping[int, int]:
    return {int(shelf): texts for shelf, texts in json.loads(written).items()}


def _frequencies(corpus: int, digest: str) -> tuple[str, Frequencies]:
    """Those of this digest, or with another one if they were counted anew meanwhile."""
    known = _loaded.get(digest)
    if known is None:
        row = Vocabulary.objects.get(corpus=corpus)
        digest, known = row.digest, Frequencies.from_bytes(bytes(row.frequencies))
        while len(_loaded) >= _MOST_LOADED:
            _loaded.pop(next(iter(_loaded)), None)
        _loaded[digest] = known
    return digest, known


def meanings(texts: Collection[int]) -> tuple[str, dict[int, NDArray[np.float32]]]:
    """(encoder, vectors by text), of the encoder that most of `texts` were read by; "" and none without any. One query."""
    rows = list(Meaning.objects.filter(text__in=texts).values_list("text", "encoder", "vector"))
    by_encoder = Counter(encoder for _, encoder, _ in rows).most_common(1)
    encoder = by_encoder[0][0] if by_encoder else ""
    vectors = {
        text: np.frombuffer(vector, "<f2").astype(np.float32) for text, of, vector in rows if of == encoder
    }
    return encoder, vectors


def without_meaning(corpus: int, encoder: str) -> list[int]:
    """The indexed texts of a corpus that this encoder hasn't read yet. One query, O(n)."""
    read = Meaning.objects.filter(text=OuterRef("text"), encoder=encoder)
    waiting = IndexedText.objects.filter(corpus=corpus).exclude(Exists(read)).order_by("text")
    return list(waiting.values_list("text", flat=True).iterator())

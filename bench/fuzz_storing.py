"""What bench/fuzz_analysis.py calls of rows in memory and in files, of what is listed, and of the little things beside them."""
# ruff: noqa: S101 - a case is a row of assertions

import numpy as np

from bench.fuzzing import Given, case, equal, spans_inside
from bench.odd_texts import odd, odd_text, some_odd_texts
from huiyin.analysis import (
    distinct,
    grams,
    holding,
    intervals,
    neighbours,
    normalise,
    pieces,
    placing,
    quoting,
    stored,
    titles,
    unmentioned,
    vectors,
)

FEW = 25  # texts of a batch


@case(vectors.counted, vectors.weighed, vectors.weighted, stored.stored, stored.laid_down, stored.stacked)
def made_at_one_reading(given: Given) -> None:
    texts = some_odd_texts(given.chance, FEW)
    known, laid = vectors.counted([texts[:9], texts[9:]])
    alone = vectors.Frequencies()
    alone.add(texts)
    assert equal(known.in_use(), alone.in_use())
    rows = stored.stored(vectors.weighed(laid, known))
    whole = vectors.vectorise(texts, alone)
    assert abs(rows.between(0, len(texts)) - whole).nnz == 0
    again = vectors.weighted(grams.gram_weights(texts), known)
    assert abs(again - whole).nnz == 0
    assert stored.stacked([], 7).shape == (0, 7)


@case(grams.grams_of, vectors.lengths, pieces.packed, pieces.unpacked, normalise.letters)
def read_once(given: Given) -> None:
    texts = some_odd_texts(given.chance, FEW)
    for text in texts:
        assert "".join(map(chr, normalise.letters(text.body).tolist())) == normalise.normalise(text.body)
    every, whole = grams.grams_of(texts), grams.gram_weights(texts)
    assert np.array_equal(every.buckets, whole.indices)
    assert np.array_equal(every.said, whole.data)
    among = np.array([given.chance.random() < 0.3 for _ in range(1 << 8)])
    some, kept = grams.grams_of(texts, among), among[every.buckets % (1 << 8)]
    assert np.array_equal(some.said, every.said[kept])
    assert np.array_equal(some.rows, every.rows[kept])
    again = pieces.unpacked(pieces.packed(whole))
    assert np.array_equal(again.data, whole.data)
    assert np.array_equal(again.indices, whole.indices)
    known = vectors.Frequencies()
    known.count(whole)
    found = vectors.lengths(every.rows, every.said.astype(np.float64), len(texts), known)
    assert found.shape == (len(texts),)
    assert (found > 0).all()


@case(stored.Held, stored.Laid, stored.Patched, stored.in_parts, stored.means)
def the_same_wherever_they_lie(given: Given) -> None:
    texts = some_odd_texts(given.chance, FEW)
    known = vectors.Frequencies()
    known.add(texts)
    matrix = vectors.vectorise(texts, known)
    count = len(texts)
    held, laid = stored.Held(matrix), stored.Laid(matrix.shape[1])
    for start in range(0, count, 4):
        laid.append(matrix[start : start + 4])
    at = np.flatnonzero(np.array([given.chance.random() < 0.4 for _ in range(count)]))
    patched = stored.Patched([laid], np.zeros(count, np.int64), np.arange(count, dtype=np.int64)).with_rows(
        np.arange(count, dtype=np.int64), stored.Held(matrix[at]), at
    )
    chosen = (
        np.array(given.chance.choices(range(count), k=count), np.int64) if count else np.zeros(0, np.int64)
    )
    group = np.array([given.chance.randrange(-1, 5) for _ in range(count)], np.int64)
    group[group >= 0] = np.unique(group[group >= 0], return_inverse=True)[1]
    groups = int(group.max(initial=-1)) + 1
    mean = stored.means(held, group, groups).between(0, groups)
    for rows in (laid, patched):
        assert rows.shape == held.shape
        assert equal(rows.lengths(chosen), held.lengths(chosen))
        assert abs(rows.rows(chosen) - held.rows(chosen)).nnz == 0
        assert sum(part.nnz for part in stored.in_parts(rows)) == matrix.nnz
        assert sum(part.nnz for part in stored.in_parts(rows, chosen)) == held.rows(chosen).nnz
        assert (
            abs(stored.means(rows, group, groups).between(0, groups) - mean).max() < 1e-6 if groups else True
        )


@case(holding.HeldVectors, holding.matrix_of)
def held_under_keys(given: Given) -> None:
    texts = some_odd_texts(given.chance, FEW)
    known = vectors.Frequencies()
    known.add(texts)
    matrix = vectors.vectorise(texts, known)
    most = given.chance.choice((None, 0, 200, 3000))
    held = holding.HeldVectors(most)
    for _ in range(4):
        asked = given.chance.sample(range(len(texts)), given.chance.randint(0, len(texts)))
        found = dict(held.among(asked))
        missing = [key for key in asked if key not in found]
        assert most is not None or not any(key in held for key in missing)
        found |= held.hold(missing, matrix[missing])
        assert equal(holding.matrix_of([found[key] for key in asked]), matrix[asked])
        kept = [key for key in range(len(texts)) if key in held]
        assert most is None or sum(matrix[key].nnz for key in kept) <= most
        empty = [key for key in asked if not matrix[key].nnz]
        last = [key for key in missing if key not in empty][-1:]
        assert not last or (last[0] in held) == (most is None or matrix[last[0]].nnz <= most)


@case(
    vectors.in_order_of_use,
    vectors.by_use,
    vectors.spread_products,
    neighbours.Listed,
    neighbours.listed_in_scopes,
    neighbours.listed_pairs,
    neighbours.strongest,
)
def listed(given: Given) -> None:
    texts = some_odd_texts(given.chance, FEW)
    count = len(texts)
    known = vectors.Frequencies()
    known.add(texts)
    matrix = vectors.vectorise(texts, known)
    names, width = vectors.by_use(stored.Held(matrix))
    assert np.bincount(names, minlength=len(names)).max() == 1
    assert width == len(set(matrix.indices.tolist()))
    rows = vectors.in_order_of_use(stored.Held(matrix))
    used = rows.between(0, count)
    assert used.nnz == matrix.nnz
    assert np.allclose((used @ used.T).toarray(), (matrix @ matrix.T).toarray(), atol=1e-5)
    first = np.repeat(np.arange(count), count)
    second = np.tile(np.arange(count), count)
    told = vectors.spread_products(used, used, first, second)
    assert np.allclose(told, (used @ used.T).toarray()[first, second], atol=1e-5)
    scopes = np.array([given.chance.randrange(3) for _ in range(count)], np.int64)
    found = neighbours.listed_in_scopes(rows, scopes)
    pairs = neighbours.listed_pairs(rows, found, 0.3)
    assert (pairs.first < pairs.second).all()
    assert (scopes[pairs.first] == scopes[pairs.second]).all()
    nothing = neighbours.listed_pairs(rows, found, 0.3, np.zeros(count, bool))
    assert len(nothing.first) == 0
    if count:
        place = np.minimum(np.arange(count), count // 2)
        assert found.joined(place, np.ones(count, np.int64)).rows.shape[0] == count // 2 + 1
    scores = np.array([given.chance.uniform(-1, 1) for _ in first])
    kept, ties = neighbours.strongest(first, second, scores, 3)
    assert np.bincount(kept, minlength=1).max() <= 3
    assert all(scores[one * count + other] > 0 for one, other in zip(kept, ties, strict=True))


@case(placing.signs_in, placing.Reading)
def signs_of_many(given: Given) -> None:
    texts = some_odd_texts(given.chance, FEW)
    known = vectors.Frequencies()
    known.add(texts)
    shelves = np.full(len(texts), given.chance.randint(1, 1_000_000), np.int64)
    pieces, rows = placing.signs_in(placing.Reading.of(texts, known), shelves)
    assert len(pieces) == len(rows)
    assert len(rows) == 0 or 0 <= rows.min() <= rows.max() < len(texts)
    assert np.bincount(rows, minlength=1).max() <= placing.LISTED


@case(titles.group_titles, titles.mean_likeness)
def titles_of_many(given: Given) -> None:
    texts = some_odd_texts(given.chance, FEW) or [odd_text(given.chance)]
    known = vectors.Frequencies()
    known.add(texts)
    matrix = vectors.vectorise(texts, known)
    cut = given.chance.randint(1, len(texts))
    parts = [part for part in (range(cut), range(cut, len(texts))) if len(part)]
    members = [[texts[at] for at in part] for part in parts]
    found = titles.group_titles(members, [matrix[list(part)] for part in parts], known)
    assert len(found) == len(parts)
    assert found == titles.group_titles(members, [matrix[list(part)] for part in parts], known)
    means = titles.mean_likeness(matrix)
    assert len(means) == len(texts)
    assert all(-1e-5 <= one <= 1 + 1e-5 for one in means)


@case(unmentioned.unmentioned, quoting.quotes)
def said_back(given: Given) -> None:
    texts = [odd(given.chance) for _ in range(3)]
    answer = given.chance.choice((odd(given.chance), texts[0], texts[1][::2]))
    found = unmentioned.unmentioned(texts, answer)
    assert found == unmentioned.unmentioned(texts, answer)
    assert len(found) == len(texts)
    for text, left in zip(texts, found, strict=True):
        spans_inside([(one.start, one.end) for one in left], text)
    words = texts[0]
    piece = words[len(words) // 3 : 2 * len(words) // 3]
    given.one(quoting.quotes, piece, words)
    assert quoting.quotes("", words) is False


@case(intervals.wilson)
def shares(given: Given) -> None:
    of = given.chance.choice((0, 1, 2, 10, given.chance.randrange(10**9)))
    hits = given.chance.randint(0, of)
    low, high = intervals.wilson(hits, of)
    assert 0 <= low <= high <= 1
    assert of == 0 or low <= hits / of + 1e-12
    assert of == 0 or hits / of <= high + 1e-12


@case(distinct.distinct, distinct.begins)
def once_each(given: Given) -> None:
    kind = given.chance.choice((np.int64, np.uint32, np.int32))
    values = np.array([given.chance.randrange(9) for _ in range(given.chance.randrange(30))], kind)
    found = distinct.distinct(values)
    assert found.dtype == values.dtype
    assert found.tolist() == sorted(set(values.tolist()))
    assert len(distinct.begins(np.sort(values))) == len(found)

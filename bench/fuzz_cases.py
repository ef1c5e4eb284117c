"""What bench/fuzz_analysis.py calls, and what must hold of every answer: texts alone, beside each other, in groups."""
# ruff: noqa: S101 - a case is a row of assertions

import math
from functools import cache
from typing import Any

import numpy as np

from bench.fuzzing import Given, case, equal, groups_hold, spans_inside
from bench.odd_texts import odd, odd_text, ordinary, some_odd_texts
from huiyin.analysis import (
    alignment,
    certainty,
    characters,
    copied,
    decided,
    fingerprints,
    grams,
    grouping,
    labels,
    letters,
    lookup,
    nearduplicates,
    neighbours,
    normalise,
    questions,
    shared,
    specificity,
    titles,
    vectors,
)
from huiyin.analysis.normalise import Text

FEW = 25  # texts of a batch


@cache
def template() -> Any:
    from huiyin.process.campaigns.rules import library_folder, load_template  # noqa: PLC0415 - reads files

    return load_template(library_folder("mass-line-2014"))


@cache
def lexicons() -> tuple[labels.Lexicon, ...]:
    known = template()
    return labels.Lexicon(known.focus_lexicon()), labels.Lexicon(known.topic_lexicon())


@cache
def signs() -> specificity.Signs:
    return specificity.Signs(template().signs.words(), ["市第三中学", "实验小学", "三中"])


@cache
def frequencies() -> vectors.Frequencies:
    found = vectors.Frequencies()
    found.add([Text("", body) for body in ordinary()])
    return found


@case(normalise.normalise, normalise.opening, normalise.Text, characters.fold)
def forms(given: Given) -> None:
    text = odd(given.chance)
    folded = given.one(characters.fold, text)
    assert len(folded) == len(text)
    assert characters.fold(folded) == folded
    bare = given.one(normalise.normalise, text)
    assert all(letter.isalnum() or not letter.isspace() for letter in bare)
    assert len(given.one(normalise.opening, text, 300)) <= 300
    both = odd_text(given.chance)
    assert len(both.whole) >= len(both.title) + len(both.body)


@case(lookup.Words)
def words(given: Given) -> None:
    text = odd(given.chance)
    starts = [given.chance.randrange(max(1, len(text) - 9)) for _ in range(20)] if len(text) > 9 else []
    known = lookup.Words([text[at : at + given.chance.randint(2, 8)] for at in starts])
    found = list(known.every(text))
    spans_inside(sorted(found), text)
    assert {at for at, _ in found} >= set(starts)
    spans_inside(given.one(known.outermost, text), text)


@case(labels.Lexicon, labels.suggest)
def suggestions(given: Given) -> None:
    text = odd(given.chance)
    for lexicon in lexicons():
        found = given.one(labels.suggest, text, lexicon)
        assert len({one.code for one in found}) == len(found)
        for one in found:
            assert one.weight >= labels.THRESHOLD
            spans_inside(((word.start, word.end) for word in one.words), text)
            assert all(text[word.start : word.end] == word.word for word in one.words)


@case(specificity.Signs, specificity.specifics)
def specifics(given: Given) -> None:
    text = odd(given.chance)
    found = given.one(specificity.specifics, text, signs())
    for spans in (found.when, found.where, found.who, found.what, found.how_much):
        spans_inside(spans, text)
        assert list(spans) == sorted(spans)
    assert found.specific == (len(found.kinds) >= specificity.ENOUGH)


@case(shared.shared_words, shared.common_words)
def shared_pieces(given: Given) -> None:
    left = odd(given.chance)
    right = given.chance.choice((left, left[::2], odd(given.chance), odd(given.chance) + left))
    found = shared.shared_words(left, right)
    assert equal(found, shared.shared_words(left, right))
    for one in found:
        spans_inside(one.left, left)
        spans_inside(one.right, right)
        mine = characters.fold(one.word)
        assert all(characters.fold(left[start:end]) == mine for start, end in one.left)
        assert all(characters.fold(right[start:end]) == mine for start, end in one.right)
    agreed = shared.common_words([left, right])
    assert set(agreed) <= {one.word for one in found}
    assert shared.common_words([left]) == []


@case(
    nearduplicates.shingles,
    nearduplicates.jaccard,
    nearduplicates.signature,
    nearduplicates.bands,
    nearduplicates.estimate,
)
def near(given: Given) -> None:
    texts = [odd_text(given.chance), *some_odd_texts(given.chance, 3)]
    sets = [given.one(nearduplicates.shingles, text) for text in texts]
    signed = [given.one(nearduplicates.signature, mine) for mine in sets]
    for mine, sign in zip(sets, signed, strict=True):
        assert bool(mine) == bool(sign)
        assert len(nearduplicates.bands(sign)) == (nearduplicates.BANDS if mine else 0)
        assert nearduplicates.jaccard(mine, sets[0]) == nearduplicates.jaccard(sets[0], mine)
        assert 0 <= nearduplicates.jaccard(mine, sets[0]) <= 1
        assert 0 <= nearduplicates.estimate(sign, signed[0]) <= 1


@case(nearduplicates.representatives, nearduplicates.promising)
def originals(given: Given) -> None:
    texts = some_odd_texts(given.chance, FEW)
    found = np.array(nearduplicates.representatives(texts), np.int64)
    groups_hold(found, len(texts))
    assert found.tolist() == nearduplicates.representatives(texts)
    sets = [nearduplicates.shingles(text) for text in texts]
    for row, first in enumerate(found.tolist()):
        assert row == first or nearduplicates.jaccard(sets[row], sets[first]) >= nearduplicates.SAME


@case(
    grams.gram_weights,
    grams.word_buckets,
    vectors.Frequencies,
    vectors.vectorise,
    vectors.narrowed,
    vectors.row_products,
)
def vector(given: Given) -> None:
    texts = some_odd_texts(given.chance, FEW)
    counted = vectors.Frequencies()
    counted.add(texts)
    back = vectors.Frequencies.from_bytes(counted.to_bytes())
    assert equal(back.in_use(), counted.in_use())
    assert back.texts == len(texts)
    assert given.one(grams.gram_weights, [odd_text(given.chance)]).data.min(initial=1) > 0
    assert (np.diff(grams.word_buckets(odd_text(given.chance).body[:40])) > 0).all()
    given.one(vectors.vectorise, [odd_text(given.chance)], frequencies())
    matrix = vectors.vectorise(texts, counted)
    assert np.isfinite(matrix.data).all()
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    assert (lengths <= 1 + 1e-6).all()
    rows = np.arange(len(texts), dtype=np.int64)
    order = np.array(given.chance.sample(range(len(texts)), len(texts)), np.int64)
    narrow = vectors.narrowed(matrix)
    told = vectors.row_products(narrow, narrow, rows, order)
    assert np.allclose(told, (narrow @ narrow.T).toarray()[rows, order], atol=1e-5)


@case(
    neighbours.telling,
    neighbours.neighbour_pairs,
    neighbours.neighbour_pairs_in_scopes,
    grouping.group_vectors,
    grouping.group_rows,
    grouping.group_texts,
    grouping.regroup,
    grouping.wanted,
    certainty.of_pair,
    certainty.of_group,
    decided.Decided,
    decided.Bounds,
    decided.bounds,
    decided.tied,
    decided.connected,
    decided.named_by_lowest,
    questions.questions,
    questions.still_open,
    questions.chance_same,
    titles.group_title,
    titles.typical,
    titles.by_typicality,
)
def groups(given: Given) -> None:
    texts = some_odd_texts(given.chance, FEW)
    count = len(texts)
    groups_hold(np.array(grouping.group_texts(texts), np.int64), count)
    counted = vectors.Frequencies()
    counted.add(texts)
    matrix = vectors.vectorise(texts, counted)
    assert neighbours.telling(matrix, counted).shape == matrix.shape
    pairs = neighbours.neighbour_pairs(matrix, counted, grouping.CUT)
    assert (pairs.first < pairs.second).all()
    assert len(np.unique(pairs.first * max(count, 1) + pairs.second)) == len(pairs.first)
    assert (pairs.cosine >= grouping.CUT).all()
    scopes = np.array([given.chance.randrange(3) for _ in range(count)], np.int64)
    inside = neighbours.neighbour_pairs_in_scopes(matrix, scopes, grouping.CUT)
    assert (scopes[inside.first] == scopes[inside.second]).all()
    groups_hold(grouping.group_rows(matrix, pairs), count)
    said = _decisions(given, count)
    for within in (None, scopes):
        found = grouping.group_vectors(matrix, decided=said, scopes=within)
        groups_hold(found, count)
        assert equal(found, grouping.group_vectors(matrix, decided=said, scopes=within))
        assert within is None or (scopes[found] == scopes).all()
        _obeyed(said, found, np.zeros(count, np.int64) if within is None else within)
        _asked(matrix, found, said, within)
        _titled(texts, matrix, found, counted)
    again = grouping.regroup(matrix, found, np.unique(found)[:3].tolist(), said)
    groups_hold(again, count)
    assert (grouping.wanted(np.arange(count)) > 0).all()
    assert (grouping.wanted(np.arange(count)) <= grouping.CUT).all()
    for cosine in pairs.cosine.tolist():
        assert certainty.of_pair(cosine) != certainty.Certainty.PERHAPS
        assert certainty.of_group(cosine, cosine, count) != certainty.Certainty.PERHAPS


def _decisions(given: Given, count: int) -> decided.Decided:
    """Some that don't contradict each other."""
    if count < 3:
        return decided.Decided.of()
    side = [given.chance.randrange(4) for _ in range(count)]
    pairs = [tuple(given.chance.sample(range(count), 2)) for _ in range(given.chance.randint(0, count))]
    together = [(a, b) for a, b in pairs if side[a] == side[b]]
    return decided.Decided.of(together, [(a, b) for a, b in pairs if side[a] != side[b]])


def _asked(matrix: Any, found: np.ndarray, said: decided.Decided, scopes: np.ndarray | None) -> None:
    asked = questions.questions(matrix, found, said, scopes=scopes)
    assert asked == questions.questions(matrix, found, said, scopes=scopes)
    assert len({(one.one, one.other) for one in asked}) == len(asked)
    assert scopes is not None or questions.still_open(asked, found, said) == asked
    for one in asked:
        assert one.one < one.other
        assert one.joined == (found[one.one] == found[one.other])
        assert one.weight >= 1
        assert math.isfinite(one.use)
        assert scopes is None or scopes[one.one] == scopes[one.other]


def _obeyed(said: decided.Decided, found: np.ndarray, scopes: np.ndarray) -> None:
    for pairs, same in ((said.together, True), (said.apart, False)):
        inside = pairs[scopes[pairs[:, 0]] == scopes[pairs[:, 1]]]
        assert ((found[inside[:, 0]] == found[inside[:, 1]]) == same).all()


def _titled(texts: list[Text], matrix: Any, found: np.ndarray, counted: vectors.Frequencies) -> None:
    for group in np.unique(found).tolist():
        rows = np.flatnonzero(found == group)
        title = titles.group_title([texts[row] for row in rows], matrix[rows], counted)
        assert len(title) <= titles.LONGEST
        assert "\n" not in title
        assert 0 <= titles.typical(matrix[rows]) < len(rows)


@case(letters.letters_of, letters.codes_of, letters.Letters, fingerprints.fingerprints)
def formal_letters(given: Given) -> None:
    text = odd(given.chance)
    found = given.one(letters.letters_of, text)
    assert len(found.text) == len(found.starts) == len(found.ends)
    spans_inside(zip(found.starts.tolist(), found.ends.tolist(), strict=True), text, parted=True)
    assert len(letters.codes_of(text)) == len(text)
    marks = given.one(fingerprints.fingerprints, found.text)
    assert all(0 <= mark.at <= len(found.text) - fingerprints.GRAM for mark in marks)
    assert all(-(2**63) <= mark.key < 2**63 for mark in marks)


@case(copied.Sources, copied.passages, alignment.strands, alignment.stretches, alignment.Stretch)
def passages(given: Given) -> None:
    texts = {number: odd(given.chance) for number in range(given.chance.randint(0, 6))}
    text = odd(given.chance)
    for source in given.chance.sample(sorted(texts), min(len(texts), 2)):
        start = given.chance.randrange(len(texts[source]) + 1)
        text += texts[source][start : start + 400]
    found = copied.Sources(texts).passages(text)
    assert equal(found, copied.Sources(texts).passages(text))
    spans_inside(((one.start, one.end) for one in found), text, parted=True)
    for one in found:
        spans_inside([(one.source_start, one.source_end)], texts[one.source])
        assert 0 < one.kept <= 1
        assert one.source not in one.also

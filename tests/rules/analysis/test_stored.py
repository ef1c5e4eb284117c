import numpy as np
import pytest
import scipy.sparse as sp

from huiyin.analysis import neighbours, stored
from huiyin.analysis.decided import Decided
from huiyin.analysis.grams import Matrix
from huiyin.analysis.grouping import group_vectors
from huiyin.analysis.neighbours import neighbour_pairs, telling
from huiyin.analysis.normalise import Text
from huiyin.analysis.stored import Held, Laid, Patched, Vectors, in_parts, laid_down, means
from huiyin.analysis.vectors import Frequencies, by_use, counted, in_order_of_use, vectorise, weighed
from tests.rules.analysis.matters import MATTERS, TRAPS

BODIES = [body for bodies in MATTERS.values() for body in bodies] + list(TRAPS)


@pytest.fixture
def matrix() -> Matrix:
    texts = [Text("", body) for body in BODIES]
    frequencies = Frequencies()
    frequencies.add(texts)
    return vectorise(texts, frequencies)


def _in_files(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> Vectors:
    """In blocks of three rows, the first of which still fits in memory; small parts are read at once."""
    monkeypatch.setattr(stored, "MOST_HELD", int(matrix[:3].nnz))
    monkeypatch.setattr(stored, "AT_ONCE", 4)
    laid = laid_down((matrix[start : start + 3] for start in range(0, matrix.shape[0], 3)), matrix.shape[1])
    assert isinstance(laid, Laid)
    return laid


def _same(one: Matrix, other: Matrix) -> bool:
    return (
        one.shape == other.shape
        and np.array_equal(one.indptr, other.indptr)
        and np.array_equal(one.indices, other.indices)
        and np.array_equal(one.data, other.data)
    )


def test_rows_come_back_as_they_were_laid_down(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    laid = _in_files(matrix, monkeypatch)
    assert laid.shape == matrix.shape
    assert _same(laid.between(2, 7), matrix[2:7])
    assert _same(laid.between(5, 99), matrix[5:])
    some = np.array([7, 0, 1, 2, 2, 9])
    assert _same(laid.rows(some), matrix[some])
    assert _same(laid.rows(some[:0]), matrix[:0])
    assert _same(sp.vstack(list(in_parts(laid)), format="csr"), matrix)
    assert _same(sp.vstack(list(in_parts(laid, some)), format="csr"), matrix[some])


def test_rows_of_several_stores_come_in_an_order_of_their_own(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid = _in_files(matrix, monkeypatch)
    kept, at = np.array([0, 1, 3, 4, 6, 7, 8, 9]), np.array([1, 4])
    first = Patched([laid], np.zeros(matrix.shape[0], np.int64), np.arange(matrix.shape[0]))
    patched = first.with_rows(kept, Held(matrix[[11, 12]]), at)
    again = patched.with_rows(
        np.array([0, 1, 2, 5, 6, 7]), laid, np.array([3])
    )  # its first row is row 0 of the file
    for rows, expected in (
        (patched, [0, 11, 3, 4, 12, 7, 8, 9]),
        (again, [0, 11, 3, 0, 8, 9]),
    ):
        assert rows.shape == (len(expected), matrix.shape[1])
        assert _same(rows.between(0, 99), matrix[expected])
        some = np.array([4, 1, 3, 1, 0])
        assert _same(rows.rows(some), matrix[expected][some])
        assert _same(rows.rows(some[:0]), matrix[:0])


def test_few_rows_stay_in_memory(matrix: Matrix) -> None:
    held = laid_down([matrix[:4], matrix[4:]], matrix.shape[1])
    assert isinstance(held, Held)
    assert _same(held.matrix, matrix)
    assert laid_down([], 7).shape == (0, 7)


def test_means_are_those_of_the_groups(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    group = np.array([0, 1, -1, 1, 2] + [2] * (matrix.shape[0] - 5))
    laid = _in_files(matrix, monkeypatch)
    found = means(laid, group, 3)
    every = means(Held(matrix), group, 3)
    dense = matrix.toarray()
    for number in range(3):
        expected = dense[group == number].mean(axis=0)
        for rows in (found, every):
            np.testing.assert_allclose(rows.rows(np.array([number])).toarray()[0], expected, atol=1e-6)
    assert _same(found.between(0, 3), every.between(0, 3))


def test_groups_are_the_same_wherever_their_vectors_lie(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    scopes = np.arange(matrix.shape[0]) % 2
    decided = Decided.of([(0, 4)], [(1, 3)])
    whole = [group_vectors(matrix, decided=decided, scopes=within) for within in (None, scopes)]
    monkeypatch.setattr(neighbours, "_BLOCK", 2)
    monkeypatch.setattr(neighbours, "_TILE", 6)
    monkeypatch.setattr(neighbours, "_SCOPED", 3)
    laid = _in_files(matrix, monkeypatch)
    for within, labels in zip((None, scopes), whole, strict=True):
        assert len(set(labels.tolist())) < len(labels)
        assert np.array_equal(group_vectors(laid, decided=decided, scopes=within), labels)


def test_of_what_changed_the_same_pairs_are_found(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = in_order_of_use(Held(matrix))
    listed = neighbours.listed_in_scopes(rows, np.zeros(matrix.shape[0], np.int64))
    every = neighbours.listed_pairs(rows, listed, 0.05)
    changed = np.arange(matrix.shape[0]) % 5 == 0
    monkeypatch.setattr(neighbours, "_BLOCK", 2)
    monkeypatch.setattr(neighbours, "_TILE", 6)
    found = neighbours.listed_pairs(rows, listed, 0.05, changed)
    expected = changed[every.first] | changed[every.second]
    assert 0 < expected.sum() < len(expected)
    for one, other in zip(found, every, strict=True):
        np.testing.assert_array_equal(one, other[expected])


def test_rows_that_became_one_are_listed_under_what_they_were_listed_under(matrix: Matrix) -> None:
    rows = in_order_of_use(Held(matrix))
    listed = neighbours.listed_in_scopes(rows, np.zeros(matrix.shape[0], np.int64))
    place = np.maximum(np.arange(matrix.shape[0]) - 2, 0)
    weights = np.ones(len(place), np.int64)
    weights[0] = 2
    joined = listed.joined(place, weights)
    assert np.array_equal(joined.rows[1:].toarray(), listed.rows[3:].toarray())
    one = joined.rows[0]
    assert one.nnz == neighbours.TELLING
    assert set(one.indices) <= set(listed.rows[:3].indices)
    whole = (listed.rows[:3].toarray() * np.array([[0.5], [0.25], [0.25]])).sum(axis=0)
    np.testing.assert_allclose(one.data, whole[one.indices], rtol=1e-6)
    assert (whole * listed.reach)[one.indices].min() >= np.sort(whole * listed.reach)[
        -neighbours.TELLING
    ] - 1e-7


def test_tiles_do_not_matter(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    frequencies = Frequencies.of(matrix)
    whole = neighbour_pairs(matrix, frequencies, 0.05)
    monkeypatch.setattr(neighbours, "_BLOCK", 2)
    monkeypatch.setattr(neighbours, "_TILE", 4)
    laid = _in_files(matrix, monkeypatch)
    assert _same(telling(laid, frequencies), telling(matrix, frequencies))
    for one, other in zip(neighbour_pairs(laid, frequencies, 0.05), whole, strict=True):
        assert np.array_equal(one, other)


def test_the_strongest_are_the_same_packed_and_sorted_by_three_keys() -> None:
    chance = np.random.default_rng(7)
    rows = np.sort(chance.integers(0, 40, 600))
    ties = chance.permutation(600)
    scores = chance.choice(np.linspace(-0.2, 1, 13), 600).astype(np.float32)
    packed = neighbours.strongest(rows, ties, scores, 5)
    assert len(packed[0]) <= 40 * 5
    far = neighbours.strongest(rows, ties + (1 << 40), scores, 5)
    assert np.array_equal(packed[0], far[0])
    assert np.array_equal(packed[1] + (1 << 40), far[1])


def test_texts_are_counted_and_weighed_in_one_reading(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "MOST_HELD", 50)
    blocks = [[Text("", body) for body in BODIES[start : start + 4]] for start in range(0, len(BODIES), 4)]
    frequencies, grams = counted(blocks)
    assert isinstance(grams, Laid)
    assert frequencies.texts == len(BODIES)
    assert _same(weighed(grams, frequencies).between(0, len(BODIES)), matrix)


def test_the_columns_of_most_rows_come_first(matrix: Matrix) -> None:
    names, width = by_use(Held(matrix))
    holders = np.bincount(matrix.indices, minlength=matrix.shape[1])
    assert width == np.count_nonzero(holders)
    assert len(np.unique(names)) == len(names)
    assert names[holders > 0].max() == width - 1
    most = np.argmax(holders)
    assert names[most] < len(np.flatnonzero(holders > holders[most] // 2))

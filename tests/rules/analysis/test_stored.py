import numpy as np
import pytest
import scipy.sparse as sp

from huiyin.analysis import neighbours, stored
from huiyin.analysis.decided import Decided
from huiyin.analysis.grams import Matrix
from huiyin.analysis.grouping import group_vectors
from huiyin.analysis.neighbours import neighbour_pairs, telling
from huiyin.analysis.normalise import Text
from huiyin.analysis.stored import Held, Laid, Vectors, in_parts, laid_down, means
from huiyin.analysis.vectors import Frequencies, by_use, vectorise
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


def test_the_columns_of_most_rows_come_first(matrix: Matrix) -> None:
    names, width = by_use(Held(matrix))
    holders = np.bincount(matrix.indices, minlength=matrix.shape[1])
    assert width == np.count_nonzero(holders)
    assert len(np.unique(names)) == len(names)
    assert names[holders > 0].max() == width - 1
    most = np.argmax(holders)
    assert names[most] < len(np.flatnonzero(holders > holders[most] // 2))

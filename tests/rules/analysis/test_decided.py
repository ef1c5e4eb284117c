"""What persons decided holds in every grouping, and nothing else changes by it."""

from itertools import combinations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from huiyin.analysis import neighbours
from huiyin.analysis.decided import Decided, bounds
from huiyin.analysis.grams import Matrix
from huiyin.analysis.grouping import group_rows, group_vectors, regroup
from huiyin.analysis.neighbours import Pairs

CUT = 0.5
FEW = settings(max_examples=30, deadline=None)


def rows_of(seed: int, rows: int) -> Matrix:
    dense = np.random.default_rng(seed).random((rows, 12)) ** 4
    return sp.csr_matrix((dense / np.linalg.norm(dense, axis=1, keepdims=True)).astype(np.float32))


def every_pair(matrix: Matrix) -> Pairs:
    first, second = (places.astype(np.int64) for places in np.triu_indices(matrix.shape[0], k=1))
    return Pairs(first, second, (matrix @ matrix.T).toarray().astype(np.float64)[first, second])


def said(seed: int, rows: int, words: int) -> Decided:
    """Words said at random that don't contradict each other: of each the truth by a hidden division of the rows."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, max(2, rows // 4), rows)
    pairs = chance.integers(0, rows, (words, 2))
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    same = truth[pairs[:, 0]] == truth[pairs[:, 1]]
    return Decided(pairs[same], pairs[~same])


def holds(labels: NDArray[np.int64], decided: Decided) -> bool:
    together = labels[decided.together]
    apart = labels[decided.apart]
    return bool((together[:, 0] == together[:, 1]).all() and (apart[:, 0] != apart[:, 1]).all())


def by_hand(matrix: Matrix, decided: Decided) -> set[frozenset[int]]:
    """Average linkage the cubic way: the nearest two groups of all that may merge, one merge at a time, no ties yet."""
    near = (matrix @ matrix.T).toarray().astype(np.float64)
    rows = matrix.shape[0]
    part = bounds(decided, rows).parts.tolist()
    apart = {frozenset((part[one], part[other])) for one, other in decided.apart.tolist()}
    groups = [frozenset((row,)) for row in range(rows)]

    def mean(one: frozenset[int], other: frozenset[int]) -> float:
        if any(frozenset((part[a], part[b])) in apart for a in one for b in other):
            return -1.0
        return round(float(near[np.ix_(sorted(one), sorted(other))].mean()), 9)

    while len(groups) > 1:
        one, other = max(combinations(groups, 2), key=lambda pair: mean(*pair))
        if mean(one, other) < CUT:
            break
        groups = [group for group in groups if group not in (one, other)] + [one | other]
    return set(groups)


def as_sets(labels: NDArray[np.int64]) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)}


cases = st.tuples(st.integers(0, 2**32), st.integers(2, 30), st.integers(0, 40))


@FEW
@given(cases)
def test_every_word_holds_and_each_row_is_in_one_group(case: tuple[int, int, int]) -> None:
    seed, rows, words = case
    matrix, decided = rows_of(seed, rows), said(seed, rows, words)
    for labels in (
        group_vectors(matrix, CUT, decided),
        group_rows(matrix, every_pair(matrix), CUT, decided=decided),
        group_vectors(matrix, CUT, decided, np.zeros(rows, np.int64)),
    ):
        assert holds(labels, decided)
        assert len(labels) == rows
        assert all(np.flatnonzero(labels == label)[0] == label for label in labels)


@FEW
@given(cases)
def test_without_words_nothing_changes(case: tuple[int, int, int]) -> None:
    seed, rows, _ = case
    matrix = rows_of(seed, rows)
    plain = group_vectors(matrix, CUT)
    assert np.array_equal(group_vectors(matrix, CUT, Decided.of()), plain)
    same_row = Decided.of(together=[(row, row) for row in range(rows)])
    assert np.array_equal(group_vectors(matrix, CUT, same_row), plain)


@FEW
@given(cases)
def test_the_merges_are_those_of_the_nearest_pair_that_may(case: tuple[int, int, int]) -> None:
    seed, rows, words = case
    matrix, decided = rows_of(seed, rows), said(seed, rows, words)
    kept_apart = Decided(np.zeros((0, 2), np.int64), decided.apart)
    labels = group_rows(matrix, every_pair(matrix), CUT, decided=kept_apart, ease=0)
    assert as_sets(labels) == by_hand(matrix, kept_apart)


@FEW
@given(cases)
def test_tied_groups_become_one_whole_group_unless_something_stands_between(
    case: tuple[int, int, int],
) -> None:
    seed, rows, words = case
    matrix, decided = rows_of(seed, rows), said(seed, rows, words)
    linked = by_hand(matrix, decided)
    labels = group_rows(matrix, every_pair(matrix), CUT, decided=decided, ease=0)
    found = as_sets(labels)
    part = bounds(decided, rows).parts
    apart = {tuple(sorted(pair)) for pair in part[decided.apart].tolist()}
    ends = np.concatenate(
        (part, [min(next(group for group in linked if row in group)) for row in range(rows)])
    )
    tie = sp.csr_matrix((np.ones(2 * rows), (np.tile(np.arange(rows), 2), ends)), shape=(rows, rows))
    families = connected_components(tie, directed=False)[1]
    for family in as_sets(families):
        parts = set(part[sorted(family)].tolist())
        if not any(one in parts and other in parts for one, other in apart):
            assert family in found


@FEW
@given(cases)
def test_a_word_that_the_result_already_keeps_changes_nothing(case: tuple[int, int, int]) -> None:
    seed, rows, words = case
    matrix, decided = rows_of(seed, rows), said(seed, rows, words)
    kept_apart = Decided(np.zeros((0, 2), np.int64), decided.apart)
    pairs = every_pair(matrix)
    labels = group_rows(matrix, pairs, CUT, decided=kept_apart)
    every = np.stack((pairs.first, pairs.second), axis=1)
    same = labels[every[:, 0]] == labels[every[:, 1]]
    chosen = np.random.default_rng(seed).random(len(every)) < 0.2
    more = Decided(every[same & chosen], np.concatenate((decided.apart, every[~same & chosen])))
    assert np.array_equal(group_rows(matrix, pairs, CUT, decided=more), labels)


@FEW
@given(cases, st.integers(1, 6))
def test_scopes_are_grouped_as_if_each_were_alone(case: tuple[int, int, int], scopes: int) -> None:
    seed, rows, words = case
    matrix, decided = rows_of(seed, rows), said(seed, rows, words)
    scope = np.random.default_rng(seed).integers(0, scopes, rows)
    labels = group_vectors(matrix, CUT, decided, scope)
    for each in np.unique(scope):
        own = np.flatnonzero(scope == each)
        alone = own[group_vectors(matrix[own], CUT, decided.among(own))]
        assert np.array_equal(labels[own], alone)


@pytest.mark.parametrize("scoped", [1, 3, 7, 100])
def test_scopes_listed_in_batches_or_alone_give_the_same(
    scoped: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    matrix = rows_of(5, 60)
    scope = np.random.default_rng(5).integers(-3, 9, 60)
    expected = group_vectors(matrix, CUT, None, scope)
    monkeypatch.setattr(neighbours, "_SCOPED", scoped)
    monkeypatch.setattr(neighbours, "_BLOCK", 4)
    assert np.array_equal(group_vectors(matrix, CUT, None, scope), expected)


def test_the_cap_on_common_features_counts_inside_a_scope() -> None:
    texts = 3 * neighbours.MOST_TEXTS
    matrix = sp.csr_matrix(np.ones((texts, 1), np.float32))
    assert len(set(group_vectors(matrix).tolist())) == texts
    scopes = np.arange(texts) % 4
    assert np.array_equal(group_vectors(matrix, scopes=scopes), scopes)


def test_no_rows_at_all() -> None:
    nothing = sp.csr_matrix((0, 12), dtype=np.float32)
    assert group_vectors(nothing, CUT, Decided.of(), np.zeros(0, np.int64)).tolist() == []


def in_line(*places: float) -> Matrix:
    """Rows on a quarter circle: as near as their angles (in degrees)."""
    angles = np.radians(places)
    return sp.csr_matrix(np.stack((np.cos(angles), np.sin(angles)), axis=1).astype(np.float32))


@pytest.mark.parametrize(
    ("together", "apart", "expected"),
    [
        ([], [], [0, 0, 2, 2, 4]),
        ([(1, 2)], [], [0, 0, 0, 0, 4]),  # two rows of two groups make one of both
        ([(1, 4), (4, 2)], [], [0, 0, 0, 0, 0]),  # by way of a third
        ([], [(0, 1)], [0, 1, 2, 2, 4]),
        ([(0, 4)], [(4, 1)], [0, 1, 2, 2, 0]),  # 4 is kept from 1, so is 0, which is the same as 4
        ([(1, 2)], [(0, 3)], [0, 0, 0, 3, 4]),  # the groups can't be one, so only what was named moves
        ([(0, 2), (1, 3)], [], [0, 0, 0, 0, 4]),
    ],
)
def test_words_and_what_follows(
    together: list[tuple[int, int]], apart: list[tuple[int, int]], expected: list[int]
) -> None:
    matrix = in_line(0, 4, 60, 64, 89)
    cut = float(np.cos(np.radians(10)))
    decided = Decided.of(together, apart)
    assert group_rows(matrix, every_pair(matrix), cut, decided=decided).tolist() == expected
    assert group_vectors(matrix, cut, decided).tolist() == expected


def test_what_contradicts_itself_is_refused_by_name_of_its_rows() -> None:
    matrix = in_line(0, 30, 60, 90)
    with pytest.raises(ValueError, match="rows 3 and 0 are decided"):
        group_vectors(matrix, CUT, Decided.of(together=[(0, 1), (1, 3)], apart=[(3, 0)]))
    with pytest.raises(ValueError, match="rows 2 and 2 are decided"):
        group_vectors(matrix, CUT, Decided.of(apart=[(2, 2)]))


def test_what_is_said_across_scopes_says_nothing() -> None:
    matrix = in_line(0, 0, 0, 0)
    decided = Decided.of(together=[(0, 2), (1, 2)], apart=[(0, 1), (0, 3)])
    assert group_vectors(matrix, CUT, decided, np.array([7, 7, 9, 9])).tolist() == [0, 1, 2, 2]


@FEW
@given(cases)
def test_regrouping_two_groups_keeps_every_word_and_every_other_group(case: tuple[int, int, int]) -> None:
    seed, rows, words = case
    matrix, decided = rows_of(seed, rows), said(seed, rows, words)
    labels = group_vectors(matrix, CUT, decided)
    chance = np.random.default_rng(seed)
    for _ in range(5):
        one, other = chance.integers(0, rows, 2).tolist()
        parts = bounds(decided, rows).parts
        if parts[one] == parts[other]:
            continue
        decided = Decided(decided.together, np.concatenate((decided.apart, [(one, other)])))
        concerned = {int(labels[one]), int(labels[other])}
        fresh = regroup(matrix, labels, concerned, decided, CUT)
        assert holds(fresh, decided)
        others = ~np.isin(labels, list(concerned))
        assert np.array_equal(fresh[others], labels[others])
        assert set(fresh[~others].tolist()) <= set(np.flatnonzero(~others).tolist())
        labels = fresh


def test_joining_two_groups_again_by_hand_is_what_a_whole_run_does() -> None:
    matrix = in_line(0, 4, 60, 64, 89)
    cut = float(np.cos(np.radians(10)))
    labels = group_vectors(matrix, cut)
    decided = Decided.of(together=[(1, 2)])
    assert np.array_equal(regroup(matrix, labels, {0, 2}, decided, cut), group_vectors(matrix, cut, decided))

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from huiyin.analysis import neighbours
from huiyin.analysis.grams import Matrix
from huiyin.analysis.grouping import CUT, MOST_EASED, group_rows, group_texts, group_vectors, wanted
from huiyin.analysis.neighbours import Pairs, neighbour_pairs
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies, vectorise
from tests.rules.analysis.matters import MATTERS, TRAPS
from tests.rules.analysis.opinions import OPINIONS

PLANTED = [Text("", body) for bodies in MATTERS.values() for body in bodies]
# What only looks alike is in TRAPS; this may well be the boiler of building 7 once more, and nobody said that it isn't.
PERHAPS = "宿舍的热水器坏了两个月，报修也没人来修。"
AROUND = [Text("", body) for body in TRAPS] + [Text("", body) for body, _, _ in OPINIONS]


def as_sets(labels: list[int]) -> set[frozenset[int]]:
    return {frozenset(place for place, label in enumerate(labels) if label == each) for each in set(labels)}


def vectors(texts: list[Text]) -> tuple[Matrix, Frequencies]:
    frequencies = Frequencies()
    frequencies.add(texts)
    return vectorise(texts, frequencies), frequencies


def every_pair(matrix: Matrix) -> Pairs:
    first, second = (places.astype(np.int64) for places in np.triu_indices(matrix.shape[0], k=1))
    return Pairs(first, second, (matrix @ matrix.T).toarray().astype(np.float64)[first, second])


def average_linkage(rows: NDArray[np.float32], cut: float) -> set[frozenset[int]]:
    """The quadratic way, by scipy."""
    distance = 1 - rows.astype(np.float64) @ rows.T.astype(np.float64)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(np.clip(distance, 0, None), checks=False), "average")
    return as_sets(fcluster(tree, 1 - cut, "distance").tolist())


def random_rows(seed: int, rows: int) -> Matrix:
    chance = np.random.default_rng(seed)
    dense = chance.random((rows, 12)) ** 4
    return sp.csr_matrix((dense / np.linalg.norm(dense, axis=1, keepdims=True)).astype(np.float32))


def test_planted_matters_are_found_among_other_opinions() -> None:
    groups = as_sets(group_texts(PLANTED + AROUND))
    perhaps = [text.body for text in PLANTED + AROUND].index(PERHAPS)
    start = 0
    for name, bodies in MATTERS.items():
        planted = frozenset(range(start, start + len(bodies)))
        assert {planted, planted | {perhaps}} & groups, name
        start += len(bodies)
    assert max(len(group) for group in groups) <= max(len(bodies) for bodies in MATTERS.values())


def test_a_label_is_the_first_of_its_group() -> None:
    labels = group_texts(PLANTED + AROUND)
    assert all(
        label == min(place for place, other in enumerate(labels) if other == label) for label in labels
    )


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32))
def test_the_order_of_texts_does_not_matter(seed: int) -> None:
    texts = PLANTED + AROUND
    places = np.random.default_rng(seed).permutation(len(texts)).tolist()
    shuffled = as_sets(group_texts([texts[place] for place in places]))
    assert {frozenset(places[place] for place in group) for group in shuffled} == as_sets(group_texts(texts))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 40), st.floats(0.2, 0.9))
def test_groups_are_those_of_average_linkage_over_all_pairs(seed: int, rows: int, cut: float) -> None:
    matrix = random_rows(seed, rows)
    expected = average_linkage(matrix.toarray(), cut)
    assert as_sets(group_rows(matrix, every_pair(matrix), cut, ease=0).tolist()) == expected


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 40), st.floats(0.2, 0.9), st.floats(0, 0.3))
def test_nothing_that_is_near_enough_is_left_apart(seed: int, rows: int, cut: float, ease: float) -> None:
    matrix = random_rows(seed, rows)
    labels = group_rows(matrix, every_pair(matrix), cut, ease=ease)
    member = (labels[:, None] == np.unique(labels)).astype(np.float64)
    sizes = member.sum(axis=0)
    means = member.T @ (matrix @ matrix.T).toarray() @ member / np.outer(sizes, sizes)
    enough = wanted(sizes[:, None] + sizes, cut, ease)
    np.fill_diagonal(means, 0)
    assert (means < enough + 1e-6).all()
    shuffled = np.random.default_rng(seed).permutation(rows)
    again = group_rows(matrix[shuffled], every_pair(matrix[shuffled]), cut, ease=ease).tolist()
    assert {frozenset(shuffled[list(group)].tolist()) for group in as_sets(again)} == as_sets(labels.tolist())


def test_the_more_texts_the_less_is_enough() -> None:
    enough = wanted(np.array([1, 2, 3, 10, 60, MOST_EASED, 10 * MOST_EASED]))
    assert enough[0] == enough[1] == CUT
    assert (np.diff(enough[1:6]) < 0).all()
    assert enough[5] == enough[6] > CUT / 2
    assert wanted(60, 0.3, 0) == 0.3


def test_a_large_group_takes_what_a_small_one_does_not() -> None:
    """Nine texts on one matter, and one that is as near to each of them as two texts must not be."""
    common, off = 0.6, 0.24
    rows = np.zeros((10, 11), np.float32)
    rows[:9, 0], rows[9, 0] = common, off / common
    rows[range(9), range(1, 10)] = np.sqrt(1 - common**2)
    rows[9, 10] = np.sqrt(1 - (off / common) ** 2)
    matrix = sp.csr_matrix(rows)
    assert wanted(10, 0.27) < off < wanted(2, 0.27)
    assert set(group_vectors(matrix, 0.27).tolist()) == {0}
    assert group_vectors(matrix[8:], 0.27).tolist() == [0, 1]
    assert group_vectors(matrix, 0.27, ease=0).tolist() == [0] * 9 + [9]


def test_pairs_below_the_cut_need_not_be_listed() -> None:
    matrix = random_rows(seed=1, rows=60)
    every = every_pair(matrix)
    above = every.cosine >= 0.5
    listed = Pairs(every.first[above], every.second[above], every.cosine[above])
    of_all = group_rows(matrix, every, 0.5, ease=0)
    assert np.array_equal(group_rows(matrix, listed, 0.5, ease=0), of_all)


def test_a_mean_row_stands_for_its_texts() -> None:
    matrix = random_rows(seed=4, rows=30)
    pairs = sp.csr_matrix((np.full(30, 0.5), (np.arange(30) // 2, np.arange(30))))
    means = sp.csr_matrix((pairs @ matrix).astype(np.float32))
    labels = group_rows(means, every_pair(means), 0.5, np.full(15, 2), ease=0)
    expected = average_linkage(np.repeat(means.toarray(), 2, axis=0), 0.5)
    assert as_sets(np.repeat(labels, 2).tolist()) == expected


def test_a_matter_of_more_texts_than_the_caps_is_one_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MOST_NEIGHBOURS", 1)
    places, faults = (
        ("东门外", "西门外", "北门外", "操场边"),
        ("车太多", "路很窄", "没划线", "没灯光", "常堵车"),
    )
    crowd = [Text("", f"{place}停车位不够用{fault}") for place in places for fault in faults]
    matrix, frequencies = vectors(crowd + AROUND)
    one_pass = group_rows(matrix, neighbour_pairs(matrix, frequencies, CUT), CUT)
    assert len(set(one_pass[: len(crowd)].tolist())) > 1
    assert set(group_vectors(matrix)[: len(crowd)].tolist()) == {0}


def test_an_unrelated_text_changes_no_other_group() -> None:
    texts = PLANTED + AROUND
    matrix, frequencies = vectors(texts)
    before = group_vectors(matrix)
    longer = vectorise([*texts, Text("", "电子琴社团想借一间排练室")], frequencies)
    after = group_vectors(longer)
    assert after.tolist() == [*before.tolist(), len(texts)]


def test_copies_follow_their_original_and_weigh_nothing() -> None:
    copies = [Text("", PLANTED[0].body + mark) for mark in "。！？～…"] * 8
    alone = group_texts(PLANTED + AROUND)
    labels = group_texts(PLANTED + AROUND + copies)
    assert labels[: len(alone)] == alone
    assert set(labels[len(alone) :]) == {alone[0]}


def test_equal_means_are_settled_by_the_lower_rows() -> None:
    corner = np.sqrt(0.5)
    matrix = sp.csr_matrix(np.array([[1, 0], [corner, corner], [0, 1]], np.float32))
    assert group_rows(matrix, every_pair(matrix), 0.6).tolist() == [0, 0, 2]


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [Text("", "")],
        [Text("", ""), Text("", "。"), Text("", "👍")],
        [Text("", "好"), Text("", "啊" * 5000), Text("", ""), Text("标题", "一二三四五六七八九十" * 700)],
    ],
)
def test_odd_texts_stay_alone(texts: list[Text]) -> None:
    assert group_texts(texts) == list(range(len(texts)))

"""What a person is asked: of use, still open, and never twice."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from huiyin.analysis.decided import Decided, bounds
from huiyin.analysis.grams import Matrix
from huiyin.analysis.grouping import group_vectors, regroup
from huiyin.analysis.questions import NEAREST, Question, chance_same, questions, still_open

CUT = 0.5
FEW = settings(max_examples=25, deadline=None)
cases = st.tuples(st.integers(0, 2**32), st.integers(2, 30))


def rows_of(seed: int, rows: int) -> Matrix:
    dense = np.random.default_rng(seed).random((rows, 12)) ** 4
    return sp.csr_matrix((dense / np.linalg.norm(dense, axis=1, keepdims=True)).astype(np.float32))


def blocks(*sizes: int, own: float = 0.9, across: float = 0.3) -> Matrix:
    """Rows of blocks: `own` alike inside one, `across` between any two, the first row of each a little nearer to all."""
    side = np.repeat(np.arange(len(sizes)), sizes)
    near = np.where(side[:, None] == side[None], own, across)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    near[starts] += 0.01
    near[:, starts] += 0.01
    np.fill_diagonal(near, 1.2)
    return sp.csr_matrix(np.linalg.cholesky(near).astype(np.float32))


def labels_of(*sizes: int) -> NDArray[np.int64]:
    return np.repeat(np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)


def asked(
    matrix: Matrix, labels: NDArray[np.int64], decided: Decided | None = None, **options: object
) -> list[Question]:
    return questions(matrix, labels, decided, cut=CUT, low=0.1, **options)  # type: ignore[arg-type]


def test_two_groups_that_fall_short_of_the_cut_are_asked_about_by_their_typical_texts() -> None:
    matrix = blocks(4, 2)
    (found,) = asked(matrix, labels_of(4, 2))
    assert (found.one, found.other, found.weight, found.joined) == (0, 4, 2, False)
    dense = matrix.toarray()
    assert found.likeness == pytest.approx((dense[:4] @ dense[4:].T).mean(), abs=1e-6)


def test_a_group_that_falls_apart_at_a_stricter_cut_is_asked_about() -> None:
    matrix = blocks(4, 2, own=0.9, across=0.6)
    (found,) = asked(matrix, np.zeros(6, np.int64))
    assert (found.one, found.other, found.weight, found.joined) == (0, 4, 2, True)
    dense = matrix.toarray()
    assert found.likeness == pytest.approx((dense[:4] @ dense[4:].T).mean(), abs=1e-6)


def test_different_divides_a_doubted_group_at_its_seam() -> None:
    matrix = blocks(4, 2, own=0.9, across=0.6)
    labels = group_vectors(matrix, CUT)
    (found,) = asked(matrix, labels)
    decided = Decided.of(apart=[(found.one, found.other)])
    assert regroup(matrix, labels, {0}, decided, CUT).tolist() == [0, 0, 0, 0, 4, 4]


def test_same_joins_two_groups_whole() -> None:
    matrix = blocks(4, 2, 3)
    labels = group_vectors(matrix, CUT)
    first = asked(matrix, labels)[0]
    decided = Decided.of(together=[(first.one, first.other)])
    concerned = {int(labels[first.one]), int(labels[first.other])}
    assert (first.one, first.other) == (0, 6)  # the largest two
    assert regroup(matrix, labels, concerned, decided, CUT).tolist() == [0, 0, 0, 0, 4, 4, 0, 0, 0]


def test_what_hangs_on_an_answer_is_counted_in_opinions() -> None:
    matrix = blocks(2, 2, 2)
    every = asked(matrix, labels_of(2, 2, 2), opinions=np.array([1, 1, 1, 1, 50, 40]))
    assert [(found.one, found.other, found.weight) for found in every] == [(0, 4, 2), (2, 4, 2), (0, 2, 2)]


def test_of_equal_sides_the_likelier_comes_first() -> None:
    near = np.array([[1, 0.45, 0.2], [0.45, 1, 0.3], [0.2, 0.3, 1]])
    matrix = sp.csr_matrix(np.linalg.cholesky(near).astype(np.float32))
    assert [(found.one, found.other) for found in asked(matrix, np.arange(3))] == [(0, 1), (1, 2), (0, 2)]


def test_groups_that_should_have_merged_are_asked_about_too() -> None:
    """Groups that grew one by one may be alike without having met."""
    matrix = blocks(2, 2, own=0.9, across=0.8)
    (found,) = asked(matrix, labels_of(2, 2))
    assert not found.joined
    assert found.likeness > CUT


@pytest.mark.parametrize("pair", [(0, 4), (3, 5), (5, 3)])
def test_what_was_decided_or_put_off_is_not_asked_in_other_words(pair: tuple[int, int]) -> None:
    matrix, labels = blocks(4, 2), labels_of(4, 2)
    assert asked(matrix, labels, Decided.of(apart=[pair])) == []
    assert asked(matrix, labels, put_off=np.array([pair])) == []
    doubted, one_group = blocks(4, 2, own=0.9, across=0.6), np.zeros(6, np.int64)
    assert asked(doubted, one_group, Decided.of(together=[pair])) == []
    assert asked(doubted, one_group, put_off=np.array([pair])) == []


def test_rows_of_two_scopes_are_not_asked_about() -> None:
    matrix, labels = blocks(4, 2), labels_of(4, 2)
    assert asked(matrix, labels, scopes=labels) == []
    assert len(asked(matrix, labels, scopes=np.zeros(6, np.int64))) == 1


def test_a_group_is_asked_about_with_few_others_at_a_time() -> None:
    crowd = blocks(*([1] * 40))
    every = asked(crowd, np.arange(40))
    assert len(every) <= 40 * NEAREST


def test_the_curve_rises() -> None:
    chance = chance_same(np.array([-0.1, 0.0, 0.01, 0.105, 0.2, 1.0]))
    assert chance[0] == chance[1] == 0
    assert chance[3] == 0.5
    assert (np.diff(chance[1:]) > 0).all()


@FEW
@given(cases)
def test_every_question_is_open_and_asked_once(case: tuple[int, int]) -> None:
    seed, rows = case
    matrix = rows_of(seed, rows)
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, max(2, rows // 4), rows)
    pairs = chance.integers(0, rows, (rows, 2))
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    same = truth[pairs[:, 0]] == truth[pairs[:, 1]]
    decided = Decided(pairs[same], pairs[~same])
    labels = group_vectors(matrix, CUT, decided)
    held = bounds(decided, rows)
    every = asked(matrix, labels, decided)
    assert len({(found.one, found.other) for found in every}) == len(every)
    assert [found.use for found in every] == sorted((found.use for found in every), reverse=True)
    for found in every:
        one, other = np.array([found.one]), np.array([found.other])
        assert found.one < found.other
        assert found.joined == (labels[found.one] == labels[found.other])
        assert held.parts[found.one] != held.parts[found.other]
        assert found.joined or not held.between(labels, labels[one], labels[other])[0]
        assert 1 <= found.weight <= rows // 2


@settings(max_examples=10, deadline=None)
@given(st.tuples(st.integers(0, 2**32), st.integers(2, 16)))
def test_a_clerk_who_answers_everything_comes_to_an_end(case: tuple[int, int]) -> None:
    """Every answer settles something for good, and no answer undoes another."""
    seed, rows = case
    matrix = rows_of(seed, rows)
    truth = np.random.default_rng(seed).integers(0, max(2, rows // 4), rows)
    labels = group_vectors(matrix, CUT)
    together: list[tuple[int, int]] = []
    apart: list[tuple[int, int]] = []
    for _ in range(rows * rows):
        found = asked(matrix, labels, Decided.of(together, apart))
        if not found:
            break
        first = found[0]
        (together if truth[first.one] == truth[first.other] else apart).append((first.one, first.other))
        decided = Decided.of(together, apart)
        labels = regroup(matrix, labels, {int(labels[first.one]), int(labels[first.other])}, decided, CUT)
        assert decided.holds(labels)
    assert found == []


def test_nothing_to_ask_about_nothing() -> None:
    nothing = sp.csr_matrix((0, 12), dtype=np.float32)
    assert asked(nothing, np.zeros(0, np.int64)) == []
    assert asked(nothing, np.zeros(0, np.int64), scopes=np.zeros(0, np.int64)) == []


def test_a_group_tied_of_two_wordings_is_like_a_third_that_is_like_one_of_them() -> None:
    """The mean over both wordings would fall below what is worth asking."""
    near = np.eye(3) + np.array([[0, 0, 0.15], [0, 0, 0], [0.15, 0, 0]])
    matrix = sp.csr_matrix(np.linalg.cholesky(near).astype(np.float32))
    (found,) = asked(matrix, np.array([0, 0, 2]), Decided.of(together=[(0, 1)]))
    assert (found.one, found.other, found.joined) == (0, 2, False)
    assert found.likeness == pytest.approx(0.15)


def between(one: int, other: int, *, joined: bool = False) -> Question:
    return Question(one, other, 0.4, 1, joined, 1.0)


@pytest.mark.parametrize(
    ("decided", "left"),
    [
        (Decided.of(), [(0, 2), (2, 4), (1, 5)]),
        (Decided.of(together=[(1, 3)]), [(2, 4)]),  # 1-5 asks the same by now
        (Decided.of(together=[(0, 2)], apart=[(1, 5)]), []),  # 2-4 is answered with it
        (Decided.of(apart=[(3, 5)]), [(0, 2), (1, 5)]),
    ],
)
def test_answers_leave_some_questions_open(decided: Decided, left: list[tuple[int, int]]) -> None:
    matrix = blocks(2, 2, 2)
    asked_before = [between(0, 2), between(2, 4), between(1, 5)]
    labels = group_vectors(matrix, CUT, decided)
    assert [(each.one, each.other) for each in still_open(asked_before, labels, decided)] == left


def test_a_doubted_member_is_settled_by_a_word_about_it() -> None:
    labels = np.zeros(6, np.int64)
    doubts = [between(0, 4, joined=True), between(0, 3, joined=True)]
    assert still_open(doubts, labels, Decided.of()) == doubts
    assert still_open(doubts, labels, Decided.of(together=[(4, 0)])) == doubts[1:]
    assert still_open(doubts, np.array([0, 0, 0, 0, 4, 4]), Decided.of(apart=[(4, 0)])) == doubts[1:]
    assert still_open([], labels, Decided.of()) == []


@settings(max_examples=15, deadline=None)
@given(cases)
def test_what_is_still_open_agrees_with_asking_anew(case: tuple[int, int]) -> None:
    """Nothing that is left open contradicts what was decided, whichever way it's answered."""
    seed, rows = case
    matrix = rows_of(seed, rows)
    truth = np.random.default_rng(seed).integers(0, max(2, rows // 4), rows)
    labels = group_vectors(matrix, CUT)
    found = asked(matrix, labels)
    together: list[tuple[int, int]] = []
    apart: list[tuple[int, int]] = []
    while found:
        first, *found = found
        (together if truth[first.one] == truth[first.other] else apart).append((first.one, first.other))
        decided = Decided.of(together, apart)
        labels = regroup(matrix, labels, {int(labels[first.one]), int(labels[first.other])}, decided, CUT)
        found = still_open(found, labels, decided)
        for each in found:
            pair = (each.one, each.other)
            bounds(Decided.of([*together, pair], apart), rows)
            bounds(Decided.of(together, [*apart, pair]), rows)

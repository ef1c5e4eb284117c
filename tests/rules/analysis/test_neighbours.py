import numpy as np
import pytest

from huiyin.analysis import neighbours
from huiyin.analysis.grams import Matrix
from huiyin.analysis.neighbours import MOST_TEXTS, TELLING, neighbour_pairs, telling
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies, vectorise
from tests.rules.analysis.matters import MATTERS, TRAPS

BODIES = [body for bodies in MATTERS.values() for body in bodies] + list(TRAPS)


def indexed(bodies: list[str]) -> tuple[Matrix, Frequencies]:
    texts = [Text("", body) for body in bodies]
    frequencies = Frequencies()
    frequencies.add(texts)
    return vectorise(texts, frequencies), frequencies


def test_a_text_is_listed_under_few_of_its_features() -> None:
    matrix, frequencies = indexed(BODIES)
    listed = telling(matrix, frequencies, most=5)
    assert np.diff(listed.indptr).max() == 5
    for row in range(listed.shape[0]):
        assert set(listed[row].indices) <= set(matrix[row].indices)


def test_a_feature_of_more_texts_than_the_cap_lists_nobody() -> None:
    number = [f"{chr(0xAC00 + place)}{chr(0xB000 + place)}" for place in range(MOST_TEXTS + 1)]
    matrix, frequencies = indexed([f"食堂{tail}" for tail in number])
    assert matrix.nnz  # 食堂 is in the vectors,
    assert telling(matrix, frequencies).nnz == 0  # but nobody is looked up by it
    matrix, frequencies = indexed([f"食堂{tail}" for tail in number[1:]])
    assert telling(matrix, frequencies).nnz == 3 * MOST_TEXTS  # 食, 堂, 食堂


def test_pairs_are_those_of_brute_force() -> None:
    matrix, frequencies = indexed(BODIES)
    pairs = neighbour_pairs(matrix, frequencies, 0.07)
    every = np.triu((matrix @ matrix.T).toarray(), k=1)
    first, second = np.nonzero(every >= 0.07)
    assert list(zip(pairs.first, pairs.second, strict=True)) == list(zip(first, second, strict=True))
    np.testing.assert_allclose(pairs.cosine, every[first, second], atol=1e-6)


def test_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix, frequencies = indexed(BODIES)
    whole = neighbour_pairs(matrix, frequencies, 0.05)
    monkeypatch.setattr(neighbours, "_BLOCK", 3)
    for one, other in zip(neighbour_pairs(matrix, frequencies, 0.05), whole, strict=True):
        assert np.array_equal(one, other)


def test_the_candidates_of_a_text_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MOST_NEIGHBOURS", 1)
    matrix, frequencies = indexed(BODIES)
    pairs = neighbour_pairs(matrix, frequencies, 0.05)
    assert 0 < len(pairs.first) <= len(BODIES)


@pytest.mark.parametrize("bodies", [[], [""], ["", "", "好"], ["👍"] * 3])
def test_texts_without_words_have_no_neighbours(bodies: list[str]) -> None:
    assert len(neighbour_pairs(*indexed(bodies), 0.07).first) == 0


def test_a_long_text_is_listed_under_no_more_than_a_short_one() -> None:
    long = "".join(BODIES)
    matrix, frequencies = indexed([*BODIES, long, long])
    assert np.diff(telling(matrix, frequencies).indptr).max() <= TELLING

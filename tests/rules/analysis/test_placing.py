"""One new text among those known: its signs, whom it is worth comparing with, and how near it is."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.analysis.neighbours import MOST_TEXTS, REACH
from huiyin.analysis.normalise import Text
from huiyin.analysis.placing import LISTED, Reading, likeness, signs, signs_of, worth_comparing
from huiyin.analysis.vectors import Frequencies, vectorise
from tests.rules.analysis.opinions import OPINIONS

KNOWN = [Text("", body) for body, *_ in OPINIONS]


def counted(texts: list[Text]) -> Frequencies:
    frequencies = Frequencies()
    frequencies.add(texts)
    return frequencies


def test_the_signs_of_many_are_those_of_each() -> None:
    frequencies = counted(KNOWN)
    pieces, rows = signs_of(KNOWN, frequencies, len(KNOWN))
    for row, text in enumerate(KNOWN):
        assert pieces[rows == row].tolist() == signs(text, frequencies, len(KNOWN)).pieces.tolist()


def test_the_signs_are_the_pieces_that_tell_most() -> None:
    frequencies = counted(KNOWN * 2)  # no piece is a text's alone
    text = KNOWN[0]
    row = vectorise([text], frequencies)
    held = frequencies.holders(row.indices)
    score = np.where(held <= MOST_TEXTS, row.data * (held - 1.0) ** REACH, 0)
    most = 5
    chosen = signs(text, frequencies, frequencies.texts, most).pieces
    worst = min(score[row.indices == piece][0] for piece in chosen)
    rest = score[~np.isin(row.indices, chosen)]
    assert len(chosen) == most
    assert rest.max() <= worst * (1 + 1e-5)


def test_a_text_has_few_signs_in_ascending_order_and_an_empty_one_none() -> None:
    frequencies = counted(KNOWN)
    found = signs(Text("", "".join(text.body for text in KNOWN)), frequencies, len(KNOWN))
    assert len(found.pieces) == LISTED
    assert (np.diff(found.pieces) > 0).all()
    assert len(signs(Text("", "…"), frequencies, len(KNOWN)).pieces) == 0
    assert len(signs_of([], frequencies, 0)[0]) == 0


def test_likeness_is_the_cosine_of_the_vectors() -> None:
    texts = KNOWN * 2
    frequencies = counted(texts)
    rows = vectorise(texts, frequencies)
    expected = (rows @ rows[0].T).toarray().ravel()
    assert np.allclose(likeness(texts[0], texts, frequencies), expected, atol=1e-6)


@settings(deadline=None)  # a first call may wait for a busy machine
@given(
    st.lists(st.text(alphabet="食堂饭菜太贵Ａ1，😀", max_size=30), min_size=2, max_size=6),
    st.lists(st.booleans(), min_size=5, max_size=5),
)
def test_a_likeness_is_the_same_bit_by_bit_where_lengths_are_kept(
    bodies: list[str], kept: list[bool]
) -> None:
    text, *others = [Text("", body) for body in bodies]
    frequencies = counted(others)
    lengths = [float(Reading.of([other], frequencies).lengths[0]) for other in others]
    assert Reading.of(others, frequencies).lengths.tolist() == lengths
    known = [one if there else None for one, there in zip(lengths, kept, strict=False)]
    expected = vectorise([text, *others], frequencies, unseen=2)
    found = likeness(text, others, frequencies, known=known).tolist()
    assert found == likeness(text, others, frequencies).tolist()
    assert np.allclose(found, (expected[1:] @ expected[0].T).toarray().ravel(), atol=1e-6)


def test_nothing_is_like_a_text_without_words() -> None:
    frequencies = counted(KNOWN)
    assert likeness(Text("", "！"), KNOWN, frequencies).tolist() == [0.0] * len(KNOWN)
    assert likeness(KNOWN[0], [], frequencies).tolist() == []


@given(st.lists(st.text(max_size=40), max_size=6), st.text(max_size=40))
def test_any_text_has_a_likeness_to_any(bodies: list[str], body: str) -> None:
    texts = [Text("", other) for other in bodies]
    found = likeness(Text("", body), texts, counted(texts))
    assert found.shape == (len(texts),)
    assert ((found >= 0) & (found <= 1 + 1e-6)).all()


def test_those_that_share_most_are_compared() -> None:
    own = signs(KNOWN[0], counted(KNOWN), len(KNOWN))
    one, other = own.pieces[:2].tolist()
    assert worth_comparing(own, {one: [7, 9], other: [9]}) == [9, 7]
    assert worth_comparing(own, {one: [9, 7]}, most=1) == [7]

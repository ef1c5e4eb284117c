from hypothesis import given
from hypothesis import strategies as st

from huiyin.web.frame.marking import Piece, layers, pieces, window


def test_marks_cut_the_text() -> None:
    assert pieces("上周三只有两片肉", [("how_much", 5, 8), ("when", 0, 3)]) == [
        Piece("上周三", "when"),
        Piece("只有"),
        Piece("两片肉", "how_much"),
    ]


def test_two_of_a_kind_that_overlap_are_one() -> None:
    assert pieces("上周三坏了", [("when", 0, 2), ("when", 1, 3), ("what", 2, 5)]) == [
        Piece("上周三", "when"),
        Piece("坏了"),
    ]


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(-5, 70), st.integers(-5, 70))),
)
def test_no_mark_changes_a_letter(text: str, marks: list[tuple[str, int, int]]) -> None:
    assert "".join(piece.text for piece in pieces(text, marks)) == text


def test_a_window_opens_on_the_first_mark_as_given() -> None:
    text = "前" * 200 + "热水" + "后" * 200
    shown = window(text, [("why", 200, 202), ("why", 10, 12)], 100)
    assert [piece for piece in shown if piece.kind] == [Piece("热水", "why")]
    assert (shown[0], shown[-1]) == (Piece("…"), Piece("…"))
    assert len("".join(piece.text for piece in shown)) == 102
    assert window("热水", [("why", 0, 2)], 100) == [Piece("热水", "why")]


@given(
    st.text(max_size=90),
    st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(-5, 99), st.integers(-5, 99))),
    st.integers(1, 99),
)
def test_a_window_is_a_part_of_the_text(text: str, marks: list[tuple[str, int, int]], most: int) -> None:
    shown = window(text, marks, most)
    if len(text) > most:
        shown = [piece for piece in shown if piece != Piece("…") or "…" in text]
        assert "".join(piece.text for piece in shown).strip("…") in text
    else:
        assert shown == pieces(text, marks)


def test_layers_lie_over_each_other() -> None:
    marks = [("when", 0, 3), ("why", 2, 5), ("accuse", 0, 8)]
    assert layers("上周三只有两片肉。", marks) == [
        Piece("上周", "accuse when"),
        Piece("三", "accuse when why"),
        Piece("只有", "accuse why"),
        Piece("两片肉", "accuse"),
        Piece("。"),
    ]
    assert layers("上周三", [("when", 0, 2), ("when", 1, 3)]) == [Piece("上周三", "when")]
    assert layers("", [("when", 0, 2)]) == []


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(-5, 70), st.integers(-5, 70))),
)
def test_no_layer_changes_a_letter_or_loses_a_mark(text: str, marks: list[tuple[str, int, int]]) -> None:
    cut = layers(text, marks)
    assert "".join(piece.text for piece in cut) == text
    kinds = [piece.kind.split() for piece in cut for _ in piece.text]
    for kind, start, end in marks:
        if 0 <= start < end <= len(text):
            assert all(kind in kinds[at] for at in range(start, end))

from hypothesis import given
from hypothesis import strategies as st

from huiyin.web.frame.marking import Piece, pieces


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

"""Counting ballots: everything that came back is counted, and small groups are never shown alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.process.ballots.rules.counting import (
    ABSTAINED,
    FEWEST,
    Figures,
    Form,
    below_the_line,
    count_ballots,
    marks_text,
    share_of,
    shown_groups,
    sound_tally,
    total_of,
)

FORM = Form(
    "测评",
    items=(("overall", "总体"), ("rules", "建章立制")),
    levels=(("satisfied", "满意"), ("rather", "比较满意"), ("not", "不满意")),
    groups=(("teacher", "教师"), ("parent", "家长"), ("pupil", "学生")),
    summed=("satisfied",),
    line=0.9,
)
BALLOTS = st.lists(
    st.one_of(
        st.just(ABSTAINED),
        st.dictionaries(st.sampled_from(FORM.item_codes), st.sampled_from(["", *FORM.level_codes])).map(
            lambda marks: marks_text(FORM, marks)
        ),
    ),
    max_size=60,
)


@given(BALLOTS)
def test_whatever_came_back_is_counted_once(ballots: list[str]) -> None:
    figures = count_ballots(FORM, ballots, out=100)
    assert figures.back == len(ballots)
    assert all(sum(levels.values()) <= figures.valid for levels in figures.marks.values())
    assert sound_tally(FORM, figures) == ""
    assert Figures.of_json(figures.as_json()) == figures


def test_an_unmarked_item_is_blank_and_the_ballot_stays_valid() -> None:
    figures = count_ballots(FORM, ["overall=satisfied", "", ABSTAINED, "overall=not;rules=satisfied"], out=5)
    assert (figures.valid, figures.blank, figures.abstained, figures.out) == (2, 1, 1, 5)
    assert figures.marks == {
        "overall": {"satisfied": 1, "rather": 0, "not": 1},
        "rules": {"satisfied": 1, "rather": 0, "not": 0},
    }


@pytest.mark.parametrize("marks", [{"food": "satisfied"}, {"overall": "splendid"}])
def test_unknown_choices_are_no_ballot(marks: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no such"):
        marks_text(FORM, marks)


@pytest.mark.parametrize(
    ("satisfied", "other", "again"), [(9, 1, False), (8, 2, True), (1, 8, False), (0, 0, False)]
)
def test_the_line_is_judged_from_ten_marks_on(satisfied: int, other: int, again: bool) -> None:  # noqa: FBT001
    ballots = ["overall=satisfied"] * satisfied + ["overall=rather"] * other
    figures = count_ballots(FORM, ballots, out=20)
    assert below_the_line(FORM, figures) is again


def test_a_share_says_how_many_and_how_sure() -> None:
    figures = count_ballots(FORM, ["overall=satisfied"] * 18 + ["overall=not"] * 2, out=20)
    share = share_of(FORM, figures, "overall")
    assert (share.hits, share.of, share.value) == (18, 20, 0.9)
    assert share.interval == pytest.approx((0.699, 0.972), abs=1e-3)
    assert share_of(FORM, figures, "rules").value is None


def test_the_marks_of_one_person_are_no_more_givers() -> None:
    """Nine who mark two items are nine, not eighteen; and the interval of ten is that of ten."""
    both = "overall=satisfied;rules=not"
    assert share_of(FORM, count_ballots(FORM, [both] * 9, out=9)).value is None
    share = share_of(FORM, count_ballots(FORM, [both] * 10, out=10))
    assert (share.hits, share.of, share.value) == (10, 20, 0.5)
    assert share.interval == pytest.approx((0.237, 0.763), abs=1e-3)


@given(st.dictionaries(st.sampled_from(FORM.group_codes), st.integers(0, 30)))
def test_small_groups_are_merged_and_none_is_lost(backs: dict[str, int]) -> None:
    groups = {code: Figures(out=n, valid=n) for code, n in backs.items()}
    shown = shown_groups(groups)
    assert all(figures.back >= FEWEST for figures in shown.values())
    if total_of(groups).back >= FEWEST:
        assert total_of(shown).back == total_of(groups).back
    else:
        assert not shown


@pytest.mark.parametrize(
    "figures",
    [
        Figures(out=3, valid=4),
        Figures(out=3, valid=-1),
        Figures(out=9, valid=2, marks={"overall": {"satisfied": 3}}),
        Figures(out=9, valid=2, marks={"overall": {"satisfied": -1}}),
    ],
)
def test_a_count_that_does_not_add_up_is_told(figures: Figures) -> None:
    assert sound_tally(FORM, figures)

"""Suggestions from word lists: which words count, in what order, and how well the shipped lists do."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.labels import Entry, Found, Lexicon, Pair, suggest
from huiyin.process.campaigns.rules import library_folder, load_template
from tests.rules.analysis.opinions import HELD_OUT, OPINIONS

TEMPLATE = load_template(library_folder("mass-line-2014"))
FOCUS = Lexicon(TEMPLATE.focus_lexicon())
TOPICS = Lexicon(TEMPLATE.topic_lexicon())

SMALL = Lexicon(
    [
        Entry("fees", (("乱收费", 1.0), ("收费", 0.5), ("自愿", 0.5)), unless=("收费站", "收费公路")),
        Entry("extra", (("补课", 1.0), ("补课费", 1.0))),
        Entry("staff", (("补课费", 0.5), ("APP打卡", 1.0))),
    ]
)


def codes(text: str, lexicon: Lexicon = SMALL) -> list[str]:
    return [suggestion.code for suggestion in suggest(text, lexicon)]


def test_no_evidence_no_label() -> None:
    assert suggest("今天天气很好", SMALL) == []
    assert suggest("", SMALL) == []


def test_one_weak_word_is_not_enough_two_are() -> None:
    assert codes("收费标准") == []
    assert codes("说是自愿，其实收费") == ["fees"]


def test_a_weak_word_twice_is_still_one_word() -> None:
    assert codes("收费，收费，还是收费") == []


def test_a_lower_threshold_takes_weak_words_too() -> None:
    assert [one.code for one in suggest("收费标准", SMALL, threshold=0.5)] == ["fees"]


def test_the_longest_word_wins() -> None:
    (first, second) = suggest("补课费太高", SMALL, threshold=0.5)
    assert (first.code, first.weight, first.words) == ("extra", 1.0, (Found("补课费", 0, 3),))
    assert (second.code, second.weight) == ("staff", 0.5)


def test_a_word_inside_a_longer_word_of_another_label_does_not_count() -> None:
    (only,) = suggest("这是乱收费", SMALL)
    assert only.weight == 1.0
    assert only.words == (Found("乱收费", 2, 5),)


def test_unless_takes_a_word_away_where_it_misleads_and_only_there() -> None:
    assert suggest("收费站", SMALL, threshold=0.5) == []
    (only,) = suggest("收费站旁的学校收费", SMALL, threshold=0.5)
    assert only.words == (Found("收费", 7, 9),)


def test_heavier_labels_come_first_and_a_strong_word_before_two_weak_ones() -> None:
    assert codes("补课，乱收费，自愿") == ["fees", "extra"]
    assert codes("收费，自愿，补课") == ["extra", "fees"]


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "😀學校用ＡＰＰ打卡，亂收費"
    found = {word.word: text[word.start : word.end] for one in suggest(text, SMALL) for word in one.words}
    assert found == {"ＡＰＰ打卡": "ＡＰＰ打卡", "亂收費": "亂收費"}


def test_a_word_of_one_character_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        Lexicon([Entry("bad", (("乱", 1.0),))])


PAIRED = Lexicon(
    [
        Entry(
            "ignored",
            (("报修单", 0.5),),
            unless=("报修电话",),
            pairs=(Pair(("报修", "反映"), ("没人来", "没人")), Pair(("热水", "电灯"), ("没人来",))),
        )
    ]
)


@pytest.mark.parametrize("text", ["报修三次没人来", "没人来，我们又报修", "反映過，沒人理"])
def test_a_pair_counts_in_either_order_within_a_sentence(text: str) -> None:
    assert codes(text, PAIRED) == ["ignored"]


@pytest.mark.parametrize(
    "text", ["报修三次", "没人来", "报修了。没人来", "报修了！\n没人来", "报修，反映", "报修电话没人来接"]
)
def test_one_side_another_sentence_or_an_excuse_make_no_pair(text: str) -> None:
    assert suggest(text, PAIRED, threshold=0.5) == []


def test_a_pair_weighs_once_and_shows_where_its_words_stand() -> None:
    (only,) = suggest("报修了没人来，又报修没人来", PAIRED)
    assert only.weight == 1.0
    assert only.words == (Found("报修", 0, 2), Found("没人来", 3, 6))


def test_two_pairs_and_a_word_add_up_even_where_one_word_lies_inside_another() -> None:
    (only,) = suggest("热水的报修单没人来看", PAIRED)
    assert only.weight == 2.5
    assert {found.word for found in only.words} == {"热水", "报修单", "报修", "没人来"}


def test_a_sentence_end_before_does_not_hide_a_pair_after_it() -> None:
    assert codes("报修了。反映了没人来。") == []
    assert codes("报修了。反映了没人来。", PAIRED) == ["ignored"]


def test_a_long_sentence_full_of_half_pairs_takes_time_in_proportion() -> None:
    start = time.process_time()
    suggest("报修。" + "没人" * 100_000, PAIRED)
    suggest("报修" * 100_000 + "热水", PAIRED)
    assert time.process_time() - start < 5


WORDS = ("收费", "乱收费", "补课", "补课费", "自愿", "收费站", "学校", "，", "亂收費", "a")


@given(st.lists(st.sampled_from(WORDS), max_size=20))
def test_suggestions_say_where_every_word_stands_and_add_up(parts: list[str]) -> None:
    text = "".join(parts)
    made = suggest(text, SMALL)
    assert [one.weight for one in made] == sorted((one.weight for one in made), reverse=True)
    for one in made:
        assert one.weight >= 1
        assert one.words
        assert all(text[word.start : word.end] == word.word for word in one.words)


@given(st.text(alphabet="收费乱补课自愿站公路，", max_size=30))
def test_nothing_is_found_that_is_not_a_listed_word(text: str) -> None:
    listed = {"乱收费", "收费", "自愿", "补课", "补课费"}
    assert {word.word for one in suggest(text, SMALL, threshold=0) for word in one.words} <= listed


def share_right(cases: tuple[tuple[str, str, str], ...], lexicon: Lexicon, column: int) -> tuple[float, str]:
    """The share of opinions whose first label (or none) is the one a person chose, and a list of the others."""
    wrong = []
    for case in cases:
        first = next(iter(codes(case[0], lexicon)), "")
        if first != case[column]:
            wrong.append(f"{case[0]} → {first or '-'}, not {case[column] or '-'}")
    return 1 - len(wrong) / len(cases), "\n".join(wrong)


@pytest.mark.parametrize(("lexicon", "column"), [(FOCUS, 1), (TOPICS, 2)], ids=["focus", "topics"])
def test_the_shipped_lists_know_the_opinions_they_were_made_on(lexicon: Lexicon, column: int) -> None:
    share, wrong = share_right(OPINIONS, lexicon, column)
    assert share >= 0.95, wrong


@pytest.mark.parametrize(
    ("lexicon", "column", "least"), [(FOCUS, 1, 0.85), (TOPICS, 2, 0.75)], ids=["focus", "topics"]
)
def test_the_shipped_lists_do_well_on_opinions_they_have_not_seen(
    lexicon: Lexicon, column: int, least: float
) -> None:
    share, wrong = share_right(HELD_OUT, lexicon, column)
    assert share >= least, wrong


def test_every_leaf_and_topic_is_asked_for_in_the_opinions() -> None:
    expected = {case[1] for case in (*OPINIONS, *HELD_OUT)} | {case[2] for case in (*OPINIONS, *HELD_OUT)}
    assert {entry.code for entry in (*TEMPLATE.focus_lexicon(), *TEMPLATE.topic_lexicon())} <= expected


def test_long_texts_take_time_in_proportion() -> None:
    text = "".join(case[0] for case in OPINIONS)

    def seconds(times: int) -> float:
        start = time.process_time()
        for _ in range(20):
            suggest(text * times, FOCUS)
        return time.process_time() - start

    seconds(1)
    assert seconds(8) < 8 * 4 * max(seconds(1), 0.005)

"""Later texts that speak again of a closed problem: what is found, what isn't, and that a naive count gives the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.analysis import recurrence
from huiyin.analysis.certainty import of_group
from huiyin.analysis.grams import gram_weights
from huiyin.analysis.normalise import Text
from huiyin.analysis.pieces import packed
from huiyin.analysis.recurrence import (
    ELSEWHERE,
    HARDLY,
    NEAREST,
    Heard,
    SaidAgain,
    cosines,
    nearest_among,
    nearness,
)
from huiyin.analysis.vectors import Frequencies, lengths_of, vectorise
from tests.rules.analysis.matters import MATTERS, TRAPS
from tests.rules.analysis.opinions import OPINIONS

CLOSED, AFTER = "2014-05-10", "2014-06-01"
EARLIER = [body for body, _, _ in OPINIONS]


def heard(before: list[str], after: list[str]) -> Heard:
    said = ["2014-05-01"] * len(before) + [AFTER] * len(after)
    return Heard.of([Text("", body) for body in before + after], said)


def rows(found: list[SaidAgain]) -> list[int]:
    return [each.row for each in found]


@pytest.mark.parametrize("matter", MATTERS)
def test_the_last_of_each_matter_is_found_before_any_trap(matter: str) -> None:
    *first, last = MATTERS[matter]
    others = [body for name, bodies in MATTERS.items() if name != matter for body in bodies]
    after = [last, *others, *TRAPS]
    found = heard(first + EARLIER, after).again(range(len(first)), CLOSED)
    start = len(first) + len(EARLIER)
    assert rows(found)[0] == start
    assert {row - start for row in rows(found)[1:]} <= {len(after) - 1, len(after) - 2}
    assert all(each.excess < found[0].excess / 2 for each in found[1:])
    assert set(found[0].nearest) <= set(range(len(first)))
    assert not found[0].copy


def test_what_was_said_up_to_the_day_is_no_candidate() -> None:
    one, two, three = MATTERS["allowance"]
    texts = [Text("", body) for body in [one, two, three, *EARLIER]]
    said = ["2014-05-01", CLOSED, AFTER, *["2014-05-01"] * len(EARLIER)]
    assert rows(Heard.of(texts, said).again([0], CLOSED)) == [2]


def test_a_letter_sent_again_is_always_found_and_comes_first() -> None:
    letter, near, _ = MATTERS["east gate parking"]
    before = [letter, *EARLIER]
    found = heard(before, [near, letter + "谢谢。"]).again([0], CLOSED, least=0)
    assert rows(found) == [len(before) + 1, len(before)]
    assert [each.copy for each in found] == [True, False]
    assert rows(heard(before, [letter + "谢谢。"]).again([0], CLOSED, least=10)) == [len(before)]


def test_the_word_for_it_is_that_for_the_different_texts_of_the_problem() -> None:
    letter, near, further = MATTERS["east gate parking"]
    copies = [letter, letter + "谢谢。", letter + "盼复。"]
    everything = heard([*copies, further, *EARLIER], [near])
    (found,) = everything.again(range(4), CLOSED, least=0)
    cosines = (everything.matrix[[found.row]] @ everything.matrix[[0, 3]].T).toarray()[0]
    mean = round(float(cosines.mean()), 9)
    assert found.certainty == of_group(mean, mean, 2), "copies of a letter weigh as one"


def test_what_a_person_said_to_be_the_same_is_there_whatever_its_words() -> None:
    before, after = ["交了钱吃的像和尚饭", *EARLIER], ["中午没肉", "操场积水"]
    everything = heard(before, after)
    assert rows(everything.again([0], CLOSED)) == []
    assert rows(everything.again([0], CLOSED, surely=[len(before)])) == [len(before)]
    assert rows(everything.again([0], CLOSED, surely=[1])) == []


def test_what_is_nearer_to_something_else_is_pushed_back() -> None:
    """Who asks when building begins isn't speaking of the park for asking like those who spoke of the park."""
    park = ["洪湖公园什么时候开工建设", "请问洪湖公园何时开工建设"]
    bridges = ["请问安平大桥何时开工", "安平大桥什么时候建设", "安平大桥几时开工建设"]
    later = ["洪湖公园到底建不建", "安平大桥到底什么时候开工建设"]
    park_alone, bridge_alone = excesses(park, later)
    park_beside, bridge_beside = excesses([*park, *bridges], later)
    assert bridge_beside < bridge_alone * 0.7
    assert park_beside > park_alone * 0.9


def test_nearness_to_kin_is_nothing_to_take_off() -> None:
    first, unlinked, later = MATTERS["allowance"]
    everything = heard([first, unlinked, *EARLIER], [later])
    alone, beside = everything.again([0], CLOSED, kin=[1]), everything.again([0], CLOSED)
    assert alone[0].likeness == beside[0].likeness
    assert alone[0].elsewhere < beside[0].elsewhere * 0.8
    assert alone[0].excess > beside[0].excess


def excesses(before: list[str], later: list[str]) -> list[float]:
    """How likely each of `later` speaks of the first two texts again."""
    found = heard([*before, *EARLIER], later).again([0, 1], CLOSED, least=-1)
    return [each.excess for each in sorted(found, key=lambda each: each.row)]


def test_the_more_is_heard_the_more_it_takes() -> None:
    first, near, _ = MATTERS["boiler of building 7"]
    few = heard([first], [near, *EARLIER[:3]]).again([0], CLOSED, least=-1)
    many = heard([first], [near, *EARLIER]).again([0], CLOSED, least=-1)
    assert few[0].excess * np.log1p(4) / few[0].likeness == pytest.approx(1)
    assert many[0].excess * np.log1p(1 + len(EARLIER)) / many[0].likeness == pytest.approx(1)


def test_a_problem_has_texts_and_nothing_may_be_around_it() -> None:
    with pytest.raises(ValueError, match="has texts"):
        heard(["食堂"], []).again([], CLOSED)
    assert heard(["食堂饭菜涨价"], []).again([0], CLOSED) == []
    assert rows(heard(["食堂饭菜涨价"], ["食堂饭菜涨价"]).again([0], CLOSED)) == [1]
    assert heard(["", "。"], ["", "食堂"]).again([0, 1], CLOSED) == []


def test_some_rows_alone_are_weighed_as_among_all() -> None:
    first, near, last = MATTERS["allowance"]
    everything = heard([first, *EARLIER, first + "！"], [near, last, *TRAPS])
    size = len(EARLIER)
    rows_kept = [0, size + 1, size + 2, size + 4]
    part = everything.of_rows(rows_kept)
    assert part.original.tolist() == [0, 0, 2, 3]
    found = part.again([0], CLOSED, least=-1)
    whole = {each.row: each for each in everything.again([0], CLOSED, least=-1)}
    assert {rows_kept[each.row]: each.likeness for each in found} == {
        row: whole[row].likeness for row in (size + 2, size + 4)
    }


TEXTS = [body for bodies in MATTERS.values() for body in bodies] + list(TRAPS) + EARLIER[:30]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_it_is_what_a_naive_count_gives(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(TEXTS), min_size=3, max_size=30))
    said = data.draw(st.lists(st.sampled_from(["1", "2", "3"]), min_size=len(chosen), max_size=len(chosen)))
    inside = sorted(data.draw(st.sets(st.integers(0, len(chosen) - 1), min_size=1)))
    everything = Heard.of([Text("", body) for body in chosen], said)
    cells = data.draw(st.sampled_from([1, 7, 1 << 22]))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(recurrence, "_CELLS", cells)
        found = everything.again(inside, "2", least=0.001)
    assert {(each.row, round(each.excess, 6), each.copy) for each in found} == naive(everything, inside)
    ranks = [(not each.copy, -round(each.excess, 9), each.row) for each in found]
    assert ranks == sorted(ranks)


def naive(heard: Heard, inside: list[int]) -> set[tuple[int, float, bool]]:
    cosine = (heard.matrix @ heard.matrix.T).toarray().astype(np.float64)
    original = heard.original.tolist()
    copied = {original[row] for row in inside}
    later = [row for row, when in enumerate(heard.said) if when > "2" and row not in inside]
    outside = [
        row
        for row, when in enumerate(heard.said)
        if when <= "2" and original[row] == row and row not in copied
    ]
    found = set()
    for row in later:
        nearness = [
            float(np.mean(sorted(cosine[row, others])[-NEAREST:])) if others else 0.0
            for others in (inside, outside)
        ]
        excess = (nearness[0] - ELSEWHERE * nearness[1]) / np.log1p(len(later))
        if excess >= 0.001 or original[row] in copied:
            found.add((row, round(excess, 6), original[row] in copied))
    return found


def test_of_many_texts_those_that_may_be_nearest_are_enough() -> None:
    chance = np.random.default_rng(7)
    for texts in (2, 3, 40, 400):
        beside = np.where(chance.random((5, texts)) < 0.1, chance.random((5, texts)), 0)
        beside[4] = 0
        few = nearest_among(beside)
        assert np.array_equal(nearness(beside), nearness(beside[:, few]))
    assert len(few) < 20
    equal = np.full((1, 9), 0.5)
    assert len(nearest_among(equal)) == 9


def test_cosines_are_those_of_all_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a few texts' columns, which are sifted first, and of many, which are looked up."""
    texts = [Text("", body) for body in [*EARLIER, *TRAPS]]
    chance = np.random.default_rng(7)
    long = [Text("", "".join(map(chr, chance.integers(0x4E00, 0x9FA5, 280)))) for _ in range(30)]
    frequencies = Frequencies()
    frequencies.add([*texts, *long])
    grams = gram_weights([*texts, *long])
    pieces, lengths = packed(grams), lengths_of(grams, frequencies, unseen=2)
    some, all_ = vectorise(texts, frequencies, unseen=2), vectorise([*texts, *long], frequencies, unseen=2)
    for left in (some[:1], some, all_, all_[:0], vectorise([Text("", "")], frequencies)):
        beside = cosines(left, pieces, lengths, frequencies, 2)
        assert beside.shape == (left.shape[0], all_.shape[0])
        assert np.allclose(beside, (left @ all_.T).toarray(), atol=HARDLY)
    monkeypatch.setattr(recurrence, "_TEXTS", 7)
    assert np.array_equal(beside, cosines(left, pieces, lengths, frequencies, 2))
    assert cosines(all_, [], np.zeros(0), frequencies, 2).shape == (all_.shape[0], 0)

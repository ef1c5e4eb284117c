"""Labels that learn: who is right when people and lists disagree, what carried a guess, and that a model is only numbers."""

import random
import struct
import time
import zlib
from itertools import pairwise

import pytest
from bench.labels_quality import read_opinions
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.analysis.features import LONGEST_TEXT, features
from huiyin.analysis.labels import Entry, Found, Lexicon
from huiyin.analysis.learning import Guess, Learned, sureness
from huiyin.analysis.normalise import Text
from huiyin.analysis.training import learn
from huiyin.process.campaigns.rules import library_folder, load_template

CODES = ("food", "fees", "roads", "")
LISTS = Lexicon(
    [
        Entry("food", (("食堂", 1.0), ("饭菜", 0.5))),
        Entry("fees", (("收费", 1.0), ("补课费", 1.0))),
        Entry("roads", (("校门口", 1.0),)),
    ]
)
NOTHING = Lexicon([])
PARTS = {
    "food": ("中午的饭菜是凉的", "打饭要排半个钟头", "菜里没有油水", "汤像清水一样", "饭卡里的钱不够吃"),
    "fees": (
        "又交了三百块材料费",
        "校服一定要买两套",
        "没有收据也没有发票",
        "资料费年年在涨",
        "不交钱就不让上课",
    ),
    "roads": (
        "路灯坏了半个月",
        "放学时车子堵成一片",
        "斑马线看不清了",
        "没有人来指挥交通",
        "摩托车从人行道上过",
    ),
    "": ("老师们都很辛苦", "希望越办越好", "没有什么意见", "总体上是满意的", "感谢学校的付出"),
}


def decided(count: int, seed: int = 1) -> list[tuple[Text, str]]:
    """Invented opinions of two parts each, with what a person decided."""
    chance = random.Random(seed)  # noqa: S311
    found = []
    for _ in range(count):
        code = chance.choice(CODES)
        found.append((Text("", "，".join(chance.sample(PARTS[code], 2)) + "。"), code))
    return found


TAUGHT, _ = learn(decided(120), CODES, LISTS)


def first(text: str, model: Learned = TAUGHT, lists: Lexicon = LISTS) -> Guess:
    return model.guesses([Text("", text)], lists)[0][0]


def test_before_the_first_decision_the_lists_suggest_in_their_own_order() -> None:
    model = Learned.untaught(CODES)
    text = Text("", "食堂收费太高，饭菜也不好")
    codes = [one.code for one in model.guesses([text], LISTS)[0]]
    assert codes == [one.code for one in LISTS.suggest(text.whole)] == ["food", "fees"]
    assert model.guesses([Text("", "路灯坏了")], LISTS) == [[]]


def test_what_people_decided_is_suggested_where_the_lists_are_silent() -> None:
    assert first("路灯坏了，车子堵成一片，没有人来指挥").code == "roads"
    assert first("老师们都很辛苦，没有什么意见").code == ""


def test_people_overrule_the_lists() -> None:
    """Here they say that what is sold in the canteen is a matter of money."""
    examples = [
        (Text("", f"食堂的{what}太贵了"), "fees") for what in ("包子", "面条", "米饭", "牛奶", "鸡腿") * 12
    ]
    examples += [
        (Text("", f"{where}的灯不亮"), "roads") for where in ("楼道", "操场", "后门", "走廊", "车棚") * 12
    ]
    model, _ = learn(examples, CODES, LISTS)
    assert Learned.untaught(CODES).guesses([Text("", "食堂的豆浆太贵了")], LISTS)[0][0].code == "food"
    assert first("食堂的豆浆太贵了", model).code == "fees"


def test_none_is_no_suggestion_of_anything_and_the_others_stand_behind_it() -> None:
    (guesses,) = TAUGHT.guesses([Text("", "感谢学校的付出，总体上是满意的")], LISTS)
    assert guesses[0].code == ""
    assert guesses[0].words == ()
    assert "" not in [one.code for one in guesses[1:]]


def test_none_is_left_out_where_something_is_likelier() -> None:
    (guesses,) = TAUGHT.guesses([Text("", "路灯坏了，斑马线看不清了")], LISTS)
    assert guesses[0].code == "roads"
    assert "" not in [one.code for one in guesses]


def test_a_guess_says_which_words_carried_it_and_where_they_stand() -> None:
    text = "先说好的。食堂很干净。可是資料費年年在涨，没有收据！"
    found = first(text, learn(decided(120), CODES, NOTHING)[0], NOTHING)
    assert found.code == "fees"
    assert any("費" in word.word or "收据" in word.word for word in found.words)
    assert all(text[word.start : word.end] == word.word for word in found.words)


def test_the_words_of_the_lists_come_first_and_aren_t_told_twice() -> None:
    found = first("食堂的饭菜是凉的，打饭要排半个钟头")
    assert found.words[:2] == (Found("食堂", 0, 2), Found("饭菜", 3, 5))
    places = sorted((word.start, word.end) for word in found.words)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


def test_a_title_counts_beside_the_body() -> None:
    examples = [
        (Text(title, body), code)
        for body, code in ((text.body, code) for text, code in decided(60))
        for title in ("",)
    ]
    examples += [
        (Text("关于路灯的意见", "请看附件"), "roads"),
        (Text("关于发票的意见", "请看附件"), "fees"),
    ] * 20
    model, _ = learn(examples, CODES, NOTHING)
    (guess, *_), (other, *_) = model.guesses(
        [Text("关于路灯的意见", "请看附件"), Text("关于发票的意见", "请看附件")], NOTHING
    )
    assert (guess.code, other.code) == ("roads", "fees")
    assert [word.word for word in guess.words if word.end <= len("关于路灯的意见")]


def test_the_same_decisions_give_the_same_bytes_and_bytes_the_same_guesses() -> None:
    again, _ = learn(decided(120), CODES, LISTS)
    assert again.to_bytes() == TAUGHT.to_bytes()
    read = Learned.from_bytes(again.to_bytes())
    texts = [text for text, _ in decided(20, seed=2)]
    for one, other in zip(read.guesses(texts, LISTS), TAUGHT.guesses(texts, LISTS), strict=True):
        assert [guess.code for guess in one] == [guess.code for guess in other]
        assert one[0].chance == pytest.approx(other[0].chance, abs=0.01)


def test_an_untaught_model_survives_its_bytes() -> None:
    model = Learned.from_bytes(Learned.untaught(CODES).to_bytes())
    assert (model.codes, model.examples) == (CODES, 0)
    assert first("食堂收费", model).code == "food"


def test_a_model_holds_no_word_that_anybody_wrote() -> None:
    raw = zlib.decompress(TAUGHT.to_bytes()[8:])
    for part in (part for parts in PARTS.values() for part in parts):
        assert not any(
            word.encode(form) in raw for word in (part[:2], part[-2:]) for form in ("utf-8", "utf-16-le")
        )


BLOB = TAUGHT.to_bytes()


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"HYL0" + BLOB[4:],
        BLOB[:-20],
        BLOB[:8] + zlib.compress(b"{}"),
        struct.pack("<4sI", b"HYL1", 2) + zlib.compress(b"{}"),
        struct.pack("<4sI", b"HYL1", 2) + zlib.compress(b"[]"),
        BLOB[:8] + zlib.compress(zlib.decompress(BLOB[8:])[:-3]),
        b"\x80\x04cos\nsystem\n(S'true'\ntR.",
    ],
)
def test_anything_but_a_model_is_refused(blob: bytes) -> None:
    with pytest.raises(ValueError, match="model"):
        Learned.from_bytes(blob)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused(junk: bytes) -> None:
    for blob in (junk, BLOB[:8] + junk, BLOB[:8] + zlib.compress(junk)):
        with pytest.raises(ValueError, match="model"):
            Learned.from_bytes(blob)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_gets_guesses_with_chances_and_places(title: str, body: str) -> None:
    text = Text(title, body)
    (guesses,) = TAUGHT.guesses([text], LISTS)
    assert 1 <= len(guesses) <= 3
    assert 0 < sum(one.chance for one in guesses) <= 1.000001
    assert guesses[0].chance == max(one.chance for one in guesses)
    for word in (word for one in guesses for word in one.words):
        assert 0 <= word.start < word.end <= len(text.whole)
        assert text.whole[word.start : word.end] == word.word


@pytest.mark.parametrize(
    "text",
    [
        "",
        "饭" * 5000,
        "😀" * 3000,
        "\ud800x",
        "食堂" + "，" * 4000 + "饭菜",
        "A1" * 3500,
        "".join(map(chr, range(0x4E00, 0x4E00 + 7000))),
    ],
    ids=["empty", "one character", "emoji", "surrogate", "punctuation", "latin", "long"],
)
def test_no_text_takes_long(text: str) -> None:
    TAUGHT.guesses([Text("", "热身")], LISTS)
    started = time.process_time()
    (guesses,) = TAUGHT.guesses([Text("", text)], LISTS)
    assert time.process_time() - started < 0.05
    assert guesses


def test_one_code_alone_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="one code"):
        learn([(Text("", "食堂"), "food")] * 5, CODES, LISTS)


def test_texts_with_nothing_in_common_teach_nothing_but_shares() -> None:
    examples = [
        (Text("", word), "food" if at % 3 else "roads")
        for at, word in enumerate(("东", "南", "西", "北", "中", "发", "白"))
    ]
    model, _ = learn(examples, CODES, NOTHING)
    assert not len(model.vocabulary.keys)
    (guesses,) = model.guesses([Text("", "东南西北")], NOTHING)
    assert guesses


def test_two_codes_and_codes_that_nobody_chose_are_enough() -> None:
    examples = [pair for pair in decided(60) if pair[1] in {"food", "roads"}]
    model, _ = learn(examples, CODES, NOTHING)
    assert first("路灯坏了，没有人来指挥交通", model, NOTHING).code == "roads"
    assert first("打饭要排半个钟头，汤像清水一样", model, NOTHING).code == "food"


def test_features_know_their_places() -> None:
    found = features([Text("路灯", "坏，了"), Text("", "路灯")])
    whole = [
        (int(first), int(last))
        for row, first, last, titled in zip(found.row, found.first, found.last, found.titled, strict=True)
        if row == 0 and not titled
    ]
    assert whole == [(0, 0), (1, 1), (3, 3), (5, 5), (0, 1), (1, 3), (3, 5)]
    assert int(found.titled.sum()) == 3
    of = {
        (int(row), int(first), int(last)): int(key)
        for row, first, last, key, titled in zip(
            found.row, found.first, found.last, found.key, found.titled, strict=True
        )
        if not titled
    }
    assert of[0, 0, 1] == of[1, 0, 1]
    assert len(set(found.key[found.titled]) & set(found.key[~found.titled])) == 0


def test_only_so_much_of_a_text_is_read() -> None:
    long = features([Text("", "校" * (LONGEST_TEXT + 500))])
    assert int(long.last.max()) == LONGEST_TEXT - 1


def test_plain_words_for_chances() -> None:
    assert [sureness(chance) for chance in (0.95, 0.9, 0.7, 0.6, 0.3)] == [
        "very_likely",
        "very_likely",
        "likely",
        "likely",
        "perhaps",
    ]


@pytest.mark.parametrize("axis", ["leaf", "topic"])
def test_decisions_make_the_shipped_lists_better(axis: str) -> None:
    """Learned from two of three shipped opinions, tried on the third; "very likely" is right nine times of ten."""
    template = load_template(library_folder("mass-line-2014"))
    lists = Lexicon(template.focus_lexicon() if axis == "leaf" else template.topic_lexicon())
    codes = (*sorted(template.focus_codes() if axis == "leaf" else template.topic_codes()), "")
    opinions = [(Text("", one.text), one.labels[axis]) for one in read_opinions()]
    right, before, sure = [], [], []
    for held in range(3):
        tried = opinions[held::3]
        model, _ = learn([one for at, one in enumerate(opinions) if at % 3 != held], codes, lists)
        texts = [text for text, _ in tried]
        for (_, label), guesses, untaught in zip(
            tried, model.guesses(texts, lists), Learned.untaught(codes).guesses(texts, lists), strict=True
        ):
            right.append(guesses[0].code == label)
            before.append((untaught[0].code if untaught else "") == label)
            if sureness(guesses[0].chance) == "very_likely":
                sure.append(right[-1])
    assert sum(right) >= sum(before) + 0.015 * len(opinions)
    assert len(sure) > 0.3 * len(opinions)
    assert sum(sure) / len(sure) >= 0.9


def test_the_trial_tells_whether_decisions_taught_anything() -> None:
    """Of decisions by chance nothing can be learned; of these, all but everything."""
    chance = random.Random(3)  # noqa: S311
    texts = [text for text, _ in decided(120)]
    _, guessed = learn([(text, chance.choice(CODES)) for text in texts], CODES, LISTS)
    _, taught = learn(decided(120), CODES, LISTS)
    assert guessed.n == taught.n == 120
    assert guessed.model < 60
    assert taught.lists < taught.model > 100

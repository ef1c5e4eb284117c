"""What tests/corpus/README.md promises about the invented opinions of one school and its twin, held to the files."""

import re
from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from tests.corpus.reading import (
    CHANNELS,
    GIVERS,
    LEAVES,
    NEAR,
    TOPICS,
    content_words,
    jaccard,
    records,
    trigrams,
)

SCHOOL = Path(__file__).parent / "school"
TEXT = "意见原文（原汁原味）"
UNITS = {"SX01": "桕湾学校", "SX02": "荻矶学校"}
KINDS = {"matter", "single", "vague"}
FIRST_DAY, LAST_DAY = date(2025, 3, 3), date(2025, 5, 28)

Row = dict[str, str]


@pytest.fixture(scope="module")
def opinions() -> list[Row]:
    """The rows of opinions.csv, each with its label's columns beside its own."""
    labels = {label["编号"]: label for label in records(SCHOOL / "labels.csv")}
    return [row | labels[row["编号"]] for row in records(SCHOOL / "opinions.csv")]


@pytest.fixture(scope="module")
def matters() -> dict[str, Row]:
    return {row["matter"]: row for row in records(SCHOOL / "matters.csv")}


def members(opinions: list[Row], matter: str) -> list[Row]:
    return [opinion for opinion in opinions if opinion["matter"] == matter]


def test_the_tables_open_in_excel_and_belong_together() -> None:
    for name in ("opinions.csv", "labels.csv", "matters.csv"):
        written = (SCHOOL / name).read_bytes()
        assert written.startswith(b"\xef\xbb\xbf")
        assert written.endswith(b"\r\n")
        assert written.count(b"\r\n") == written.count(b"\n")
    given = [row["编号"] for row in records(SCHOOL / "opinions.csv")]
    assert given == [label["编号"] for label in records(SCHOOL / "labels.csv")]
    assert len(set(given)) == len(given) == 283


def test_labels_refer_to_something(opinions: list[Row], matters: dict[str, Row]) -> None:
    for opinion in opinions:
        assert {opinion[one] for one in ("matter", "trap_of", "also")} <= {"", *matters}
        assert opinion["leaf"] in {"", *LEAVES}
        assert opinion["topic"] in {"", *TOPICS}
        assert opinion["specific"] in {"0", "1"}
        assert opinion["kind"] in KINDS
        assert (opinion["kind"] == "matter") == bool(opinion["matter"])
        assert (opinion["kind"] == "vague") == (not opinion["topic"])
        assert opinion["收集渠道"] in CHANNELS
        assert opinion["反映群体"] in GIVERS
        assert opinion["单位"] == UNITS.get(opinion["unit"], "")
        assert opinion["unit"] or opinion["kind"] == "vague"


def test_no_place_name_helps(opinions: list[Row]) -> None:
    named = re.compile("桕湾|荻矶|[市区县乡]立|实验小学|第[一二三四]中学")
    assert not [opinion[TEXT] for opinion in opinions if named.search(opinion[TEXT])]


def test_a_matter_is_one_thing_at_one_school(opinions: list[Row], matters: dict[str, Row]) -> None:
    assert len(matters) == 45
    assert len({(matter["title"], matter["unit"]) for matter in matters.values()}) == len(matters)
    for code, matter in matters.items():
        ours = members(opinions, code)
        assert 3 <= len(ours) <= 12
        assert {opinion["unit"] for opinion in ours} == {matter["unit"]}


def test_twins_are_the_same_matter_at_the_other_school(matters: dict[str, Row]) -> None:
    twins = [matter for matter in matters.values() if matter["twin_of"]]
    assert len(twins) == 9
    for twin in twins:
        first = matters[twin["twin_of"]]
        assert [twin[one] for one in ("title", "leaf", "topic")] == [
            first[one] for one in ("title", "leaf", "topic")
        ]
        assert (first["unit"], twin["unit"]) == ("SX01", "SX02")


def test_two_thirds_of_the_pairs_share_no_word_and_a_third_in_every_matter(
    opinions: list[Row], matters: dict[str, Row]
) -> None:
    words = {opinion["编号"]: content_words(opinion[TEXT]) for opinion in opinions}
    whole = []
    for code in matters:
        pairs = combinations([opinion["编号"] for opinion in members(opinions, code)], 2)
        apart = [not words[one] & words[other] for one, other in pairs]
        assert sum(apart) / len(apart) >= 1 / 3, code
        whole += apart
    assert len(whole) == 568
    assert sum(whole) / len(whole) == pytest.approx(0.674, abs=0.001)


def test_a_trap_speaks_with_the_words_of_another_matter(opinions: list[Row], matters: dict[str, Row]) -> None:
    traps = [opinion for opinion in opinions if opinion["trap_of"]]
    assert len(traps) == 36
    assert sum(bool(trap["matter"]) for trap in traps) == 11
    for trap in traps:
        assert trap["trap_of"] not in {trap["matter"], trap["also"]}
        assert trap["unit"] == matters[trap["trap_of"]]["unit"]
        borrowed = {
            word for other in members(opinions, trap["trap_of"]) for word in content_words(other[TEXT])
        }
        assert content_words(trap[TEXT]) & borrowed, trap["编号"]


def test_long_ones_hold_two_things(opinions: list[Row], matters: dict[str, Row]) -> None:
    assert sum(150 <= len(opinion[TEXT]) <= 300 for opinion in opinions) == 14
    double = [opinion for opinion in opinions if opinion["also"]]
    assert len(double) == 14
    for opinion in double:
        assert len(opinion[TEXT]) >= 140
        assert opinion["also"] != opinion["matter"]
        assert matters[opinion["also"]]["unit"] == opinion["unit"]


def test_dates_run_over_three_months_and_settled_matters_come_back(
    opinions: list[Row], matters: dict[str, Row]
) -> None:
    days = [date.fromisoformat(opinion["收集时间"]) for opinion in opinions]
    assert days == sorted(days)
    assert (days[0], days[-1]) == (FIRST_DAY, LAST_DAY)
    settled = [matter for matter in matters.values() if matter["settled_on"]]
    assert len(settled) == 3
    for matter in settled:
        heard = [opinion["收集时间"] for opinion in members(opinions, matter["matter"])]
        assert sum(one < matter["settled_on"] for one in heard) >= 5
        assert sum(one > matter["settled_on"] for one in heard) >= 2


def test_the_mix_is_the_promised_one(opinions: list[Row]) -> None:
    assert Counter(opinion["kind"] for opinion in opinions) == {"matter": 233, "single": 31, "vague": 19}
    givers = Counter(opinion["反映群体"] for opinion in opinions)
    assert set(givers) == {"教师", "学生", "家长", "离退休", "其他"}
    assert min(givers.values()) >= 10
    assert {opinion["收集渠道"] for opinion in opinions} == CHANNELS
    lengths = sorted(len(opinion[TEXT]) for opinion in opinions)
    assert (lengths[0], lengths[len(lengths) // 2]) == (4, 27)
    whole = "".join(opinion[TEXT] for opinion in opinions)
    for oddity in ("習慣", "頭一回", "幸苦", "冇", "yysy", "🙃", "＝", "？？"):
        assert oddity in whole


def test_no_two_texts_are_near(opinions: list[Row]) -> None:
    grams = [trigrams(opinion[TEXT]) for opinion in opinions]
    assert max(jaccard(one, other) for one, other in combinations(grams, 2)) < NEAR / 2


def test_a_plain_search_finds_three_in_five(opinions: list[Row]) -> None:
    """One of the five texts nearest in the same school is of the same matter: the gauge that README speaks of."""
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
    grams = vectors.fit_transform([opinion[TEXT] for opinion in opinions])
    likeness = (grams @ grams.T).toarray()
    units = numpy.array([opinion["unit"] for opinion in opinions])
    same_school = units[:, None] == units
    likeness[~same_school] = -1
    numpy.fill_diagonal(likeness, -1)
    nearest = numpy.argsort(-likeness, axis=1, kind="stable")[:, :5]
    found = [
        any(opinions[n]["matter"] == opinion["matter"] for n in row)
        for opinion, row in zip(opinions, nearest, strict=True)
        if opinion["matter"]
    ]
    assert sum(found) / len(found) == pytest.approx(0.59, abs=0.02)

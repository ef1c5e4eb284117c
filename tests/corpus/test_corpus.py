"""What tests/corpus/README.md promises about the invented opinions, held to the files themselves.

Only the standard library reads the files here: a fault of the product's importer must not hide a fault of the corpus.
"""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from tests.corpus.reading import (
    CHANNELS,
    GIVERS,
    LEAVES,
    NEAR,
    OUT_OF_SCOPE,
    TOPICS,
    content_words,
    jaccard,
    records,
    trigrams,
)

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "src" / "huiyin" / "library" / "demo"

KINDS = {"matter", "single", "vague", "out_of_scope", "accusation"}
FIRST_DAY, LAST_DAY, SECOND_ROUND = date(2014, 3, 25), date(2014, 6, 20), date(2014, 6, 1)


@dataclass(frozen=True)
class Opinion:
    """One row of the clerk's table with its labels. Codes are empty strings where there is none."""

    number: str
    raised_on: date
    channel: str
    giver: str
    text: str
    matter: str
    leaf: str
    topic: str
    specific: bool
    near_duplicate_of: str
    trap_of: str
    unit: str
    kind: str


@dataclass(frozen=True)
class Matter:
    """One row of matters.csv; `settled_on` is the day on which the unit reported it fixed."""

    code: str
    title: str
    unit: str
    leaf: str
    topic: str
    settled_on: date | None
    twin_of: str


def sheet() -> list[list[str]]:
    """Every row of the clerk's table, title and foot included."""
    with (DEMO / "opinions.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def numbered(rows: list[list[str]]) -> Iterator[dict[str, str]]:
    """The rows that hold an opinion, by heading."""
    at = next(n for n, row in enumerate(rows) if row[0] == "编号")
    for row in rows[at + 1 :]:
        if re.fullmatch(r"Y\d{3}", row[0]):
            yield dict(zip(rows[at], row, strict=True))


def day(written: str) -> date:
    """A date as a clerk writes it (5.23, 5月23日, 2014.5.23, full-width digits); a missing year is 2014."""
    numbers = [int(number) for number in re.findall(r"\d+", unicodedata.normalize("NFKC", written))]
    year, month, day_of_month = numbers if len(numbers) == 3 else [2014, *numbers]
    return date(year, month, day_of_month)


def joined(row: dict[str, str], label: dict[str, str]) -> Opinion:
    """One opinion from its row and its label."""
    return Opinion(
        number=row["编号"],
        raised_on=day(row["收集时间"]),
        channel=row["收集渠道"],
        giver=row["反映群体"],
        text=row["意见原文（原汁原味）"],
        matter=label["matter"],
        leaf=label["leaf"],
        topic=label["topic"],
        specific=label["specific"] == "1",
        near_duplicate_of=label["near_duplicate_of"],
        trap_of=label["trap_of"],
        unit=label["unit"],
        kind=label["kind"],
    )


@pytest.fixture(scope="module")
def opinions() -> list[Opinion]:
    labels = {label["编号"]: label for label in records(DEMO / "labels.csv")}
    return [joined(row, labels[row["编号"]]) for row in numbered(sheet())]


@pytest.fixture(scope="module")
def matters() -> dict[str, Matter]:
    found = [
        Matter(
            code=row["matter"],
            title=row["title"],
            unit=row["unit"],
            leaf=row["leaf"],
            topic=row["topic"],
            settled_on=date.fromisoformat(row["settled_on"]) if row["settled_on"] else None,
            twin_of=row["twin_of"],
        )
        for row in records(DEMO / "matters.csv")
    ]
    assert len({matter.code for matter in found}) == len(found), "two matters share a code"
    return {matter.code: matter for matter in found}


@pytest.fixture(scope="module")
def unit_codes() -> set[str]:
    return {row["单位代码"] for row in records(DEMO / "units.csv")}


def pairs_of_a_matter(opinions: list[Opinion]) -> Iterator[tuple[Opinion, Opinion]]:
    """All pairs that belong together, resent texts left out."""
    for one, other in combinations(opinions, 2):
        if (
            one.matter
            and one.matter == other.matter
            and not one.near_duplicate_of
            and not other.near_duplicate_of
        ):
            yield one, other


def test_units_are_one_tree_with_unique_names() -> None:
    units = records(DEMO / "units.csv")
    for column in ("单位代码", "单位名称", "简称"):
        assert len({unit[column] for unit in units}) == len(units)
    names = {unit["单位名称"] for unit in units}
    assert [unit["单位名称"] for unit in units if not unit["上级单位"]] == ["云河市教育局"]
    assert all(unit["上级单位"] in names for unit in units if unit["上级单位"])


def test_both_tables_open_in_excel() -> None:
    for name in ("units.csv", "opinions.csv"):
        written = (DEMO / name).read_bytes()
        assert written.startswith(b"\xef\xbb\xbf")
        assert written.endswith(b"\r\n")


def test_every_opinion_has_one_label_and_every_label_one_opinion() -> None:
    given = [row["编号"] for row in numbered(sheet())]
    labelled = [label["编号"] for label in records(DEMO / "labels.csv")]
    assert given == labelled
    assert len(set(given)) == len(given) >= 280


def test_the_table_is_kept_as_a_clerk_keeps_it(opinions: list[Opinion]) -> None:
    rows = sheet()
    assert rows[0][0].endswith("汇总表（2014年春季）")
    assert not any(rows[0][1:])
    assert rows[2][0] == "编号"
    assert {len(row) for row in rows} == {len(rows[2])}
    assert sum(not any(row) for row in rows) >= 3
    assert ["合计", f"{len(opinions)}条"] in [row[:2] for row in rows[-5:]]
    assert any("填表人" in cell for row in rows[-5:] for cell in row)


def test_dates_come_in_several_spellings_and_in_order(opinions: list[Opinion]) -> None:
    written = [row["收集时间"] for row in numbered(sheet())]
    spellings = (
        r"\d+\.\d+",
        r"[1-9]月\d+日",
        r"2014\.\d+\.\d+",
        r"2014-\d\d-\d\d",
        r"2014年\d+月\d+日",
        r"[０-９]月[０-９]+日",
    )
    for spelling in spellings:
        pattern = re.compile(spelling, re.ASCII)
        assert any(pattern.fullmatch(one) for one in written), spelling
    days = [opinion.raised_on for opinion in opinions]
    assert days == sorted(days)
    assert (days[0], days[-1]) == (FIRST_DAY, LAST_DAY)


def test_labels_refer_to_something(
    opinions: list[Opinion], matters: dict[str, Matter], unit_codes: set[str]
) -> None:
    for opinion in opinions:
        assert opinion.matter in {"", *matters}
        assert opinion.trap_of in {"", *matters}
        assert opinion.leaf in {"", *LEAVES}
        assert opinion.topic in {"", *TOPICS}
        assert opinion.unit in {"", *unit_codes}
        assert opinion.kind in KINDS
        assert opinion.channel in CHANNELS
        assert opinion.giver in GIVERS
        assert (opinion.kind == "matter") == bool(opinion.matter)
        assert not (opinion.trap_of and opinion.matter)


def test_a_matter_is_one_thing_at_one_unit(opinions: list[Opinion], matters: dict[str, Matter]) -> None:
    assert len({(matter.title, matter.unit) for matter in matters.values()}) == len(matters)
    for opinion in opinions:
        if opinion.matter:
            assert opinion.unit == matters[opinion.matter].unit
    sizes = Counter(opinion.matter for opinion in opinions if opinion.matter)
    assert set(sizes) == set(matters)
    assert len(sizes) >= 45
    assert all(2 <= size <= 14 for size in sizes.values())


def test_twins_are_the_same_matter_at_two_units(matters: dict[str, Matter]) -> None:
    twins = [matter for matter in matters.values() if matter.twin_of]
    assert len(twins) >= 5
    for twin in twins:
        first = matters[twin.twin_of]
        assert (twin.leaf, twin.topic) == (first.leaf, first.topic)
        assert twin.unit != first.unit


def test_a_resent_text_is_near_its_original_and_comes_later(opinions: list[Opinion]) -> None:
    by_number = {opinion.number: opinion for opinion in opinions}
    resent = [opinion for opinion in opinions if opinion.near_duplicate_of]
    assert len(resent) == 15
    for opinion in resent:
        original = by_number[opinion.near_duplicate_of]
        assert opinion.text != original.text
        assert jaccard(trigrams(opinion.text), trigrams(original.text)) >= NEAR
        assert original.raised_on <= opinion.raised_on
        assert (original.matter, original.unit, original.leaf) == (opinion.matter, opinion.unit, opinion.leaf)
        assert not original.near_duplicate_of


def test_no_other_two_texts_are_near(opinions: list[Opinion]) -> None:
    grams = {opinion.number: trigrams(opinion.text) for opinion in opinions}
    near = {
        (other.number, one.number)
        for one, other in combinations(opinions, 2)
        if jaccard(grams[one.number], grams[other.number]) >= NEAR
    }
    assert near == {(one.number, one.near_duplicate_of) for one in opinions if one.near_duplicate_of}


def test_a_third_of_the_pairs_share_no_word(opinions: list[Opinion]) -> None:
    words = {opinion.number: content_words(opinion.text) for opinion in opinions}
    apart = [not words[one.number] & words[other.number] for one, other in pairs_of_a_matter(opinions)]
    assert sum(apart) / len(apart) >= 1 / 3


def test_settled_matters_are_heard_of_before_and_again_in_june(
    opinions: list[Opinion], matters: dict[str, Matter]
) -> None:
    settled = [matter for matter in matters.values() if matter.settled_on]
    assert len(settled) >= 7
    for matter in settled:
        assert matter.settled_on is not None
        assert matter.settled_on < SECOND_ROUND
        days = [opinion.raised_on for opinion in opinions if opinion.matter == matter.code]
        assert sum(one < matter.settled_on for one in days) >= 3
        assert sum(one >= SECOND_ROUND for one in days) >= 2


def test_every_leaf_and_every_topic_occurs(opinions: list[Opinion]) -> None:
    assert {opinion.leaf for opinion in opinions} - {""} == LEAVES
    assert {opinion.topic for opinion in opinions} - {""} == TOPICS


def test_the_mix_is_the_promised_one(opinions: list[Opinion]) -> None:
    kinds = Counter(opinion.kind for opinion in opinions)
    assert kinds["single"] >= 60
    assert kinds["out_of_scope"] == 10
    assert kinds["accusation"] == 4
    assert 25 <= kinds["vague"] <= 30
    assert sum(bool(opinion.trap_of) for opinion in opinions) >= 20
    in_scope = [opinion for opinion in opinions if opinion.kind != "out_of_scope"]
    assert 0.55 <= sum(bool(opinion.leaf) for opinion in in_scope) / len(in_scope) <= 0.60
    assert 0.45 <= sum(opinion.specific for opinion in opinions) / len(opinions) <= 0.55


def test_out_of_scope_and_vague_are_labelled_as_such(opinions: list[Opinion]) -> None:
    for opinion in opinions:
        assert (opinion.topic == OUT_OF_SCOPE) == (opinion.kind == "out_of_scope")
        if opinion.kind == "out_of_scope":
            assert not opinion.leaf
        if opinion.kind == "vague":
            assert not opinion.specific
            assert not opinion.topic


def test_texts_have_the_length_and_the_oddities_of_real_ones(opinions: list[Opinion]) -> None:
    lengths = [len(opinion.text) for opinion in opinions]
    assert min(lengths) >= 5
    assert max(lengths) <= 400
    assert sum(length < 10 for length in lengths) <= 10
    whole = "".join(opinion.text for opinion in opinions)
    assert "無" in whole  # traditional characters
    assert re.search("[\U0001f600-\U0001f64f]", whole)
    assert re.search("[０-９]", whole)
    assert re.search("[A-Za-z]{2,}", whole)
    assert any("\n" in opinion.text for opinion in opinions)

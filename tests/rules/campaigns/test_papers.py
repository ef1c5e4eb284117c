"""The words of a paper: levels, length, places to fill."""

from datetime import date

import pytest

from huiyin.process.campaigns.rules.papers import FrozenFact, length, lines_of, unwritten


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、听取意见", 1),
        ("十二、下一步打算", 1),
        ("（一）座谈会", 2),
        ("一、各单位都已经开过座谈会。", 0),
        ("（一）" + "长" * 60, 0),
        ("一般情况", 0),
        ("　　截至5月23日", 0),
    ],
)
def test_levels(line: str, level: int) -> None:
    (found,) = lines_of(line)
    assert found.level == level
    assert found.text == line.strip()


def test_lengths_and_places() -> None:
    assert length("一、 听取\n意见 450 条") == 10
    assert unwritten("甲\n【待写：做法】\n乙【待写：事例】") == 2
    assert [line.text for line in lines_of("甲\n\n乙\n")] == ["甲", "乙"]


def test_a_fact_comes_back_as_it_was() -> None:
    fact = FrozenFact("opinions.received", "收到意见", "450", date(2014, 5, 23), givers=431)
    assert FrozenFact.from_json(fact.as_json()) == fact

"""What to ask after a whole pass: the rows of the largest groups, whole groups only, and what of "later" still stands."""

import numpy as np
import pytest

from huiyin.analysis.decided import Decided
from huiyin.analysis.grouping import group_vectors
from huiyin.analysis.normalise import Text
from huiyin.analysis.stored import Held
from huiyin.analysis.vectors import Frequencies, vectorise
from huiyin.process.opinions.rules import asking
from huiyin.process.opinions.rules.asking import Aside, Rows, doubtful, use_of

SAID = (
    "食堂的红烧肉里没有肉，一份要十二元",
    "食堂红烧肉没有肉，一份收十二元，太贵",
    "午餐的荤菜越来越少，一份红烧肉全是土豆",
    "校门口接送车辆乱停，放学时堵得走不动",
    "放学时校门口车辆乱停，堵得走不动",
    "放学路上车多，孩子过马路不安全",
    "食堂排队太长，中午买不到饭",
)
OPINIONS = [70, 10, 60, 20, 50, 30, 40]  # in no order of their own, as ids are


def rows(*sizes: int) -> Rows:
    texts = [Text("", said) for said in SAID]
    frequencies = Frequencies()
    frequencies.add(texts)
    matrix = vectorise(texts, frequencies)
    counted = np.array(sizes or [1] * len(SAID), np.int64)
    scopes = np.ones(len(SAID), np.int64)
    return Rows(np.array(OPINIONS), counted, Held(matrix), scopes, group_vectors(matrix))


def test_pairs_are_asked_by_their_opinions_the_lower_first() -> None:
    found = doubtful(rows(), Decided.of(), ())
    assert found.asked
    assert all(asked.one < asked.other and {asked.one, asked.other} <= set(OPINIONS) for asked in found.asked)
    assert [asked.use for asked in found.asked] == sorted((asked.use for asked in found.asked), reverse=True)


def test_what_was_put_off_stands_until_something_tells() -> None:
    given = rows()
    apart, together = Aside(10, 20, inside=False), Aside(20, 50, inside=True)
    assert given.labels[3] == given.labels[4], "or the second isn't together"
    assert doubtful(given, Decided.of(), [apart, together]).open == {(10, 20), (20, 50)}
    asked = {(asked.one, asked.other) for asked in doubtful(given, Decided.of(), [apart]).asked}
    assert (10, 20) not in asked, "what was put off isn't asked in its turn"
    for told in (Decided.of([(1, 3)]), Decided.of(apart=[(1, 3)]), Decided.of([(1, 2), (2, 3)])):
        assert (10, 20) not in doubtful(given, told, [apart]).open
    assert (
        doubtful(given, Decided.of(), [Aside(10, 20, inside=True), Aside(10, 99, inside=False)]).open == set()
    )


def test_among_many_only_the_largest_groups_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    given = rows(1, 1, 1, 9, 1, 1, 1)
    gate = {20, 50}
    assert {OPINIONS[row] for row in given.of_largest_groups(3)} >= gate
    assert len(given.of_largest_groups(3)) <= 3
    assert list(given.of_largest_groups(99)) == list(range(len(SAID)))
    part = given.among(given.of_largest_groups(2))
    assert set(part.opinions) == gate
    assert list(part.labels) == [0, 0]
    monkeypatch.setattr(asking, "MOST_LOOKED_AT", 3)
    aside = [Aside(10, 20, inside=False)]
    found = doubtful(given, Decided.of([(0, 1)], [(2, 5)]), aside)
    assert {one for asked in found.asked for one in (asked.one, asked.other)} <= {
        given.opinions[row] for row in given.of_largest_groups(3)
    }
    assert found.open == {(10, 20)}, "what was put off stands, looked at or not"


def test_the_use_of_asking_grows_with_both_sides_and_their_likeness() -> None:
    assert use_of(0.1, 1, 1) < use_of(0.1, 1, 9) < use_of(0.1, 5, 9)
    assert use_of(0.02, 3, 3) < use_of(0.1, 3, 3) < 3000
    assert doubtful(rows().among(np.zeros(0, np.int64)), Decided.of(), ()).asked == ()

import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.analysis.nearduplicates import (
    BANDS,
    ROWS,
    SAME,
    WORTH_COMPARING,
    bands,
    estimate,
    jaccard,
    representatives,
    shingles,
    signature,
)
from huiyin.analysis.normalise import Text

LETTER = (
    "东门外的停车位一直不够，早上七点半以后家长的车停到了马路中间，校车进不来，希望学校和交警商量一个办法。"
)
COPY = "东门外的停车位一直不够！早上7点半以后，家长的车停到了马路中间，校车进不来，希望学校同交警商量一个办法"
OTHER = "七号宿舍楼的热水锅炉坏了半个月，报修三次没有人来，冬天没有热水洗澡，请后勤处尽快修好。"


def words(body: str) -> frozenset[str]:
    return shingles(Text("", body))


def shares_band(one: str, other: str) -> bool:
    return bool(set(bands(signature(words(one)))) & set(bands(signature(words(other)))))


@pytest.mark.parametrize(
    ("body", "expected"),
    [("", set()), ("。！", set()), ("好", {"好"}), ("很好", {"很好"}), ("太贵了吧", {"太贵了", "贵了吧"})],
)
def test_shingles(body: str, expected: set[str]) -> None:
    assert words(body) == expected


def test_title_and_body_are_read_as_one() -> None:
    assert shingles(Text("东门", "停车难")) == words("东门停车难")


def test_jaccard_is_shared_by_all() -> None:
    assert jaccard(words("一二三四五"), words("二三四五六")) == pytest.approx(2 / 4)
    assert jaccard(words(LETTER), words(LETTER)) == 1
    assert jaccard(words(""), words("")) == 0


def test_an_edited_copy_is_found_and_another_letter_is_not() -> None:
    assert jaccard(words(LETTER), words(COPY)) >= SAME
    assert shares_band(LETTER, COPY)
    assert not shares_band(LETTER, OTHER)


@given(st.text(), st.text())
def test_jaccard_is_symmetric_and_within_bounds(one: str, other: str) -> None:
    likeness = jaccard(words(one), words(other))
    assert likeness == jaccard(words(other), words(one))
    assert 0 <= likeness <= 1


@given(st.text(min_size=1))
def test_bands_fit_a_signed_column(body: str) -> None:
    keys = bands(signature(words(body)))
    assert len(keys) in (0, BANDS)
    assert len(set(keys)) == len(keys)
    assert all(-(2**63) <= key < 2**63 for key in keys)


def test_no_words_have_no_bands() -> None:
    assert signature(words("👍")) == b""
    assert bands(b"") == []


GOLDEN_SIGNATURE = "6711046a2e5a0283fb74f30df2477e02"
GOLDEN_BANDS = [-7451120772300965681, -5729934191771490416]


def test_golden_values() -> None:
    """Stored signatures outlive the process: another value here needs another SIGNATURE_VERSION."""
    signed = signature(words(LETTER))
    assert len(signed) == 4 * BANDS * ROWS
    assert signed[:16].hex() == GOLDEN_SIGNATURE
    assert bands(signed)[:2] == GOLDEN_BANDS


def test_a_signature_is_the_same_in_every_process() -> None:
    script = (
        "from huiyin.analysis.nearduplicates import *; from huiyin.analysis.normalise import Text;"
        f"print(signature(shingles(Text('', {LETTER!r}))).hex())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert printed == {signature(words(LETTER)).hex()}


def test_copies_point_at_the_earliest_original() -> None:
    texts = [Text("", body) for body in (OTHER, LETTER, COPY, LETTER, "", "", "好", "好")]
    assert representatives(texts) == [0, 1, 1, 1, 4, 5, 6, 6]


def test_a_representative_is_its_own_and_every_copy_is_near_it() -> None:
    chance = random.Random(3)  # noqa: S311 -- repeatable, not secret
    texts = []
    for _ in range(200):
        letters = list(chance.choice((LETTER, OTHER)))
        for _ in range(chance.randrange(5)):
            letters[chance.randrange(len(letters))] = chance.choice("的一是了我不人在他有")
        texts.append(Text("", "".join(letters)))
    found = representatives(texts)
    for index, first in enumerate(found):
        assert first <= index
        assert found[first] == first
        if first != index:
            assert jaccard(shingles(texts[first]), shingles(texts[index])) >= SAME
    assert len(set(found)) < len(texts) / 3


def test_an_empty_text_is_nobodys_copy() -> None:
    assert representatives([Text("", ""), Text("", "。"), Text("", "👍")]) == [0, 1, 2]


def test_signatures_guess_the_jaccard() -> None:
    one, copy, other = (signature(words(body)) for body in (LETTER, COPY, OTHER))
    assert estimate(one, one) == 1
    assert abs(estimate(one, copy) - jaccard(words(LETTER), words(COPY))) < 0.2
    assert estimate(one, other) < WORTH_COMPARING
    assert estimate(one, b"") == 0

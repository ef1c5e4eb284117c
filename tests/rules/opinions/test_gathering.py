from itertools import pairwise

import pytest

from huiyin.analysis import stored
from huiyin.analysis.normalise import Text
from huiyin.analysis.placing import signs_of
from huiyin.analysis.vectors import Frequencies
from huiyin.process.opinions.rules import batches, gathering
from huiyin.process.opinions.rules import listing as listing_rules
from huiyin.process.opinions.rules.gathering import Distinct, Gathering, Said, gather, words_of
from huiyin.process.opinions.rules.listing import Listing

CANTEEN = (
    "食堂的红烧肉里没有肉，一份要十二元",
    "食堂红烧肉没有肉，一份收十二元，太贵",
    "红烧肉里找不到肉，食堂一份十二元",
)
GATE = (
    "校门口接送车辆乱停，放学时堵得走不动",
    "放学时校门口车辆乱停，堵得走不动",
    "接送车辆在校门口乱停，放学堵死了",
)
NOISE = (
    "操场的跑道塑胶起皮了一大片",
    "图书馆周末不开门借不到书",
    "宿舍热水晚上九点就停了",
    "校服的料子太薄冬天冷",
)


def _said(*rows: tuple[str, int]) -> list[Said]:
    return [Said(number, Text("", words), scope) for number, (words, scope) in enumerate(rows, start=1)]


def _gather(said: list[Said], **decided: list[tuple[int, int]]) -> Gathering:
    distinct = Distinct.of(said, {}, **decided)
    words = words_of(said)
    return gather(
        distinct,
        distinct.count(words),
        words,
        same=decided.get("same", []),
        apart=decided.get("apart", []),
    )


def _groups(found: Gathering) -> list[tuple[int, ...]]:
    return sorted(group.opinions for group in found.groups)


def test_the_same_words_about_two_units_are_two_groups_and_one_common_matter() -> None:
    said = _said(
        *((words, 1) for words in CANTEEN),
        *((words, 2) for words in CANTEEN),
        *((words, 1) for words in NOISE),
    )
    found = _gather(said)
    assert _groups(found) == [(1, 2, 3), (4, 5, 6)]
    assert [(common.opinions, common.scopes) for common in found.commons] == [((1, 2, 3, 4, 5, 6), (1, 2))]
    assert [group.scope for group in sorted(found.groups, key=lambda group: group.opinions)] == [1, 2]


def test_what_is_said_once_about_each_of_two_units_is_common_though_no_group() -> None:
    found = _gather(_said((CANTEEN[0], 1), (CANTEEN[1], 2), *((words, 1) for words in NOISE)))
    assert not found.groups
    assert [common.opinions for common in found.commons] == [(1, 2)]


def test_opinions_without_a_unit_share_nothing_with_units() -> None:
    found = _gather(
        _said((CANTEEN[0], 1), (CANTEEN[1], 0), (CANTEEN[2], 0), *((words, 1) for words in NOISE))
    )
    assert _groups(found) == [(2, 3)]
    assert not found.commons


def test_a_judgement_parts_and_joins() -> None:
    said = _said(*((words, 1) for words in CANTEEN + GATE + NOISE))
    assert _groups(_gather(said)) == [(1, 2, 3), (4, 5, 6)]
    assert _groups(_gather(said, same=[(1, 4)])) == [(1, 2, 3, 4, 5, 6)]
    parted = _groups(_gather(said, apart=[(1, 2)]))
    assert not any({1, 2} <= set(group) for group in parted)
    assert (4, 5, 6) in parted


def test_a_copy_follows_its_original_within_the_unit_and_unless_a_person_says_no() -> None:
    said = _said((CANTEEN[0], 1), (CANTEEN[0] + "！", 1), (CANTEEN[0], 2))
    twins = {2: 1, 3: 1}
    distinct = Distinct.of(said, twins)
    assert distinct.opinions.tolist() == [1, 3]
    assert distinct.followers == {1: [2]}
    assert Distinct.of(said, twins, apart=[(1, 2)]).opinions.tolist() == [1, 2, 3]
    found = gather(distinct, distinct.count(words_of(said)), words_of(said))
    assert _groups(found) == [(1, 2)]
    assert found.groups[0].likeness == {1: 1.0, 2: 1.0}


def test_what_was_said_of_a_copy_is_said_of_its_original() -> None:
    said = _said((CANTEEN[0], 1), (CANTEEN[0] + "！", 1), (GATE[0], 1))
    distinct = Distinct.of(said, {2: 1})
    assert distinct.decided([(2, 3)], []).together.tolist() == [[0, 1]]
    assert distinct.decided([(1, 2)], [(2, 9)]).together.tolist() == []


def test_nothing_said_is_nothing_found() -> None:
    assert gather(Distinct.of([], {}), Frequencies(), words_of([])) == Gathering(())


def test_a_letter_about_two_units_is_one_text_of_each_and_a_copy_without_a_unit_follows() -> None:
    said = _said((GATE[0], 1), (GATE[0] + "。", 2), (GATE[0] + "！", 2), (GATE[0] + "？", 0))
    distinct = Distinct.of(said, {2: 1, 3: 1, 4: 1})
    assert distinct.repeats == {3: 2, 4: 1}
    assert distinct.opinions.tolist() == [1, 2]


def test_a_letter_without_a_unit_follows_its_copy_that_has_one_but_not_one_of_two() -> None:
    said = _said((GATE[0], 0), (GATE[0] + "。", 2), (GATE[0] + "！", 0))
    assert Distinct.of(said, {2: 1, 3: 1}).repeats == {1: 2, 3: 2}
    said = _said((GATE[0], 0), (GATE[0] + "。", 2), (GATE[0] + "！", 1))
    assert Distinct.of(said, {2: 1, 3: 1}).repeats == {}


def test_a_copy_of_which_other_things_were_said_stands_for_itself() -> None:
    said = _said((GATE[0], 1), (GATE[0] + "。", 1), (CANTEEN[0], 1), (GATE[0] + "！", 1))
    twins = {2: 1, 4: 1}
    assert Distinct.of(said, twins, same=[(1, 3)], apart=[(2, 3)]).repeats == {4: 1}
    assert Distinct.of(said, twins, same=[(3, 4)], apart=[(2, 3)]).repeats == {2: 1}, (
        "the first that was spoken of leads"
    )
    assert Distinct.of(said, twins, same=[(2, 3)], apart=[]).repeats == {2: 1, 4: 1}


def test_scopes_in_batches_and_vectors_in_files_are_grouped_as_all_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = _said(
        *((words, scope) for scope in (3, 1, 2) for words in CANTEEN + NOISE),
        *((words, 0) for words in GATE),
        *((words, 2) for words in GATE),
    )
    decided = {"same": [(1, 5), (1, 8)], "apart": [(8, 9)]}
    whole = _gather(said, **decided)
    assert whole.groups
    assert whole.commons
    monkeypatch.setattr(batches, "MOST_AT_ONCE", 8)
    monkeypatch.setattr(gathering, "BLOCK", 4)
    assert _gather(said, **decided) == whole
    monkeypatch.setattr(stored, "MOST_HELD", 50)
    monkeypatch.setattr(stored, "AT_ONCE", 3)
    assert _gather(said, **decided) == whole


def test_what_is_listed_comes_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    said = _said(*((words, scope) for scope in (5, 0) for words in CANTEEN + NOISE))
    distinct, words = Distinct.of(said, {}), words_of(said)
    frequencies = distinct.count(words)
    listing = Listing(distinct.scopes)
    for rows, grams in distinct.grams(words):
        listing.add(rows, grams, frequencies)
    assert listing.scopes.tolist() == [0, 5]
    assert listing.texts.tolist() == [7, 7]
    monkeypatch.setattr(listing_rules, "_LISTED_AT_ONCE", 40)
    parts = list(listing.by_piece())
    assert len(parts) > 2
    assert all(set(one[1]).isdisjoint(two[1]) for one, two in pairwise(parts))
    found = sorted((int(rows), int(piece)) for part in parts for _, piece, rows in zip(*part, strict=True))
    pieces, places = signs_of([one.words for one in said], frequencies, 7)
    assert found == sorted(zip(places.tolist(), pieces.tolist(), strict=True))


def test_an_opinion_whose_words_are_gone_stands_alone() -> None:
    said = _said(*((words, 1) for words in CANTEEN))
    distinct, words = Distinct.of(said, {}), words_of(said[:2])
    found = gather(distinct, distinct.count(words), words)
    assert _groups(found) == [(1, 2)]

"""Texts sealed to persons: who has a passphrase reads, and nobody else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.kit.enciphering import Unreadable
from huiyin.kit.sealing import Cost, SealedKey, change_passphrase, make_key, open_key, seal, unseal

CHEAP = Cost(n=2, r=1, p=1)
ONE, OTHER, THIRD = (make_key(word, CHEAP) for word in ("甲的口令", "乙的口令", "丙的口令"))


@given(st.text())
@settings(deadline=None)
def test_either_of_the_two_reads_what_was_sealed(text: str) -> None:
    sealed = seal(text, [ONE.public, OTHER.public], use="talk 1")
    for box, key, word in zip(sealed.boxes, (ONE, OTHER), ("甲的口令", "乙的口令"), strict=True):
        assert unseal(sealed.text, box, open_key(key, word), use="talk 1") == text


def test_nobody_else_and_nowhere_else() -> None:
    sealed = seal("话", [ONE.public], use="talk 1")
    own, third = open_key(ONE, "甲的口令"), open_key(THIRD, "丙的口令")
    for text, box, private, use in (
        (sealed.text, sealed.boxes[0], third, "talk 1"),
        (sealed.text, sealed.boxes[0], own, "talk 2"),
        (seal("别的话", [ONE.public], use="talk 1").text, sealed.boxes[0], own, "talk 1"),
        (sealed.text[:-4] + "AAA=", sealed.boxes[0], own, "talk 1"),
        (sealed.text, "", own, "talk 1"),
        (sealed.text, "不是封", own, "talk 1"),
    ):
        with pytest.raises(Unreadable):
            unseal(text, box, private, use=use)


@pytest.mark.parametrize("word", ["", "乙的口令", "甲的口令。"])
def test_another_passphrase_opens_nothing(word: str) -> None:
    with pytest.raises(Unreadable):
        open_key(ONE, word)


def test_a_key_that_isn_t_one_is_unreadable() -> None:
    for private in ("", "1$2$3", "2$1$1$AAAA$AAAA", "0$0$0$AAAA$AAAA"):
        with pytest.raises(Unreadable):
            open_key(SealedKey(ONE.public, private), "甲的口令")


def test_typed_in_full_width_or_with_a_space_after_it_is_the_same_passphrase() -> None:
    key = make_key("talk 2014 云河", CHEAP)
    assert open_key(key, "ｔａｌｋ ２０１４ 云河 ")


def test_a_new_passphrase_opens_what_was_sealed_before() -> None:
    sealed = seal("从前的话", [ONE.public], use="u")
    changed = change_passphrase(ONE, "甲的口令", "新的口令", CHEAP)
    assert changed.public == ONE.public
    assert unseal(sealed.text, sealed.boxes[0], open_key(changed, "新的口令"), use="u") == "从前的话"
    with pytest.raises(Unreadable):
        open_key(changed, "甲的口令")


def test_the_same_words_never_look_the_same_and_lengths_are_rounded_up() -> None:
    first, second = (seal("话" * n, [ONE.public], use="u") for n in (3, 80))
    assert first.text != seal("话" * 3, [ONE.public], use="u").text
    assert len(first.text) == len(second.text)


def test_the_cost_is_that_of_the_day_in_the_key_itself() -> None:
    assert ONE.private.startswith("2$1$1$")
    assert (Cost().n * Cost().r * 128, Cost().p) == (32 * 1024**2, 3)

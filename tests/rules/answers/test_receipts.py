"""Codes that can be read, typed and checked."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.process.answers.rules.receipts import (
    ALPHABET,
    LENGTH,
    code_hash,
    fresh_nonce,
    printed,
    receipt_code,
    typed,
)

KEY = "k" * 48
CODES = st.binary(min_size=16, max_size=16).map(lambda nonce: receipt_code(KEY, nonce))


@given(CODES)
def test_a_code_is_read_as_it_was_printed(code: str) -> None:
    assert len(code) == LENGTH
    assert typed(printed(code)) == code
    assert typed(f"　{printed(code).lower()} ") == code
    assert typed(code.replace("5", "S").replace("2", "z")) == code


@given(CODES, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(code: str, place: int, letter: str) -> None:
    wrong = code[:place] + letter + code[place + 1 :]
    assert typed(wrong) == (code if wrong == code else None)


@given(CODES, st.integers(0, LENGTH - 2))
def test_two_swapped_neighbours_are_found(code: str, place: int) -> None:
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert typed(wrong) == (code if wrong == code else None)


def test_a_code_belongs_to_its_nonce_and_key() -> None:
    nonce = fresh_nonce()
    assert receipt_code(KEY, nonce) == receipt_code(KEY, nonce)
    assert receipt_code(KEY, nonce) != receipt_code("j" * 48, nonce)
    assert receipt_code(KEY, nonce) != receipt_code(KEY, fresh_nonce())
    assert code_hash(KEY, receipt_code(KEY, nonce)) != code_hash("j" * 48, receipt_code(KEY, nonce))


def test_it_cannot_be_guessed() -> None:
    assert len(ALPHABET) ** (LENGTH - 1) > 2**70
    assert len(set(ALPHABET)) == 29


@given(st.text(max_size=40))
def test_anything_may_be_typed(text: str) -> None:
    typed(text)

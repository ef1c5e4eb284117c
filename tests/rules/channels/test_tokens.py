"""What a form's token proves, and what it doesn't take."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.process.channels.rules.tokens import GOOD_FOR, LEAST, make_token, read_token

KEY = "k" * 48
AT = datetime(2014, 5, 23, 1, tzinfo=UTC)
NONCE = bytes(range(16))


@pytest.mark.parametrize(
    ("later", "too_fast", "too_old"),
    [
        (timedelta(seconds=1), True, False),
        (LEAST, False, False),
        (GOOD_FOR, False, False),
        (GOOD_FOR * 2, False, True),
    ],
)
def test_a_token_knows_its_age(later: timedelta, too_fast: bool, too_old: bool) -> None:  # noqa: FBT001 - a table
    token = read_token(KEY, "abc", make_token(KEY, "abc", NONCE, AT), AT + later)
    assert token is not None
    assert (token.nonce, token.too_fast, token.too_old) == (NONCE, too_fast, too_old)


def test_it_is_good_for_its_entrance_and_key_alone() -> None:
    token = make_token(KEY, "abc", NONCE, AT)
    assert read_token(KEY, "abd", token, AT) is None
    assert read_token("j" * 48, "abc", token, AT) is None


@given(st.text(max_size=80))
def test_anything_may_come_as_a_token(text: str) -> None:
    assert read_token(KEY, "abc", text, AT) is None

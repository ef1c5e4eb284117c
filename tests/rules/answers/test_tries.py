"""What a form for a code carries of the wrong ones before it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.process.answers.rules.tries import make_try, read_try

KEY = "k" * 48
AT = datetime(2014, 5, 23, 1, tzinfo=UTC)
NONCE = bytes(range(16))


@pytest.mark.parametrize(
    ("wrong", "wait"), [(0, 0), (1, 2), (2, 4), (3, 8), (5, 32), (6, 60), (7, 60), (999, 60)]
)
def test_each_wrong_code_doubles_the_wait_up_to_a_minute(wrong: int, wait: int) -> None:
    read = read_try(KEY, make_try(KEY, wrong, NONCE, AT), AT)
    assert read is not None
    assert (read.wrong, read.nonce) == (min(wrong, 255), NONCE)
    assert read.left(AT) == wait
    assert read.left(AT + timedelta(seconds=wait)) == 0


def test_it_can_t_be_made_by_anybody_else() -> None:
    assert read_try("j" * 48, make_try(KEY, 1, NONCE, AT), AT) is None


@given(st.text(max_size=80))
def test_anything_may_come_as_one(text: str) -> None:
    assert read_try(KEY, text, AT) is None

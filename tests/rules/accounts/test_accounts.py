"""Login names, passwords, slips and the slow-down: plain values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kit.errors import BadInput
from huiyin.platform.accounts.rules.logins import checked_login, checked_name
from huiyin.platform.accounts.rules.passwords import SHORTEST, check_password_policy, commonest
from huiyin.platform.accounts.rules.slips import LETTERS, Slip, printed, typed
from huiyin.platform.accounts.rules.slowdown import LONGEST_WAIT, wait_after


@pytest.mark.parametrize(
    ("text", "login"),
    [("Zhao.Qian", "zhao.qian"), (" ｓｕｎ ０１ ", "sun01"), ("李一", "李一"), ("a@b-c_d", "a@b-c_d")],
)
def test_a_login_name_has_one_spelling(text: str, login: str) -> None:
    assert checked_login(text) == login
    assert checked_login(login) == login


@pytest.mark.parametrize("text", ["", "a", "a" * 41, "a/b", "a\x00b", "a\ud800b", "甲'--"])
def test_an_odd_login_name_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="登录名"):
        checked_login(text)


@pytest.mark.parametrize("text", ["", "　", "长" * 41, "坏\x00名"])
def test_an_odd_name_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="姓名"):
        checked_name(text)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("短短的密码一二三四", "10 至 200"),
        ("长a1b" * 51, "10 至 200"),
        ("abababababab", "至少要有 4 种"),
        ("zhao.qian", "10 至 200"),
        ("my-Zhao.Qian-2014", "登录名"),
        ("Qwertyuiop", "最常见"),
        ("5201314520", "最常见"),
    ],
)
def test_a_poor_password_is_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(BadInput, match=why) as caught:
        check_password_policy(password, "zhao.qian")
    assert password not in str(caught.value)


@pytest.mark.parametrize(
    "password", ["四个不相干的词：井、云、尺、船", "correct-horse-7", "一二三四五六七八九十"]
)
def test_a_good_password_needs_no_odd_characters(password: str) -> None:
    check_password_policy(password, "zhao.qian")


def test_a_two_letter_login_name_forbids_no_word() -> None:
    check_password_policy("an orange boat", "an")


def test_the_list_of_the_commonest_holds_what_the_length_would_let_through() -> None:
    assert len(commonest()) > 80
    assert all(len(word) >= SHORTEST and word == word.lower() for word in commonest())


def test_the_wait_doubles_from_the_fifth_wrong_try() -> None:
    seconds = [wait_after(failures).total_seconds() for failures in range(12)]
    assert seconds == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]


@given(st.integers(min_value=0, max_value=10**12))
def test_the_wait_never_shrinks_and_never_locks_out(failures: int) -> None:
    assert wait_after(failures) <= wait_after(failures + 1) <= LONGEST_WAIT


def test_a_slip_has_no_letters_that_look_alike() -> None:
    assert not set(LETTERS) & set("BILOQSUZ0158")
    assert len(set(LETTERS)) == len(LETTERS)


@given(st.text(LETTERS, min_size=16, max_size=16))
def test_what_is_printed_is_what_was_typed(letters: str) -> None:
    shown = printed(letters)
    assert [len(block) for block in shown.split("-")] == [4, 4, 4, 4]
    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in letters)
    assert (
        typed(shown) == typed(shown.lower()) == typed(shown.replace("-", " ")) == typed(full_width) == letters
    )


def test_a_slip_shows_its_code_to_nobody_by_chance() -> None:
    slip = Slip("zhao", "赵一", "ACDE-FGHJ-KMNP-RTVW", datetime(2014, 6, 6, tzinfo=UTC) + timedelta(0))
    assert "ACDE" not in repr(slip)

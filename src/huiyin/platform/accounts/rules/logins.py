"""Login names: one spelling for what people type."""

import re
import unicodedata

from huiyin.kit.errors import BadInput

MAX_LOGIN = 40
MAX_NAME = 40
_LOGIN = re.compile(rf"[\w.@-]{{2,{MAX_LOGIN}}}")
_UNSTORABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def plain_login(text: str) -> str:
    """The one spelling of a login name: half width, lower case, no spaces.

    >>> plain_login(" Ｗang.li ")
    'wang.li'
    """
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()


def checked_login(text: str) -> str:
    """`plain_login`, or BadInput: 2 to 40 letters, digits, Chinese characters and . _ - @."""
    login = plain_login(text)
    if not _LOGIN.fullmatch(login):
        shown = login[:MAX_LOGIN].encode("utf-8", "replace").decode()
        raise BadInput(
            f"登录名“{shown}”不能用：应为 2 至 {MAX_LOGIN} 个字母、数字、汉字或 . _ - @。",
            f"The login name '{shown}' won't do: 2 to {MAX_LOGIN} letters, digits, Chinese characters or . _ - @.",
        )
    return login


def checked_name(text: str) -> str:
    """A person's name without outer spaces, or BadInput: 1 to 40 characters, none of them a control character."""
    name = text.strip()
    if not name or len(name) > MAX_NAME or _UNSTORABLE.search(name):
        raise BadInput(
            f"姓名应为 1 至 {MAX_NAME} 个字，不含控制字符。",
            f"A name has 1 to {MAX_NAME} characters and no control characters.",
        )
    return name

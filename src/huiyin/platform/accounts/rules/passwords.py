"""What a password must be. Length counts most; rules about kinds of characters only make people write them down."""

from functools import cache
from importlib.resources import files

from huiyin.kit.errors import BadInput

SHORTEST = 10
LONGEST = 200
FEWEST_DIFFERENT = 4
_SHORTEST_TELLING_LOGIN = 4


def check_password_policy(password: str, login: str) -> None:
    """BadInput with the first reason why `password` won't do for `login` (a `plain_login`)."""
    fault = _fault(password, login)
    if fault is not None:
        raise BadInput(*fault)


def _fault(password: str, login: str) -> tuple[str, str] | None:
    plain = password.lower()
    if not SHORTEST <= len(password) <= LONGEST:
        return (
            f"密码应为 {SHORTEST} 至 {LONGEST} 个字符，例如几个不相干的词。",
            f"A password has {SHORTEST} to {LONGEST} characters: several unrelated words, say.",
        )
    if len(set(password)) < FEWEST_DIFFERENT:
        return (
            f"密码里不同的字符太少，至少要有 {FEWEST_DIFFERENT} 种。",
            f"The password repeats itself: use at least {FEWEST_DIFFERENT} different characters.",
        )
    if plain == login or (len(login) >= _SHORTEST_TELLING_LOGIN and login in plain):
        return "密码里不能含登录名。", "The password must not contain the login name."
    if plain in commonest():
        return (
            "这是最常见的密码之一，别人会先试它，请换一个。",
            "This is one of the commonest passwords; choose another.",
        )
    return None


@cache
def commonest() -> frozenset[str]:
    """The commonest passwords that are long enough, in lower case (commonest.txt, one a line)."""
    text = files("huiyin.platform.accounts.rules").joinpath("commonest.txt").read_text(encoding="utf-8")
    return frozenset(text.split())

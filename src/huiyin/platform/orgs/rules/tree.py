"""The unit tree as paths: a subtree is a prefix, so a scope is one indexed comparison on both engines."""

from collections.abc import Iterable

STEP = 4
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def step(number: int) -> str:
    """The `number`-th child's part of a path, four base-36 characters: up to 1,679,616 children of one unit."""
    if not 0 < number < len(_DIGITS) ** STEP:
        raise ValueError(f"no path step for {number}")
    text = ""
    for _ in range(STEP):
        number, digit = divmod(number, len(_DIGITS))
        text = _DIGITS[digit] + text
    return text


def depth(path: str) -> int:
    """1 for a root, 2 for its children, …"""
    return len(path) // STEP


class Scope(str):
    """A path below which somebody acts, but for the parts of the tree that lie under one of the paths `without`."""

    __slots__ = ("without",)

    without: frozenset[str]

    def __new__(cls, path: str, without: Iterable[str] = ()) -> "Scope":
        made = super().__new__(cls, path)
        made.without = frozenset(gap for gap in without if meets(path, gap))
        return made


def gaps(path: str) -> frozenset[str]:
    """What a scope leaves out; nothing of a plain path."""
    return path.without if isinstance(path, Scope) else frozenset()


def all_but(scopes: Iterable[str], root: str) -> frozenset[str] | None:
    """What scopes leave out of all that lies under `root`, nothing for who has all of it; None where none of them covers the root."""
    whole = [scope for scope in scopes if root.startswith(scope)]
    return min(map(gaps, whole), key=len) if whole else None


def tops(paths: Iterable[str]) -> tuple[str, ...]:
    """The same part of the tree by the fewest paths: in order, none under another that has all of it, none twice."""
    kept: list[str] = []
    for path in sorted(paths, key=lambda one: (one, len(gaps(one)))):
        if not any(_inside(path, top) for top in (kept if any(map(gaps, kept)) else kept[-1:])):
            kept.append(path)
    return tuple(kept)


def _inside(path: str, top: str) -> bool:
    """Whether all of what `path` reaches lies in `top`."""
    return path.startswith(top) and all(
        not meets(path, gap) or any(gap.startswith(own) for own in gaps(path)) for gap in gaps(top)
    )


def meets(one: str, other: str) -> bool:
    """Whether one of two paths lies below the other, or they are the same: whether a scope has to do with a part of the tree."""
    return one.startswith(other) or other.startswith(one)


def below(path: str) -> str:
    """A path right below: where something is asked for a part of the tree and not for its top."""
    return path + step(1)

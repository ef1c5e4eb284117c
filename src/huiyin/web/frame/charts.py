"""Bars drawn on the server: lengths are the numbers that stand beside them."""

from dataclasses import dataclass

from huiyin.process.opinions.queries import Rate

WHOLE = 1000


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its number, its length of WHOLE, its colour class, and where its number leads ("" nowhere)."""

    name: str
    number: int
    length: int
    kind: str
    address: str = ""
    note: str = ""


def length(part: int, whole: int) -> int:
    """How long a bar of `part` is; what isn't nothing is always seen."""
    if not part or not whole:
        return 0
    return max(4, round(part * WHOLE / whole))


@dataclass(frozen=True)
class DrawnRate:
    """A rate as a page shows it: never without its n, and none at all under ten (SPEC rule 14)."""

    percent: str
    k: int
    n: int
    length: int
    suggested: bool
    low: bool


def drawn_rate(rate: Rate, line: float) -> DrawnRate:
    """`line`: below it a rate is called low, where there is one."""
    shown = rate.shown
    return DrawnRate(
        percent="" if shown is None else f"{shown * 100:.0f}%",
        k=rate.k,
        n=rate.n,
        length=0 if shown is None else round(shown * WHOLE),
        suggested=rate.suggested,
        low=shown is not None and shown < line,
    )

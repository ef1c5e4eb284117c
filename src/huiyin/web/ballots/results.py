"""A result as the page shows it: every level with its n, what is summed beside each share, no share of few."""

from dataclasses import dataclass

from huiyin.process.ballots.queries import Result
from huiyin.process.ballots.rules.counting import FEWEST_FOR_A_SHARE, Figures, Form, Share, share_of
from huiyin.web.ballots.names import FormNames


@dataclass(frozen=True)
class Drawn:
    """A share in words: "92.3 %", its interval, k of n marks by so many ballots; `value` is "" where these are too few."""

    hits: int
    of: int
    ballots: int
    value: str
    interval: str


@dataclass(frozen=True)
class ItemRow:
    """What was marked for one item: by level, how many left it out, and the share."""

    name: str
    levels: list[tuple[str, int]]
    unmarked: int
    share: Drawn


@dataclass(frozen=True)
class Table:
    """A group's figures, or those of all (`name` "")."""

    name: str
    figures: Figures
    rows: list[ItemRow]
    share: Drawn


@dataclass(frozen=True)
class DrawnResult:
    """A result for the page. `rate` is how many of the codes and papers came back, "" below FEWEST_FOR_A_SHARE given out."""

    result: Result
    rate: str
    total: Table | None
    groups: list[Table]


def drawn(result: Result, names: FormNames) -> DrawnResult:
    """The result in the words of the page."""
    enough = result.out >= FEWEST_FOR_A_SHARE
    return DrawnResult(
        result,
        percent(result.back / result.out) if enough else "",
        _table("", result.total, result.form, names) if result.total else None,
        [_table(names.groups[code], figures, result.form, names) for code, figures in result.groups.items()],
    )


def _table(name: str, figures: Figures, form: Form, names: FormNames) -> Table:
    rows = []
    for code in form.item_codes:
        counts = [figures.marks.get(code, {}).get(level, 0) for level in form.level_codes]
        share = _share(share_of(form, figures, code))
        levels = list(zip((names.levels[level] for level in form.level_codes), counts, strict=True))
        rows.append(ItemRow(names.items[code], levels, figures.valid - sum(counts), share))
    return Table(name, figures, rows, _share(share_of(form, figures)))


def _share(share: Share) -> Drawn:
    value, interval = share.value, share.interval
    return Drawn(
        share.hits,
        share.of,
        share.givers,
        "" if value is None else percent(value),
        "" if interval is None else f"{100 * interval[0]:.1f}–{percent(interval[1])}",
    )


def percent(value: float) -> str:
    """92.3 %, and 90 % where nothing stands behind the point."""
    return f"{100 * value:.1f} %".replace(".0 %", " %")

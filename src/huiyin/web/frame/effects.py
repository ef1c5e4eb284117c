"""An effect in words and shapes: the same on its own page, on the problem's and in the list."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.analysis.effects import Verdict
from huiyin.process.effects.queries.reading import Shown
from huiyin.process.effects.rules.figures import Side
from huiyin.process.effects.rules.words import VERDICT_MEANINGS, VERDICT_NAMES, Kind
from huiyin.web.frame.interval import Interval, interval_of

_SHAPES: Mapping[Verdict, tuple[str, str]] = {
    Verdict.PROVEN: ("✓", "go"),
    Verdict.WORSE: ("▲", "act"),
    Verdict.NOT_YET: ("○", "calm"),
}


@dataclass(frozen=True)
class Said:
    """A row as it is drawn. `ratio`: the odds ratio with its interval, "" where there is none to be told; `before`, `after`: of the
    matter out of all, with the share where it is one of ten and more; `interval`: the ratio as a drawing, None without one."""

    shown: Shown
    shape: str
    look: str
    verdict: str
    means: str
    ratio: str
    before: str
    after: str
    share_before: str
    share_after: str
    interval: Interval | None


def said_of(shown: Shown) -> Said:
    """The row in the language of the page."""
    shape, look = _SHAPES[shown.verdict]
    told = shown.figures
    ratio = f"{number(told.value)}（{number(told.low)}–{number(told.high)}）" if told.told else ""
    return Said(
        shown,
        shape,
        look,
        _(VERDICT_NAMES[shown.verdict]),
        _(VERDICT_MEANINGS[shown.verdict]),
        ratio,
        _part(told.before),
        _part(told.after),
        _share(told.before),
        _share(told.after),
        interval_of(told),
    )


def number(value: float | None) -> str:
    """Two decimals below ten, whole numbers above; ∞ without a bound."""
    if value is None:
        return "∞"
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def _part(side: Side) -> str:
    """30/40 (75%); where few givers hide a number, a word for it."""
    mine, heard = side.mine, side.heard
    if mine is None or heard is None:
        return _("不足 5 件") if mine is None else f"{mine}"
    share = f" {100 * side.share:.0f}%" if side.share is not None else ""
    return f"{mine}/{heard}{share}"


def _share(side: Side) -> str:
    return f"{100 * side.share:.0f}%" if side.share is not None and side.mine is not None else ""


KIND_WORDS: Mapping[Kind, Promise] = {
    Kind.CAMPAIGN: gettext_lazy("整个活动"),
    Kind.WIND: gettext_lazy("问题类别"),
    Kind.TOPIC: gettext_lazy("专题"),
    Kind.UNIT: gettext_lazy("单位"),
    Kind.PROBLEM: gettext_lazy("问题"),
}


def shape_of(verdict: Verdict) -> tuple[str, str, str]:
    """Its colour, its shape, and its name."""
    shape, look = _SHAPES[verdict]
    return look, shape, _(VERDICT_NAMES[verdict])


def verdict_words() -> list[tuple[str, str, str, str]]:
    """Code, shape, name and meaning of each verdict, for the legend and the filter."""
    return [(one.value, _SHAPES[one][0], _(VERDICT_NAMES[one]), _(VERDICT_MEANINGS[one])) for one in Verdict]

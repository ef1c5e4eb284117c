"""The rows of the ledger, written as HTML here: Django's template took two thirds of the page's CPU for them (docs/performance.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huiyin.process.problems.queries import LedgerRow
from huiyin.web.frame.names import Names
from huiyin.web.frame.todos import late_word
from huiyin.web.problems.states import Standing
from huiyin.web.templatetags.huiyin import day

_UNKNOWN = Standing("–", "none", "")
_NONE = '<span class="n">–</span>'


@dataclass(frozen=True)
class Drawing:
    """What all rows of a page have in common. `here`: the ledger's address; `pick`: rows without an owner may be ticked; figures over fewer
    than `fewest` givers aren't shown.
    """

    here: str
    names: Names
    standings: Mapping[str, Standing]
    today: date
    fewest: int
    pick: bool


def drawn_rows(rows: Iterable[LedgerRow], drawing: Drawing) -> SafeString:
    """The `<tr>`s of the ledger's table."""
    words = _Words(
        _("责任单位"), _("状态"), _("时限"), _("天数"), _("来源"), _("意见"), _("人次"), _("共性"),
        f'<span class="tag wait">□ {_("归纳待核对")}</span>', f'<span class="tag wait">□ {_("还没有定")}</span>',
        f'<span class="n">{_("不足 %(fewest)s") % {"fewest": drawing.fewest}}</span>', _("天"), _("条"),
    )  # fmt: skip
    return mark_safe("\n".join(_row(row, drawing, words) for row in rows))  # noqa: S308 - every part is escaped below


@dataclass(frozen=True)
class _Words:
    """The words of the page's language, asked for once, some with their marks; units stand after a number where there is no heading."""

    owner: str
    state: str
    due: str
    days: str
    source: str
    opinions: str
    givers: str
    common: str
    unchecked: str
    unowned: str
    few: str
    day_unit: str
    opinion_unit: str


def _row(row: LedgerRow, drawing: Drawing, words: _Words) -> str:
    number, to = escape(row.number), escape(f"{drawing.here}/{row.number}")
    state = drawing.standings.get(row.state, _UNKNOWN)
    closed = row.problem.closed_on
    days = ((closed or drawing.today) - row.raised_on).days
    source = escape(drawing.names.source.get(row.source, row.source))
    opinions = words.few if row.opinions is None else row.opinions
    givers = words.few if row.givers is None else row.givers
    return (
        f"<tr>{_box(row, number) if drawing.pick else ''}"
        f'<td class="at-no nowrap"><a href="{to}" data-row>{number}</a></td>'
        f'<td class="at-title"><a class="plain" href="{to}">{escape(row.title)}</a>{_tags(row, drawing.names, words)}</td>'
        f'<td class="at-unit" data-h="{words.owner}">{escape(row.owner) or words.unowned}</td>'
        f'<td class="at-state nowrap" data-h="{words.state}"><span class="state {state.kind}"><i aria-hidden="true">{state.shape}</i>'
        f" {escape(state.word)}</span></td>"
        f'<td class="at-due nowrap" data-h="{words.due}">{_due(row, drawing.today)}</td>'
        f'<td class="r" data-h="{words.days}" data-u="{words.day_unit}">{days}</td>'
        f'<td class="at-from" data-h="{words.source}">{source}</td>'
        f'<td class="r nowrap" data-h="{words.opinions}" data-u="{words.opinion_unit}">{opinions}</td>'
        f'<td class="r nowrap" data-h="{words.givers}" data-u="{words.givers}">{givers}</td></tr>'
    )


def _box(row: LedgerRow, number: str) -> str:
    if row.owner:
        return '<td class="at-pick no-print"></td>'
    return (
        f'<td class="at-pick no-print"><input type="checkbox" name="problem" value="{number}" form="assign-several"'
        f' aria-label="{number}"></td>'
    )


def _tags(row: LedgerRow, names: Names, words: _Words) -> str:
    found = []
    if row.focus:
        found.append(f'<span class="tag kind">{escape(names.leaf(row.focus))}</span>')
    if row.topic:
        found.append(f'<span class="tag kind">{escape(names.topic.get(row.topic, row.topic))}</span>')
    if row.problem.common:
        found.append(f'<span class="tag">{words.common}</span>')
    if not row.checked:
        found.append(words.unchecked)
    return f' <span class="tags">{"".join(found)}</span>' if found else ""


def _due(row: LedgerRow, today: date) -> str:
    if row.due_on is None:
        return _NONE
    late = (today - row.due_on).days if row.problem.closed_on is None else 0
    if late <= 0:
        return day(row.due_on)
    return (
        f'{day(row.due_on)} <br><span class="state act"><i aria-hidden="true">▲</i> {late_word(late)}</span>'
    )

"""测评统计表 (R01): a counted vote on the template's form; what is summed stands beside the share, nothing that came back is left out."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from huiyin.process.ballots.models import Vote
from huiyin.process.ballots.queries import Result
from huiyin.process.ballots.rules.counting import FEWEST, OTHERS, Figures, Form, share_of
from huiyin.process.campaigns.rules.forms import Form as Paper
from huiyin.reports.papers.ledgers import Row, write_form
from huiyin.reports.papers.material import Material

BALLOT_COUNT = "ballot_count"


def fits(paper: Paper, form: Form) -> bool:
    """Whether the paper has a column for every level of the vote."""
    return set(form.level_codes) <= {column.code for column in paper.columns}


def write_ballot_count(material: Material, vote: Vote, result: Result, path: Path, today: date) -> None:
    """The result, of all and then of each group as it may be shown. KeyError where the template has no such form."""
    form, total = result.form, result.total
    levels = dict(form.levels)
    summed = "＋".join(levels[code] for code in form.summed)
    marks = [
        f"测评对象：{vote.unit.name}；{form.title}（{vote.opens_on.isoformat()} 至 {vote.closes_on.isoformat()}）",
        f"满意率合计的等次：{summed}；除以该项有效选择数",
        f"不足 {FEWEST} 张的群体合并列出",
    ]
    if total:
        marks.insert(1, f"弃权 {total.abstained} 张，无效 {total.spoiled} 张，均计入收回")
    write_form(material, BALLOT_COUNT, path, today, _rows(result, summed), tuple(marks))


def _rows(result: Result, summed: str) -> Iterator[Row]:
    names = dict(result.form.groups) | {OTHERS: "其他群体合并"}
    tables = [("", result.total)] if result.total else []
    tables += [
        (f"{names[code]}：", figures) for code, figures in result.groups.items() if len(result.groups) > 1
    ]
    number = 0
    for before, figures in tables:
        for code, name in result.form.items:
            number += 1
            yield {"number": number, "item": f"{before}{name}", **_row(result.form, figures, code, summed)}


def _row(form: Form, figures: Figures, item: str, summed: str) -> Row:
    share = share_of(form, figures, item)
    value = f"{100 * share.value:.1f}%" if share.value is not None else "n 不足 10，不算"
    return {
        "handed_out": figures.out,
        "returned": figures.back,
        "valid": figures.valid,
        "blank": figures.blank,
        **{level: figures.marks.get(item, {}).get(level, 0) for level in form.level_codes},
        "share": f"{value}（{summed} {share.hits}/{share.of}）",
    }

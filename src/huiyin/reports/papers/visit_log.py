"""督导日志 as a workbook, with the headings of DOMAIN 2.9; what was added later stands in the same row."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.inspections.queries.visits import Row
from huiyin.reports.layout.labels import INTERNAL
from huiyin.reports.layout.ledger import write_ledger
from huiyin.reports.layout.ledger_shape import Cell, Column, LedgerSheet
from huiyin.reports.layout.official import chinese_date

COLUMNS = (
    Column("day", "日期", "date"),
    Column("unit", "督导单位"),
    Column("people", "督导人员"),
    Column("ways", "方式"),
    Column("learned", "了解到的情况", "long_text", width=36),
    Column("found", "发现的问题", "long_text", width=30),
    Column("demanded", "提出的要求", "long_text", width=30),
    Column("told", "反馈对象"),
    Column("revisited", "回访结果", "long_text", width=24),
)


LOG_TITLE = "督导日志"


def write_visit_log(campaign: Campaign, rows: Iterable[Row], path: Path, today: date) -> None:
    """Draw the confirmed rows."""
    sheet = LedgerSheet(
        title=LOG_TITLE,
        columns=COLUMNS,
        rows=_rows(campaign, rows),
        unit=campaign.root.name,
        filled_on=today,
        marks=(INTERNAL,),
    )
    with written_whole(path) as part:
        write_ledger(part, sheet)


def _rows(campaign: Campaign, rows: Iterable[Row]) -> Iterator[Mapping[str, Cell]]:
    ways = {way.code: way.zh for way in template_of(campaign).inspections.ways}
    for row in rows:
        learned = [
            row.entry.learned,
            *(f"（{chinese_date(one.on)}更正：{one.text}）" for one in row.corrections),
        ]
        yield {
            "day": row.entry.day,
            "unit": row.entry.visit.unit.name,
            "people": "、".join(one.name for one in row.people),
            "ways": "、".join(ways.get(code, code) for code in row.entry.ways),
            "learned": "\n".join(learned),
            "found": "\n".join(_numbered(f"{one.text}{_problem(one.problem)}" for one in row.found)),
            "demanded": "\n".join(
                _numbered(
                    f"{one.text}（{chinese_date(one.due_on)}前）" if one.due_on else one.text
                    for one in row.demanded
                )
            ),
            "told": row.entry.told,
            "revisited": "\n".join(f"{chinese_date(one.day)}：{one.text}" for one in row.revisits),
        }


def _numbered(texts: Iterable[str]) -> Iterator[str]:
    for at, text in enumerate(texts, 1):
        yield f"{at}.{text}"


def _problem(problem: object) -> str:
    number = getattr(problem, "number", "")
    return f"（{number}）" if number else ""

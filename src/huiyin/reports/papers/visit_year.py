"""The yearly list of inspections as a workbook: what is in it, and how often each school is inspected."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.platform.accounts.models import Account
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.inspections.models import Visit
from huiyin.process.inspections.queries.year import SchoolYear
from huiyin.process.inspections.rules.visits import VISIT_STATES, VisitState
from huiyin.reports.layout.labels import INTERNAL
from huiyin.reports.layout.ledger import write_ledgers
from huiyin.reports.layout.ledger_shape import Cell, Column, LedgerSheet

LISTED = (
    Column("number", "清单编号"),
    Column("unit", "督导单位"),
    Column("kind", "方式"),
    Column("scope", "告知的范围", "long_text", width=36),
    Column("noticed", "通知日期", "date"),
    Column("day", "走访日期", "date"),
    Column("people", "督导人员"),
    Column("state", "状态"),
)
COUNTED = (
    Column("unit", "学校"),
    Column("kind", "类别"),
    Column("whole", "计入年度次数的", "number", summed=True),
    Column("listed", "其他列入清单的", "number", summed=True),
    Column("free", "不占清单的", "number", summed=True),
    Column("most", "一年最多", "number"),
)


def year_title(year: int) -> str:
    """What the list is called, and its file."""
    return f"{year}年督查检查清单"


def write_visit_year(
    campaign: Campaign,
    year: int,
    visits: Iterable[tuple[Visit, Sequence[Account]]],
    counted: Iterable[SchoolYear],
    path: Path,
    today: date,
) -> None:
    """Draw both: the list with who goes, and the schools with their counts."""
    rules, unit = template_of(campaign).inspections, campaign.root.name
    kinds = {kind.code: kind.zh for kind in rules.kinds}
    sheets = (
        LedgerSheet(
            title=year_title(year),
            columns=LISTED,
            rows=_listed(visits, kinds),
            unit=unit,
            filled_on=today,
            sheet_name="清单",
            marks=(INTERNAL,),
        ),
        LedgerSheet(
            title=f"{year}年各校接受督导次数",
            columns=COUNTED,
            rows=_counted(counted, rules.most_whole),
            unit=unit,
            filled_on=today,
            sheet_name="各校次数",
            marks=(INTERNAL,),
            notes=("按单位层级排列，不排名。取消的不计；各项活动合并计算。",),
        ),
    )
    with written_whole(path) as part:
        write_ledgers(part, sheets)


def _listed(
    visits: Iterable[tuple[Visit, Sequence[Account]]], kinds: Mapping[str, str]
) -> Iterator[Mapping[str, Cell]]:
    for visit, people in visits:
        yield {
            "number": visit.list_number,
            "unit": visit.unit.name,
            "kind": kinds.get(visit.kind, visit.kind),
            "scope": visit.scope,
            "noticed": visit.noticed_on,
            "day": visit.day,
            "people": "、".join(one.name for one in people),
            "state": VISIT_STATES[VisitState(visit.state)],
        }


def _counted(rows: Iterable[SchoolYear], most: int) -> Iterator[Mapping[str, Cell]]:
    for row in rows:
        yield {
            "unit": row.unit.name,
            "kind": row.unit.kind,
            "whole": row.whole,
            "listed": row.listed,
            "free": row.free,
            "most": most,
        }

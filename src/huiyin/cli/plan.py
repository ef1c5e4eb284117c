"""`huiyin plan`: from a template, a date and a list of units to a dated plan for each, without a database."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from huiyin.cli.template import found_template, overlay_option
from huiyin.cli.units import NAMELESS, only_top_unit, unit_sheet
from huiyin.kit.clock import day_in_china, now
from huiyin.kit.errors import BadInput
from huiyin.kit.outputs import written_whole
from huiyin.kit.sheets import read_date
from huiyin.platform.calendar.rules import WorkCalendar, overlaid, read_notice, shipped
from huiyin.platform.orgs.rules.unit_rows import UnitProblem, UnitRow, read_units
from huiyin.process.campaigns.rules import Template
from huiyin.process.campaigns.rules.dating import tier_of
from huiyin.process.campaigns.rules.order import needs_order
from huiyin.process.campaigns.rules.timetable import Given, Member, Timetable, check_events, timetable_of
from huiyin.reports.layout.ledger import write_ledgers
from huiyin.reports.papers.plan_sheets import Head, planned_sheets


@click.command()
@click.option(
    "--template", "template_name", required=True, metavar="模板", help="随软件提供的模板代码，或模板文件夹"
)
@click.option(
    "--event", "events", multiple=True, metavar="事件=日期", help="事件的代码或名称和它的日期；可重复"
)
@click.option(
    "--units", required=True, type=click.Path(path_type=Path), metavar="文件", help="单位表：.xlsx .xls .csv"
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="文件", help="计划写到哪个 .xlsx"
)
@overlay_option
@click.option(
    "--calendar",
    "notices",
    multiple=True,
    metavar="年份=文件",
    help="没有自带的年份：国务院办公厅放假通知的文本；可重复",
)
@click.option("--organisation", metavar="名称", help="主办单位的名称；默认是单位表中唯一的顶层单位")
@click.option("--json", "as_json", is_flag=True, help="结果以 JSON 打印到标准输出")
def plan(
    template_name: str,
    events: tuple[str, ...],
    units: Path,
    out: Path,
    overlay: Path | None,
    notices: tuple[str, ...],
    organisation: str | None,
    *,
    as_json: bool,
) -> None:
    """一个日期、一张单位表，排出每个单位的工作计划表。 A dated plan for every unit, from one date.

    例：huiyin plan --template 模板 --event 起始事件=2014-05-16 --units 单位.xlsx --out 计划.xlsx
    """
    template = found_template(template_name, overlay)
    given = dict(_event(template, text) for text in events)
    check_events(template, given)
    organiser, members, problems = _members(template, units, organisation)
    table = timetable_of(template, _calendar(notices), members, [Given(*pair) for pair in given.items()])
    for situation in table.members:
        needs_order(template, table.schedule(situation), situation.tier, given)
    made = Made(table, organiser, problems, out)
    made.write(day_in_china(now()))
    for line in made.warnings():
        click.echo(line, err=True)
    click.echo(made.as_json() if as_json else made.as_text())


@dataclass(frozen=True)
class Made:
    """The plan that came out."""

    table: Timetable
    organiser: str
    problems: tuple[UnitProblem, ...]
    out: Path

    def write(self, today: date) -> None:
        marks = tuple(
            f"{year} 年的年历未录入，有 {count} 项日期待定" for year, count in self.missing().items()
        )
        head = Head(self.organiser, today, marks)
        with written_whole(self.out) as part:
            write_ledgers(part, planned_sheets(self.table, head))

    @property
    def units(self) -> int:
        return sum(map(len, self.table.members.values()))

    @property
    def items(self) -> int:
        return sum(
            len(self.table.schedule(situation).spans) * len(members)
            for situation, members in self.table.members.items()
        )

    def missing(self) -> dict[int, int]:
        """Year without a calendar → how many of the plan's dates it leaves open."""
        found = dict.fromkeys(self.table.missing_years(), 0)
        for situation, members in self.table.members.items():
            for span in self.table.schedule(situation).spans:
                if span.due.missing is not None:
                    found[span.due.missing] += len(members)
        return found

    def warnings(self) -> Iterator[str]:
        for problem in self.problems:
            yield f"单位表第 {problem.row_no} 行：{problem.zh} / row {problem.row_no}: {problem.en}"
        for year, count in self.missing().items():
            yield (
                f"{year} 年的年历未录入，有 {count} 项日期待定；用 --calendar {year}=放假通知.txt 给出那一年的放假安排。"
                f" / The calendar of {year} is missing: {count} dates are left open; give it with --calendar."
            )

    def as_text(self) -> str:
        return (
            f"{self.units} 个单位、{self.items} 项计划，写在 {self.out}。\n"
            f"{self.items} items for {self.units} units, written to {self.out}."
        )

    def as_json(self) -> str:
        missing = {str(year): count for year, count in self.missing().items()}
        template = self.table.template
        made = {"template": template.code, "version": template.version, "digest": template.digest}
        made |= {"organiser": self.organiser, "units": self.units, "items": self.items}
        made |= {"undated_by_missing_year": missing, "file": str(self.out)}
        made |= {"unit_rows_with_problems": [[one.row_no, one.zh, one.en] for one in self.problems]}
        return json.dumps(made, ensure_ascii=False)


def _event(template: Template, text: str) -> tuple[str, date]:
    """`city_meeting=2014-05-16`, or the event's Chinese name before the sign."""
    name, separator, written = (part.strip() for part in text.partition("="))
    if not separator:
        raise BadInput(
            f"--event 要写成“事件=日期”，如 --event city_meeting=2014-05-16；现在写的是“{text}”。",
            f"--event takes NAME=DATE, e.g. city_meeting=2014-05-16; got '{text}'.",
        )
    read = read_date(written, default_year=1949, today=date.max)
    if read.value is None or not read.explicit:
        raise BadInput(
            f"--event {name} 的日期“{written}”看不懂，请写成 2014-05-16。",
            f"The date '{written}' of --event {name} isn't understood; write 2014-05-16.",
        )
    by_name = {event.zh: event.code for event in template.events}
    return by_name.get(name, name), read.value


def _members(
    template: Template, path: Path, organisation: str | None
) -> tuple[str, list[Member], tuple[UnitProblem, ...]]:
    """The organiser's name, and everybody who takes part: the organiser's own team first."""
    read = read_units(unit_sheet(path))
    organiser = organisation or only_top_unit(read.rows) or NAMELESS
    rows = {row.name: row for row in read.rows}
    names = dict.fromkeys([organiser, *_in_tree_order(read.rows)])
    members = []
    for pk, name in enumerate(names, start=1):
        kind = rows[name].kind_raw if name in rows else ""
        members.append(Member(pk, pk, name, tier_of(template, kind, root=name == organiser), kind))
    return organiser, members, read.problems


def _in_tree_order(rows: Iterable[UnitRow]) -> Iterator[str]:
    """The names with each unit's children right below it."""
    rows = list(rows)
    children: dict[str | None, list[str]] = {}
    for row in rows:
        children.setdefault(row.parent_name, []).append(row.name)
    inside = {row.name for row in rows}
    waiting = [row.name for row in reversed(rows) if row.parent_name not in inside]
    while waiting:
        name = waiting.pop()
        yield name
        waiting += reversed(children.get(name, []))


def _calendar(notices: Iterable[str]) -> WorkCalendar:
    """The shipped calendar with the years whose notices were given."""
    calendar = shipped()
    for text in notices:
        year, _, name = text.partition("=")
        if not (year.isascii() and year.isdecimal() and len(year) == 4 and name):
            raise BadInput(
                f"--calendar 要写成“年份=文件”，如 --calendar 2027=放假通知.txt；现在写的是“{text}”。",
                f"--calendar takes YEAR=FILE, e.g. 2027=notice.txt; got '{text}'.",
            )
        read = read_notice(_text(Path(name)), int(year))
        if read.faults:
            zh = "；".join(f"第 {fault.number} 行“{fault.line}”：{fault.zh}" for fault in read.faults)
            en = "; ".join(f"line {fault.number}: {fault.en}" for fault in read.faults)
            raise BadInput(
                f"{year} 年的放假通知有看不懂的地方。{zh}", f"The notice of {year} isn't understood. {en}"
            )
        days = [(noted.day, noted.works) for noted in read.days]
        calendar = overlaid(calendar, days, [int(year)])
    return calendar


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"读不了“{path}”：请检查路径，并把它另存为 UTF-8 文本。", f"'{path}' can't be read: {error}."
        ) from error

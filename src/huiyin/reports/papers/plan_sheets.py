"""工作计划表 drawn from plain lines: the whole campaign by item, and unit by unit to be filtered (DOMAIN 2.10)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.process.campaigns.rules.forms import Column as FormColumn
from huiyin.process.campaigns.rules.forms import Form
from huiyin.process.campaigns.rules.plan_lines import PlanLine, PlanLines
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.campaigns.rules.timetable import Timetable
from huiyin.process.campaigns.rules.wording import basis_in_words, names_in
from huiyin.reports.layout.ledger_shape import Cell, Column, LedgerSheet
from huiyin.reports.papers.columns import column_of

PLAN, BY_UNIT, EVENTS = "工作计划表", "各单位计划", "事件日期"

BASIS = Column("basis", "依据", "text", 40)
UNIT = Column("unit", "单位", "text", 22)
FOR_WHOM = Column("for_whom", "适用单位", "text", 18)

Row = Mapping[str, Cell]


def _column(code: str, heading: str, width: int, kind: str = "text") -> FormColumn:
    return FormColumn.model_validate({"code": code, "heading": heading, "width": width, "kind": kind})


# The headings that every example has (DOMAIN 2.10), for a template without forms of its own.
_PLAN_COLUMNS = (
    _column("number", "序号", 6, "number"),
    _column("stage", "环节", 14),
    _column("task", "工作任务", 24),
    _column("demand", "具体要求", 36),
    _column("responsible", "责任单位/责任人", 16),
    _column("due_on", "完成时间", 14, "date"),
    _column("product", "成果形式", 14),
    _column("note", "备注", 14),
)
_USUAL = {
    "work_plan": Form(title="工作计划表", en="work plan", source="惯例", columns=_PLAN_COLUMNS),
    "task_breakdown": Form(
        title="任务分解表",
        en="task breakdown",
        source="惯例",
        columns=(
            _column("number", "序号", 6, "number"),
            _column("task", "重点任务", 24),
            _column("action", "具体举措", 36),
            _column("leader", "牵头领导", 10),
            _column("lead_office", "牵头处室", 14),
            _column("with_offices", "配合处室", 14),
            _column("due_on", "完成时限", 14, "date"),
            _column("progress", "进展", 18),
        ),
    ),
    "progress_table": Form(
        title="工作推进表",
        en="progress table",
        source="惯例",
        columns=(
            *_PLAN_COLUMNS,
            _column("progress", "进展情况", 24),
            _column("on_time", "是否按期", 8),
            _column("reason", "未完成原因", 24),
        ),
    ),
}


def form_of(template: Template, code: str) -> Form:
    """The template's form of that code, else the usual one."""
    return template.forms.get(code) or _USUAL[code]


@dataclass(frozen=True)
class Head:
    """What stands above a plan: whose it is, of what day, and what is to be known first."""

    unit: str
    on: date
    marks: tuple[str, ...] = ()


def plan_by_item(template: Template, lines: Iterable[tuple[PlanLine, str]], head: Head) -> LedgerSheet:
    """The whole campaign: a line for each item and date, and for whom it is."""
    rows = (
        {**row_of(number, line), "for_whom": who, "basis": line.basis}
        for number, (line, who) in enumerate(lines, start=1)
    )
    return sheet(form_of(template, "work_plan"), rows, head, after=(FOR_WHOM, BASIS), name=PLAN)


def plan_by_unit(template: Template, lines: Iterable[tuple[str, PlanLine]], head: Head) -> LedgerSheet:
    """Every line of every unit (its name first), to be filtered by unit."""
    rows = (
        {**row_of(number, line), "unit": unit, "basis": line.basis}
        for number, (unit, line) in enumerate(lines, start=1)
    )
    return sheet(form_of(template, "work_plan"), rows, head, before=(UNIT,), after=(BASIS,), name=BY_UNIT)


def plan_of_unit(template: Template, lines: Iterable[PlanLine], head: Head) -> LedgerSheet:
    """One unit's own plan."""
    rows = ({**row_of(number, line), "basis": line.basis} for number, line in enumerate(lines, start=1))
    return sheet(form_of(template, "work_plan"), rows, head, after=(BASIS,), name=PLAN)


def row_of(number: int, line: PlanLine) -> dict[str, Cell]:
    """A line of the plan under the headings of a work plan."""
    return {
        "number": number,
        "stage": line.stage,
        "task": line.task,
        "demand": line.demand,
        "responsible": line.responsible,
        "due_on": line.due_on,
        "product": line.product,
        "note": line.note,
    }


def sheet(
    form: Form,
    rows: Iterable[Row],
    head: Head,
    *,
    before: tuple[Column, ...] = (),
    after: tuple[Column, ...] = (),
    typed: frozenset[str] = frozenset(),
    name: str = "",
) -> LedgerSheet:
    """A form with these rows (by column code; what a row leaves out is empty) and columns of ours around its own."""
    own = tuple(_typed(column_of(column), typed) for column in form.columns)
    columns = (own[0], *before, *own[1:], *after) if own else (*before, *after)
    blank = {column.key: None for column in columns}
    return LedgerSheet(
        title=form.title,
        columns=columns,
        rows=({**blank, **{key: row[key] for key in blank if key in row}} for row in rows),
        unit=head.unit,
        filled_on=head.on,
        sheet_name=name or form.title,
        marks=head.marks,
        frozen_columns=1 + len(before),
    )


def _typed(column: Column, typed: frozenset[str]) -> Column:
    if column.key not in typed:
        return column
    return Column(column.key, column.heading, column.kind, column.width, column.choices, typed=True)


def event_dates(table: Timetable, head: Head) -> LedgerSheet:
    """Which event is when in which tier, and why."""
    template, names = table.template, names_in(table.template)
    tiers = {tier.code: tier.zh for tier in template.tiers}
    columns = (
        Column("number", "序号", "number", 8),
        Column("event", "事件", "text", 30),
        Column("tier", "层次", "text", 20),
        Column("day", "日期", "date"),
        BASIS,
    )

    def rows() -> Iterator[dict[str, Cell]]:
        found: dict[tuple[str, date | None], tuple[str, dict[str, None]]] = {}
        for event in template.events:
            for situation in table.members:
                if (dated := table.schedule(situation).events.get(event.code)) is not None:
                    basis = basis_in_words(dated, names, of=event.code).zh
                    _, where = found.setdefault((event.code, dated.day), (basis, {}))
                    where[tiers.get(situation.tier, "")] = None
        for number, ((code, day), (basis, where)) in enumerate(found.items(), start=1):
            tier = "全部" if sum(code == other for other, _ in found) == 1 else "、".join(where)
            yield {
                "number": number,
                "event": names.event(code).zh,
                "tier": tier,
                "day": day,
                "basis": basis,
            }

    return LedgerSheet(EVENTS, columns, rows(), head.unit, head.on, EVENTS, head.marks)


def planned_sheets(table: Timetable, head: Head) -> Iterator[LedgerSheet]:
    """A plan that was made without a database: by item, by unit, and the dates of the events."""
    lines = PlanLines(table)
    yield plan_by_item(table.template, lines.by_item(), head)
    yield plan_by_unit(table.template, ((member.unit, line) for member, line in lines.by_unit()), head)
    yield event_dates(table, head)

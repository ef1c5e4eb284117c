"""回头看：成效报告, as a workbook, a paper or plain values: of the last run, problems in the order of the tree, every rate with its n; and what was spoken of again."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huiyin.analysis.effects import Verdict
from huiyin.kit.errors import Refused
from huiyin.kit.outputs import written_whole
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.effects.models import EffectRun, LatestQuerySet
from huiyin.process.effects.queries import last_run
from huiyin.process.effects.queries.reading import IN_ORDER, Shown, shown, sums_in_order
from huiyin.process.effects.rules.figures import Side
from huiyin.process.effects.rules.words import KIND_NAMES, VERDICT_MEANINGS, VERDICT_NAMES, Kind
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.process.recurrences.queries.counts import confirmed
from huiyin.process.recurrences.queries.showing import followers
from huiyin.reports.layout.ledger import write_ledgers
from huiyin.reports.layout.ledger_shape import Cell, Column, LedgerSheet
from huiyin.reports.layout.official import OfficialDocument, chinese_date

TITLE = "回头看整改成效报告"

_PROBLEM_COLUMNS = (
    Column("number", "编号", "code", 12),
    Column("title", "问题", "text", 30),
    Column("unit", "单位", "text", 20),
    Column("closed_on", "销号日期", "date", 12),
    Column("before", "销号前（同类/全部）", "text", 14),
    Column("after", "销号后（同类/全部）", "text", 14),
    Column("ratio", "比值（95%区间）", "text", 18),
    Column("dispersion", "离散度", "text", 8),
    Column("verdict", "结论", "text", 12),
    Column("waits", "待确认", "text", 8),
    Column("missing", "还要听到", "text", 10),
    Column("breaks", "渠道变化", "text", 20),
    Column("again", "确认又说起", "text", 10),
    Column("followed", "另立的新问题", "text", 14),
)
_OF_SUMS = _PROBLEM_COLUMNS[4:-2]
_SUM_COLUMNS = (
    Column("kind", "范围", "text", 12),
    Column("title", "名称", "text", 24),
    Column("problems", "问题数", "number", 8),
    *_OF_SUMS,
)


@dataclass(frozen=True)
class Lookback:
    """What the report says: of which run, the problems in the order of the tree, the sums, and how many problems got which verdict. By problem,
    how many later opinions a person confirmed as speaking of it `again` (None: fewer than may be shown), and the numbers that `followed` it."""

    campaign: Campaign
    template: Template
    run: EffectRun
    fewest: int
    problems: Sequence[Shown]
    sums: Sequence[Shown]
    again: Mapping[int, int | None]
    followed: Mapping[int, Sequence[str]]

    @property
    def verdicts(self) -> dict[Verdict, int]:
        counted = Counter(one.verdict for one in self.problems)
        return {verdict: counted[verdict] for verdict in Verdict}


def lookback_of(
    campaign: Campaign, seen: LatestQuerySet, sees: Callable[[str | None], bool], since: date | None = None
) -> Lookback:
    """The report over the effects that a reader sees (`seen`), closed from `since` on. Refused before the first run. 6 queries."""
    run = last_run(campaign)
    if run is None:
        raise Refused(
            "还没有算过成效：第一个问题销号以后，每天夜里算一次。",
            "No effect was measured yet: it is, every night, once a first problem is closed.",
        )
    rows = seen.filter(kind=Kind.PROBLEM).select_related("unit", "problem__owner").order_by(*IN_ORDER)
    if since is not None:
        rows = rows.filter(closed_on__gte=since)
    template, fewest = template_of(campaign), fewest_givers(campaign)
    order = [*(one.code for one in template.focus_groups()), *(one.code for one in template.topics)]
    sums = sums_in_order(list(seen.filter(kind__in=[Kind.CAMPAIGN, Kind.WIND, Kind.TOPIC])), order)
    problems = shown(rows, run, fewest, sees)
    back = _spoken_of_again(problems, fewest, sees)
    return Lookback(campaign, template, run, fewest, problems, shown(sums, run, fewest, sees), *back)


def _spoken_of_again(
    problems: Sequence[Shown], fewest: int, sees: Callable[[str | None], bool]
) -> tuple[dict[int, int | None], dict[int, list[str]]]:
    """`again` and `followed` of the report. 2 queries."""
    paths = {
        one.effect.problem.pk: one.effect.unit.path if one.effect.unit else None
        for one in problems
        if one.effect.problem is not None
    }
    said = {pk: len(opinions) for pk, opinions in confirmed(list(paths)).items()}
    again = {pk: n if n >= fewest or sees(paths[pk]) else None for pk, n in said.items()}
    followed = {pk: [one.number for one in after] for pk, after in followers(list(paths)).items()}
    return again, followed


def write_lookback_workbook(report: Lookback, path: Path) -> None:
    """Two ledgers: the problems, and what they make together."""
    marks = (
        f"截至 {report.run.on.isoformat()}，第 {report.run.number} 次计算，{report.run.tested} 张表一并校正",
    )
    unit = report.campaign.root.name
    sheets = [
        LedgerSheet(
            TITLE,
            _PROBLEM_COLUMNS,
            list(_problem_rows(report)),
            unit,
            report.run.on,
            "各问题",
            marks,
            notes=_notes(),
        ),
        LedgerSheet(
            f"{TITLE}（合计）",
            _SUM_COLUMNS,
            list(_sum_rows(report)),
            unit,
            report.run.on,
            "合起来看",
            marks,
            notes=_notes(),
        ),
    ]
    with written_whole(path) as part:
        write_ledgers(part, sheets)


def write_lookback_paper(report: Lookback, path: Path) -> None:
    """The same as .docx on the grid of GB/T 9704-2012."""
    paper = OfficialDocument(TITLE, report.run.on)
    paper.title(f"{report.campaign.name}\n{TITLE}")
    n, counted = len(report.problems), report.verdicts
    parts = "，".join(f"{VERDICT_NAMES[verdict]} {k} 个" for verdict, k in counted.items())
    paper.heading(1, "总的情况")
    paper.paragraph(
        f"截至{chinese_date(report.run.on)}，算过成效的已销号问题 {n} 个：{parts}。"
        f"全部 {report.run.tested} 张表一并校正，一个问题在哪里都是一个结论。"
    )
    if report.sums:
        paper.heading(1, "合起来看")
        rows = [
            (str(row["title"]), str(row["problems"]), str(row["before"]), str(row["after"]), str(row["ratio"]), str(row["verdict"]))
            for row in _sum_rows(report)
        ]  # fmt: skip
        paper.table(
            ("范围", "问题", "销号前", "销号后", "比值（95%区间）", "结论"), rows, (36, 14, 24, 24, 34, 24)
        )
    if report.problems:
        paper.heading(1, "各问题（按单位树的次序）")
        rows = [
            (str(row["number"]), f"{row['title']}（{row['unit']}）", str(row["before"]), str(row["after"]), str(row["ratio"]), str(row["verdict"]))
            for row in _problem_rows(report)
        ]  # fmt: skip
        paper.table(
            ("编号", "问题（单位）", "销号前", "销号后", "比值（95%区间）", "结论"),
            rows,
            (22, 46, 20, 20, 26, 22),
        )
    if back := [row for row in _problem_rows(report) if row["again"] != "0" or row["followed"] != "—"]:
        paper.heading(1, "又回来的")
        lines = [
            (str(row["number"]), f"{row['title']}（{row['unit']}）", str(row["again"]), str(row["followed"]))
            for row in back
        ]
        paper.table(("编号", "问题（单位）", "确认又说起（条）", "另立的新问题"), lines, (24, 72, 28, 32))
    paper.heading(1, "还不知道的")
    for line in _unknown(report):
        paper.paragraph(line)
    for note in _notes():
        paper.note(note)
    with written_whole(path) as part:
        paper.save(part)


def lookback_values(report: Lookback) -> dict[str, object]:
    """The same as plain values."""

    def plain(row: dict[str, Cell]) -> dict[str, object]:
        return {key: cell.isoformat() if isinstance(cell, date) else cell for key, cell in row.items()}

    return {
        "campaign": report.campaign.code,
        "on": report.run.on.isoformat(),
        "run": report.run.number,
        "tested": report.run.tested,
        "verdicts": {verdict.value: k for verdict, k in report.verdicts.items()},
        "problems": [plain(row) | _numbers(one) for row, one in zip(_problem_rows(report), report.problems, strict=True)],
        "sums": [plain(row) | _numbers(one) for row, one in zip(_sum_rows(report), report.sums, strict=True)],
    }  # fmt: skip


def _numbers(one: Shown) -> dict[str, object]:
    told = one.figures
    return {
        "code": one.verdict.value,
        "counts": [told.before.mine, told.before.others, told.after.mine, told.after.others],
        "value": told.value,
        "low": told.low,
        "high": told.high,
    }


def _problem_rows(report: Lookback) -> Iterator[dict[str, Cell]]:
    for one in report.problems:
        effect = one.effect
        unit = effect.unit or (effect.problem.owner if effect.problem else None)
        yield {
            "number": effect.problem.number if effect.problem else "",
            "title": effect.problem.title if effect.problem else "",
            "unit": unit.name if unit else "",
            "closed_on": effect.closed_on,
            **_told(report, one),
            **_back(report, effect.problem.pk if effect.problem else 0),
        }


def _back(report: Lookback, problem: int) -> dict[str, Cell]:
    n = report.again.get(problem, 0)
    return {
        "again": f"不足{report.fewest}" if n is None else str(n),
        "followed": "、".join(report.followed.get(problem, ())) or "—",
    }


def _sum_rows(report: Lookback) -> Iterator[dict[str, Cell]]:
    names = {group.code: group.zh for group in report.template.focus_groups()}
    names |= {topic.code: topic.zh for topic in report.template.topics}
    for one in report.sums:
        yield {
            "kind": KIND_NAMES[one.kind],
            "title": names.get(one.effect.subject, "全部已销号问题"),
            "problems": one.effect.problems,
            **_told(report, one),
        }


def _told(report: Lookback, one: Shown) -> dict[str, Cell]:
    told = one.figures
    interval = f"{_number(told.value)}（{_number(told.low)}–{_number(told.high)}）" if told.told else "—"
    channels = {code.code: code.zh for code in report.template.channels}
    changed = [f"{channels.get(code, code)}（后来才有）" for code in one.opened]
    changed += [f"{channels.get(code, code)}（后来没有了）" for code in one.closed]
    waits = f"不足{report.fewest}" if one.waits is None else str(one.waits)
    missing = told.missing if one.verdict is Verdict.NOT_YET else None
    return {
        "before": _part(told.before, report.fewest),
        "after": _part(told.after, report.fewest),
        "ratio": interval,
        "dispersion": "—" if told.hidden else f"{one.effect.dispersion:.2f}",
        "verdict": VERDICT_NAMES[one.verdict],
        "waits": waits,
        "missing": f"{missing} 件" if missing else "—",
        "breaks": "、".join(changed) or "—",
    }


def _part(side: Side, fewest: int) -> str:
    if side.mine is None:
        return f"不足{fewest}"
    if side.heard is None:
        return str(side.mine)
    share = f"，{100 * side.share:.0f}%" if side.share is not None else ""
    return f"{side.mine}/{side.heard}{share}"


def _number(value: float | None) -> str:
    if value is None:
        return "∞"
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _unknown(report: Lookback) -> Iterator[str]:
    waiting = sum(one.effect.waiting for one in report.problems if one.waits is not None)
    yield f"可能又说起已销号问题、还没有人确认的意见 {waiting} 条，不算在任何一边。"
    changed = sum(bool(one.opened or one.closed) for one in report.problems)
    if changed:
        yield f"有 {changed} 个问题销号前后的渠道变了，差别可能来自渠道，见工作簿“渠道变化”一栏。"
    loud = sum(one.loud for one in report.problems)
    if loud:
        yield f"有 {loud} 个问题销号前说得忽多忽少（离散度超过 1.5），一律不算已证实。"
    open_ = [one for one in report.problems if one.verdict is Verdict.NOT_YET]
    if open_:
        yield f"{len(open_)} 个问题尚不能证实：听到的还太少，或差别不大。这不等于没有成效。组织第二轮听取，同样的渠道、同样的人群、同样的问法，才说得出来。"


def _notes() -> tuple[str, ...]:
    return (
        "确认又说起：销号以后说起、经人看过确认是同一件事的意见；只是提示、还没有人看的在“待确认”一栏，不计。",
        "数的是件不是条：近重复的算一件；同一件事、同一渠道、同一周里从同一链接或座谈会来的算一件。",
        "比值是销号后比销号前，小于 1 是说得少了；整个 95% 区间都小于 1 才是已证实。合计各按自己的销号日期分前后，其他意见折算。不足 10 件不计率。",
        *(f"{VERDICT_NAMES[verdict]}：{VERDICT_MEANINGS[verdict]}" for verdict in Verdict),
    )

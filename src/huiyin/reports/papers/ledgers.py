"""意见建议汇总表, 班子问题清单, 整改台账: three views over the same rows, with the headings of the template's forms."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import GroupedOpinions, Labels
from huiyin.process.problems.queries import ProblemRow
from huiyin.reports.layout.labels import RAW_WORDS
from huiyin.reports.layout.ledger import write_ledger
from huiyin.reports.layout.ledger_shape import Cell, LedgerSheet
from huiyin.reports.papers.columns import column_of, with_concern
from huiyin.reports.papers.material import SUGGESTED, Material

Row = Mapping[str, Cell]

FROM_GIVERS = "masses"


def write_opinion_summary(material: Material, path: Path, today: date) -> None:
    """意见建议汇总表 (DOMAIN 2.2): one row per opinion, its words untouched, labels that nobody decided marked 建议."""
    numeric = all(is_number(source) for source in material.source_ids.values())
    rows = (_opinion(material, opinion, numeric=numeric) for opinion in material.opinions())
    _write(material, "opinion_summary", path, today, rows, numeric=numeric)


def write_problem_list(material: Material, path: Path, today: date) -> None:
    """班子问题清单 (DOMAIN 2.3): the problems raised, then the candidates that a group makes."""
    _write(material, "team_problem_list", path, today, _problem_list(material))


def write_rectification_ledger(material: Material, path: Path, today: date) -> None:
    """整改台账 (DOMAIN 2.4): the problems raised, then candidates; nobody has promised a measure yet, so those stay empty."""
    _write(material, "rectification_ledger", path, today, _ledger(material))


def _write(
    material: Material, code: str, path: Path, today: date, rows: Iterator[Row], *, numeric: bool = True
) -> None:
    write_form(material, code, path, today, rows, (RAW_WORDS, *_undecided(material, code)), numeric=numeric)


def write_form(
    material: Material,
    code: str,
    path: Path,
    today: date,
    rows: Iterator[Row],
    marks: tuple[str, ...],
    *,
    numeric: bool = True,
) -> None:
    """A form of the campaign's template with these rows (by column code; what a row leaves out is an empty cell)."""
    form = material.template.forms[code]
    columns = form.columns
    if code == "opinion_summary" and material.template.concerns:
        columns = with_concern(columns)
    blank = {column.code: None for column in columns}
    sheet = LedgerSheet(
        title=form.title,
        columns=tuple(column_of(column, numeric=numeric) for column in columns),
        rows=({**blank, **row} for row in rows),
        unit=material.campaign.root.name,
        filled_on=today,
        marks=marks,
    )
    with written_whole(path) as part:
        write_ledger(part, sheet)


def _undecided(material: Material, code: str) -> tuple[str, ...]:
    if code == "opinion_summary":
        decided = all(known.decided for known in material.labels.values())
        return () if decided else (suggested_mark(material),)
    return ("“候选问题”由归并得出，待集体研究确定",) if material.candidates else ()


def suggested_mark(material: Material) -> str:
    """What is said below a summary in which labels are marked as suggested."""
    labels = "类别、专题、诉求类型" if material.names.concern else "类别、专题"
    return f"带“建议”字样的{labels}和全部归并号为系统建议，待人工确认"


def is_number(source: str) -> bool:
    """Whether a list's own number can stand in a column of numbers without changing."""
    return source.isascii() and source.isdecimal() and len(source) <= 15 and str(int(source)) == source


def _opinion(material: Material, opinion: Opinion, *, numeric: bool) -> Row:
    known = material.labels.get(opinion.pk, Labels())
    mark = "" if known.decided else SUGGESTED
    twin = material.twins.get(opinion.pk)
    return {
        "number": int(opinion.source_id) if numeric else opinion.source_id,
        "collected_on": opinion.raised_on,
        "channel": material.names.channel.get(opinion.channel, opinion.channel_as_written),
        "giver_kind": material.names.giver_kind.get(opinion.giver_kind, opinion.giver_as_written),
        "text": opinion.text,
        "about": opinion.about_as_written or None,
        "focus": "；".join(f"{material.names.focus[leaf]}{mark}" for leaf in known.focus),
        "topic": f"{material.names.topic[known.topic]}{mark}" if known.topic else None,
        "concern": f"{material.names.concern[known.concern]}{mark}" if known.concern else None,
        "group": material.group_numbers.get(opinion.pk),
        "note": _note(material, opinion, twin),
    }


def _note(material: Material, opinion: Opinion, twin: int | None) -> str:
    notes = [material.units.get(opinion.about_id or 0, opinion.unit_as_written)]
    if twin is not None:
        notes.append(f"与 {material.source_ids[twin]} 近重复")
    return "；".join(note for note in notes if note)


def _problem_list(material: Material) -> Iterator[Row]:
    for number, row in enumerate(material.problems, start=1):
        yield {
            "number": number,
            "category": _wind(material, row.problem.focus),
            "manifestation": material.first_words(row),
            "source": material.names.source[row.problem.source],
            "opinions": material.numbers_of(row.opinions),
            "cause": material.names.cause.get(row.problem.cause),
            "note": _behind(row),
        }
    for number, group in enumerate(material.candidates, start=len(material.problems) + 1):
        focus = material.leading_focus(group.opinions)
        yield {
            "number": number,
            "category": f"{_wind(material, focus)}{SUGGESTED}" if focus else None,
            "manifestation": material.typical_words(group),
            "source": material.names.source[FROM_GIVERS],
            "opinions": material.numbers_of(group.opinions),
            "note": _candidate(group),
        }


def _ledger(material: Material) -> Iterator[Row]:
    for number, row in enumerate(material.problems, start=1):
        yield {
            "number": number,
            "problem": row.problem.title,
            "manifestation": material.first_words(row),
            "unit": row.problem.owner.name if row.problem.owner else None,
            "horizon": material.names.horizon.get(row.problem.horizon),
            "note": _behind(row),
        }
    for number, group in enumerate(material.candidates, start=len(material.problems) + 1):
        unit = material.unit_of(group)
        yield {
            "number": number,
            "problem": group.title,
            "manifestation": material.typical_words(group),
            "unit": f"{unit}{SUGGESTED}" if unit else None,
            "note": _candidate(group),
        }


def _wind(material: Material, leaf: str) -> str:
    return f"{material.names.wind[leaf]}·{material.names.focus[leaf]}" if leaf else ""


def _behind(row: ProblemRow) -> str:
    merged = f"，含并入的 {'、'.join(row.merged)}" if row.merged else ""
    return f"{row.problem.number}：{len(row.opinions)} 条 {row.givers} 人次{merged}"


def _candidate(group: GroupedOpinions) -> str:
    return f"候选问题{SUGGESTED}：第 {group.number} 组，{len(group.opinions)} 条 {group.givers} 人次"

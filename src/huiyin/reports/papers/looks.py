"""A sheet of looks as a report on the official grid: each look with what was written, and the facts beside it as they were (R28, DOMAIN 4.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.campaigns.rules.looks import LookSheet
from huiyin.process.supervision.models import Lookback
from huiyin.reports.layout.official import OfficialDocument, quoted


@dataclass(frozen=True)
class LookPart:
    """A look: its name, the facts beside it in words, what serves each key work (its name, of the plan, of the problems), and what was written in each column by its heading."""

    name: str
    facts: tuple[str, ...]
    works: tuple[tuple[str, Known, Known], ...]
    said: tuple[tuple[str, str], ...]


def write_lookback(
    participation: Participation,
    sheet: LookSheet,
    lookback: Lookback,
    parts: Sequence[LookPart],
    path: Path,
    *,
    returned: bool,
) -> None:
    """Draw a sheet that was handed in, not a character added to what was written; one that was sent back is marked on every page."""
    template, unit = template_of(participation.campaign), participation.unit.name
    form = template.forms.get(sheet.report or "") or template.forms[sheet.form]
    subject = f"{unit}{sheet.zh if sheet.zh in form.title else ''}{form.title}"
    paper = OfficialDocument(subject, lookback.on, mark=f"第{lookback.round}次，已退回" if returned else "")
    paper.title(f"{unit}\n{form.title}")
    paper.addressee(sheet.to)
    about = f"第{lookback.round}次送出" if lookback.round > 1 else "现送出"
    paper.paragraph(
        f"按照{participation.campaign.name}的安排，对照{quoted(sheet.zh)}逐项回头看，{about}，报告如下。"
    )
    for part in parts:
        paper.heading(1, part.name)
        for heading, text in part.said:
            paper.heading(2, heading)
            paper.paragraph(text)
        if part.facts:
            paper.note(f"送出当日系统里的事实：{'；'.join(part.facts)}。")
        for name, plan, problems in part.works:
            paper.note(
                f"{name}：计划项 {plan.n} 项，完成 {plan.value} 项；问题 {problems.n} 个，销号 {problems.value} 个。"
            )
    paper.signature(unit if sheet.by == "unit" else template.term("supervision_group").zh)
    with written_whole(path) as part_path:
        paper.save(part_path)

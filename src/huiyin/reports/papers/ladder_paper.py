"""A paper of the ladder on the grid of GB/T 9704-2012: to the unit, and the last one to the superior as a proposal."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.inspections import LadderStep
from huiyin.process.inspections.models import LadderAnswer, LadderPaper
from huiyin.reports.layout.official import OfficialDocument, chinese_date, quoted

DRAFT = "草稿"


def write_ladder_paper(
    paper: LadderPaper, step: LadderStep, answers: Sequence[LadderAnswer], path: Path, today: date
) -> None:
    """Draw it; a draft is marked as one, and a proposal says that it is only that."""
    ladder = paper.ladder
    group = template_of(ladder.campaign).term("supervision_group").zh
    issued = paper.issued_on
    document = OfficialDocument(f"{ladder.unit.name}{step.zh}", issued or today, mark="" if issued else DRAFT)
    if paper.year and paper.number:
        document.document_number(step.zh, paper.year, paper.number)
    document.title(f"{step.zh}\n（建议稿，报上级决定）" if step.proposal else step.zh)
    document.addressee(ladder.campaign.root.name if step.proposal else ladder.unit.name)
    about = (
        f"关于{ladder.unit.name}{quoted(ladder.matter)}，"
        if step.proposal
        else f"关于{quoted(ladder.matter)}，"
    )
    document.paragraph(f"{about}{'提出如下建议' if step.proposal else '通知如下'}：")
    document.paragraph(paper.text)
    if paper.due_on:
        document.paragraph(f"请于{chinese_date(paper.due_on)}以前办结并书面答复。")
    if step.proposal:
        document.paragraph("以上只是建议，是否问责、如何问责，请按规定的权限和程序决定。")
    if paper.skipped_why:
        document.note(f"未逐级发出的理由：{paper.skipped_why}")
    if step.signed and not step.proposal:
        signed = f"{chinese_date(paper.signed_on)}已签收" if paper.signed_on else "年　月　日"
        document.paragraph(f"主要负责人签收：{signed}")
    for one in answers:
        document.paragraph(f"{ladder.unit.name}{chinese_date(one.on)}答复：{one.text}")
    document.signature(f"{ladder.campaign.root.name}{group}", issued or today)
    with written_whole(path) as part:
        document.save(part)

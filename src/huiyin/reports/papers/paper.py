"""A paper as a person worded it and another signed it, document as it stands: not a character is added to its words."""

from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.process.campaigns.models import Paper
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.forms import Form
from huiyin.process.campaigns.rules.papers import FrozenFact, lines_of
from huiyin.reports.layout.briefing_head import BriefingFoot, BriefingHead, draw_foot, draw_head
from huiyin.reports.layout.official import OfficialDocument, chinese_date
from huiyin.reports.layout.official_styles import LEVELS
from huiyin.reports.papers.candidates import CHAIN_HEAD

DRAFT = "草稿，未签发"


def write_paper(paper: Paper, path: Path) -> None:
    """Draw the paper on the grid of GB/T 9704-2012; a draft is marked as one on every page.

    A form with a head gives a briefing (DOMAIN 8.2), any other a plain paper with its unit and day at the end.
    """
    form = template_of(paper.campaign).forms[paper.kind]
    on = paper.signed_on or paper.drafted_on
    document = OfficialDocument(paper.title, on, mark="" if paper.signed_on else DRAFT)
    if form.head is not None:
        maker = form.head.editor.format(unit=paper.unit.name)
        draw_head(document, BriefingHead(form.head.name, paper.number, maker, on))
    document.title(paper.title)
    for line in lines_of(paper.body):
        if line.level:
            document.add(LEVELS[line.level - 1], line.text)
        else:
            document.paragraph(line.text)
    _source_of_figures(document, paper)
    _end(document, paper, form)
    with written_whole(path) as part:
        document.save(part)


def _source_of_figures(document: OfficialDocument, paper: Paper) -> None:
    facts = [FrozenFact.from_json(kept) for kept in paper.facts]
    head = next((fact for fact in facts if fact.code == CHAIN_HEAD), None)
    if head is not None:
        document.note(
            f"数字为{chinese_date(head.on)}的统计；审计记录链头 {head.value}，可据此核验此前的全部记录。"
        )


def _end(document: OfficialDocument, paper: Paper, form: Form) -> None:
    if form.head is not None:
        draw_foot(document, BriefingFoot())
    else:
        document.signature(paper.unit.name)

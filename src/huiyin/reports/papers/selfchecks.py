"""Papers of self-examination on the official grid, and what reviewers said of them on the template's slip (DOMAIN 2.5, 2.9)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from huiyin.kit.clock import day_in_china
from huiyin.kit.outputs import written_whole
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.papers import lines_of
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.selfchecks.models import Review, SelfCheck, Version
from huiyin.process.selfchecks.queries.texts import version_text
from huiyin.process.selfchecks.rules.states import AT_GATE, State
from huiyin.reports.layout.official import OfficialDocument
from huiyin.reports.layout.official_styles import LEVELS
from huiyin.reports.papers.ledgers import Row, write_form
from huiyin.reports.papers.material import Material

REVIEW_SLIP = "review_slip"


def write_selfcheck(paper: SelfCheck, version: Version, path: Path) -> None:
    """Draw a version on the grid of GB/T 9704-2012, not a character added to its words; what isn't final is marked on every page."""
    template = template_of(paper.participation.campaign)
    kind = template.selfchecks.kind(paper.kind)
    unit = paper.participation.unit.name
    on = day_in_china(version.at)
    final = paper.state == State.FINAL.value and version.why == Version.Why.HANDED_IN
    title = template.forms[kind.form].title if kind.form in template.forms else kind.zh
    document = OfficialDocument(f"{unit}{title}", on, mark="" if final else f"第{version.number}稿，未定稿")
    document.title(f"{unit}\n{title}")
    if paper.account is not None:
        document.paragraph(paper.account.name)
    for line in lines_of(version_text(paper, version)):
        if line.level:
            document.add(LEVELS[line.level - 1], line.text)
        else:
            document.paragraph(line.text)
    document.signature(paper.account.name if paper.account else unit)
    with written_whole(path) as part:
        document.save(part)


def write_review_slip(
    paper: SelfCheck, reviews: Iterable[Review], names: Mapping[str, str], path: Path, today: date
) -> None:
    """审阅意见单: a row for each review of each version, with whom it came from and every comment by its paragraph."""
    material = Material(paper.participation.campaign)
    template = material.template
    kind = template.selfchecks.kind(paper.kind)
    whose = paper.account.name if paper.account else paper.participation.unit.name
    rows = (_row(one, f"{whose} {kind.zh}", template, names) for one in reviews)
    write_form(material, REVIEW_SLIP, path, today, rows, ())


def _row(review: Review, paper: str, template: Template, names: Mapping[str, str]) -> Row:
    levels = {one.code: one.zh for one in template.selfchecks.reviewers} | {AT_GATE: "关口退回"}
    lists = template.lists
    verdicts = {row.code: row.zh for row in lists[template.selfchecks.verdict_names].codes}
    reasons = {row.code: row.zh for code in template.selfchecks.reason_names for row in lists[code].codes}
    who = names.get(review.by, "")
    return {
        "paper": paper,
        "version": f"第{review.version.number}稿",
        "reviewer": f"{levels.get(review.level, '')} {who}".strip(),
        "verdict": verdicts.get(review.verdict, review.verdict),
        "reasons": "；".join(reasons.get(code, code) for code in review.reasons),
        "remarks": "\n".join(_remarks(review)),
        "due_on": review.due_on,
    }


def _remarks(review: Review) -> Iterator[str]:
    if review.gone:
        yield "（所写意见已按规定删去）"
    if review.remark:
        yield review.remark
    for one in review.comments:
        yield f"“{one['quote']}”：{one['text']}"

"""The briefing (简报): numbers with their n, the groups, and what is not known."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import GroupedOpinions, Rate
from huiyin.process.opinions.rules.disposition import DISPOSITION_NAMES
from huiyin.reports.layout.briefing_head import BriefingFoot, BriefingHead, draw_foot, draw_head
from huiyin.reports.layout.labels import RAW_WORDS
from huiyin.reports.layout.official import OfficialDocument, chinese_date
from huiyin.reports.papers.material import SUGGESTED, Material

TITLE = "意见建议收集梳理情况"
MOST_GROUPS = 12
MOST_QUOTES = 3
LONGEST_QUOTE = 120


@dataclass(frozen=True)
class Issue:
    """What the briefing is told beside the record: its number, its day, and how many rows of the last file stayed out."""

    number: int
    on: date
    refused: int = 0


def write_briefing(material: Material, path: Path, issue: Issue) -> None:
    """Draw the briefing on the grid of GB/T 9704-2012 (DOMAIN 8.1, 8.2). It quotes raw words and is marked so."""
    paper = OfficialDocument(TITLE, issue.on, mark=RAW_WORDS)
    form = material.template.forms["briefing"]
    maker = (
        form.head.editor.format(unit=material.campaign.root.name)
        if form.head
        else material.campaign.root.name
    )
    draw_head(paper, BriefingHead(form.head.name if form.head else form.title, issue.number, maker, issue.on))
    paper.title(TITLE)
    _received(paper, material, issue)
    _about_what(paper, material)
    _same_matter(paper, material)
    _in_their_words(paper, material)
    _not_known(paper, material, issue)
    paper.note(f"审计记录链头 {material.head}，可据此核验本简报之前的全部记录。")
    draw_foot(paper, BriefingFoot())
    with written_whole(path) as part:
        paper.save(part)


def _received(paper: OfficialDocument, material: Material, issue: Issue) -> None:
    paper.heading(1, "收到多少，现在何处")
    balance = material.balance
    parts = " + ".join(f"{DISPOSITION_NAMES[part]} {n}" for part, n in balance.parts.items() if n)
    paper.paragraph(
        f"截至{chinese_date(issue.on)}，{material.campaign.root.name}共收到意见建议 {balance.received} 条。"
        f"按现在去向：{balance.received} = {parts or '0'}。"
    )
    repeated = len(material.twins)
    if repeated:
        paper.paragraph(f"其中 {repeated} 条与更早的意见文字相近，按 {balance.received - repeated} 人次计。")


def _about_what(paper: OfficialDocument, material: Material) -> None:
    focus = material.template.focus.zh
    paper.heading(1, "说的是什么")
    paper.paragraph(
        f"聚焦率{_rate(material.focus_rate)}；具体率{_rate(material.specificity_rate)}。"
        f"聚焦率为本系统范围内带{focus}类别的意见所占比例，具体率为写明时间、地点或单位、人员、事情、数量中两项以上的意见所占比例。"
    )
    rows = [*_winds(material), *_topics(material)]
    if rows:
        paper.table(
            ("分类", "项目", "意见条数"),
            rows,
            (36, 84, 36),
            caption=f"{focus}类别与教育专题" + _mark(material),
        )


def _rate(rate: Rate) -> str:
    value = "建议值" if rate.suggested else ""
    if rate.shown is None:
        return f"{value}不计（{rate.k}/{rate.n}，不足 10 条）"
    return f"{value} {rate.shown:.1%}（{rate.k}/{rate.n}）"


def _mark(material: Material) -> str:
    return SUGGESTED if material.focus_rate.suggested else ""


def _winds(material: Material) -> Iterator[tuple[str, str, str]]:
    counted = Counter(
        material.names.wind[leaf] for known in material.in_scope_labels.values() for leaf in known.focus[:1]
    )
    for group in material.template.focus_groups():
        if counted[group.zh]:
            yield (material.template.focus.zh, group.zh, str(counted[group.zh]))


def _topics(material: Material, most: int = 6) -> Iterator[tuple[str, str, str]]:
    counted = Counter(known.topic for known in material.in_scope_labels.values() if known.topic)
    for code, n in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:most]:
        yield ("专题", material.names.topic[code], str(n))


def _same_matter(paper: OfficialDocument, material: Material) -> None:
    paper.heading(1, "反映集中的事项")
    shown = material.candidates[:MOST_GROUPS]
    if not shown:
        paper.paragraph("目前没有三条以上意见说到同一件事。")
        return
    paper.paragraph(
        f"内容相近的意见归为 {len(material.groups)} 组，其中 {len(material.candidates)} 组够得上候选问题，"
        f"反映人次最多的 {len(shown)} 组如下。归并由系统建议，待人工确认。"
    )
    rows = [
        (str(group.number), group.title, str(len(group.opinions)), str(group.givers), _span(group))
        for group in shown
    ]
    paper.table(
        ("归并号", "事项", "意见", "人次", "提出日期"),
        rows,
        (18, 70, 14, 14, 40),
        aligns=("center", "left", "center", "center", "center"),
    )


def _span(group: GroupedOpinions) -> str:
    if group.first is None or group.last is None:
        return "不详"
    first = f"{group.first.year}.{group.first.month}.{group.first.day}"
    if group.first == group.last:
        return first
    year = "" if group.first.year == group.last.year else f"{group.last.year}."
    return f"{first}—{year}{group.last.month}.{group.last.day}"


def _in_their_words(paper: OfficialDocument, material: Material) -> None:
    quotes = [(group, material.typical_words(group)) for group in material.candidates[:MOST_QUOTES]]
    quotes = [(group, words) for group, words in quotes if words]
    if not quotes:
        return
    paper.heading(1, "群众原话")
    for group, words in quotes:
        line = " ".join(words.split())
        cut = line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE]}……（下略）"
        paper.quote(f"“{cut}”（第 {group.number} 组）")


def _not_known(paper: OfficialDocument, material: Material, issue: Issue) -> None:
    paper.heading(1, "尚不清楚的")
    for line in _gaps(material, issue):
        paper.paragraph(line)


def _gaps(material: Material, issue: Issue) -> Iterator[str]:
    opinions = Opinion.objects.of(material.campaign)
    focus = material.template.focus.zh
    undecided = sum(not known.decided for known in material.in_scope_labels.values())
    if undecided:
        yield f"{undecided} 条意见的类别、专题还没有经人确认，归并也是系统建议；标明“建议”的数字以此为准。"
    unclassified = sum(not known.focus for known in material.in_scope_labels.values())
    if unclassified:
        yield f"{unclassified} 条意见没有看出{focus}类别：可能不属{focus}，也可能写得不具体。"
    undated = opinions.filter(raised_on=None).count()
    if undated:
        yield f"{undated} 条没有提出日期，不能用于前后比较。"
    nowhere = opinions.filter(about=None).count()
    if nowhere:
        yield f"{nowhere} 条没有写明或没有认出所涉单位。"
    if issue.refused:
        yield f"来表中另有 {issue.refused} 行没有收录，原因逐行列在“未收录的行”里，改好后可再导入。"
    yield "提意见的人是否满意、问题是否真改，要等整改和回头看之后才能知道。"

"""The margin of a paper: what any formal text is noted for, with what only such papers are, in front. Never a figure."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns.queries import template_of
from huiyin.process.problems.queries.notes import Checked
from huiyin.process.selfchecks.access import opened_texts
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.queries.texts import KIND, signs_of, words_of
from huiyin.process.selfchecks.rules.content import Content, placed, text_of
from huiyin.process.selfchecks.rules.hints import Hint, HintKind, hints_of
from huiyin.web.frame.language import pick
from huiyin.web.frame.notes import Entry, Margin, Section, margin
from huiyin.web.frame.visit import Visit


def margin_of_paper(visit: Visit, paper: SelfCheck, content: Content) -> Margin:
    """The margin of the paper with this content, for the visitor. The queries of `notes_on`, one for papers that share passages."""
    template = template_of(visit.running)
    text = text_of(content, template.selfchecks.kind(paper.kind), template)
    checked = Checked(
        visit.running,
        paper.participation.unit,
        visit.today,
        itself=Source(KIND, paper.pk),
        given=placed(content, template.selfchecks.kind(paper.kind), template),
        answers=True,
    )
    found = margin(visit, text, checked, read=words_of, opened=opened_texts)
    hints = hints_of(content, text, template, signs_of(template))
    own = tuple(_section(hint, visit) for hint in hints)
    return replace(found, sections=(*own, *found.sections))


def _section(hint: Hint, visit: Visit) -> Section:
    return Section(f"own-{hint.kind}", _title(hint.kind), tuple(_entries(hint, visit)))


def _title(kind: HintKind) -> str:
    return {
        "praise": _("成绩说得比问题多"),
        "objective": _("根源多在客观"),
        "undated": _("没有时间、地点的问题"),
        "measure": _("还没写怎么改的问题"),
        "wind": _("没有归类的问题"),
        "mirror": _("还没有照的镜子"),
    }[kind]


def _entries(hint: Hint, visit: Visit) -> Iterator[Entry]:
    if hint.kind == "praise":
        yield Entry(hint.quote, (_("对照材料里成绩不写，或只写几行。"),), worded=False)
    elif hint.kind == "mirror":
        names = {row.code: pick(row.zh, row.en) for row in template_of(visit.running).mirrors}
        said = _("找到了的，在问题里选上；没有找到的，写明没有找到。")
        yield Entry("、".join(names[code] for code in hint.names), (said,), worded=False)
    else:
        numbers = "、".join(map(str, hint.numbers))
        said = {
            "objective": _("至少一半的根源要从自己身上找。"),
            "undated": _("写出哪一天、在哪里、怎么回事。"),
            "measure": _("写清做什么、哪天做完。"),
            "wind": _("选上属于哪一类。"),
        }[hint.kind]
        yield Entry(_("第 %(numbers)s 个问题") % {"numbers": numbers}, (said,), named=False, worded=False)

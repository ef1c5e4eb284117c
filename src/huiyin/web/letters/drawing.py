"""What pages of letters show of codes and texts: stages, what was praised, what an answer says nothing of, the margin."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.letters.access import opened_texts
from huiyin.process.letters.models import FindingAnswer, Letter
from huiyin.process.letters.queries import FindingRow
from huiyin.process.letters.queries.texts import ANSWER_KIND, KIND, words_of
from huiyin.process.letters.rules.states import FindingState
from huiyin.process.problems.queries.notes import Checked
from huiyin.web.frame.language import pick
from huiyin.web.frame.marking import Piece, pieces
from huiyin.web.frame.notes import Margin, margin
from huiyin.web.frame.visit import Visit


@dataclass(frozen=True)
class Told:
    """How an answer stands: the kind of its tag, its shape, its word."""

    kind: str
    shape: str
    word: str


def state_of(state: FindingState, group: str) -> Told:
    """As pages show it; `group` is the campaign's word for the inspectors."""
    return {
        FindingState.OPEN: Told("act", "▲", _("还没有答复")),
        FindingState.AGAIN: Told("act", "↩", _("要求再答")),
        FindingState.ANSWERED: Told("wait", "□", _("已答复，等%(group)s看") % {"group": group}),
        FindingState.ACCEPTED: Told("go", "✓", _("答复已认可")),
    }[state]


def stage_names(campaign: Campaign) -> dict[str, str]:
    """Code of a stage → its name."""
    return {one.code: pick(one.zh, one.en) for one in template_of(campaign).stages}


def praise_names(campaign: Campaign) -> dict[str, str]:
    """Code → name of what a letter praises by, in the template's order; nothing where it has no such list."""
    template = template_of(campaign)
    form = template.forms.get("feedback_letter")
    listed = template.lists.get(form.praises) if form and form.praises else None
    return {one.code: pick(one.zh, one.en) for one in listed.codes} if listed else {}


def letter_title(campaign: Campaign) -> str:
    """What the template calls such letters."""
    form = template_of(campaign).forms.get("feedback_letter")
    return pick(form.title, form.en) if form else _("反馈意见书")


def unmentioned_pieces(row: FindingRow) -> list[Piece]:
    """The finding's text, the clauses marked of which the last answer says nothing by its words."""
    marks = [("ask" if one.asks else "missed", one.start, one.end) for one in row.left]
    return pieces(str(row.text), marks)


def margin_of(visit: Visit, part: Participation, text: str, letter: Letter | None = None) -> Margin:
    """The margin of a letter's words; an inspector's own earlier letters are sources, too."""
    itself = Source(KIND, letter.pk) if letter else None
    checked = Checked(visit.running, part.unit, visit.today, itself=itself)
    return margin(visit, text, checked, read=words_of, opened=opened_texts)


def margin_of_answer(visit: Visit, part: Participation, text: str, answer: FindingAnswer) -> Margin:
    """The margin of an answer: where else its passages stand."""
    checked = Checked(visit.running, part.unit, visit.today, itself=Source(ANSWER_KIND, answer.pk))
    return margin(visit, text, checked, read=words_of, opened=opened_texts)

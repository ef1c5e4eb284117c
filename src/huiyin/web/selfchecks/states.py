"""Where a paper stands, by shape, colour and word."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.process.campaigns.queries import template_of
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.rules.states import State
from huiyin.web.frame.language import pick
from huiyin.web.frame.states import Shown

PAPERS: Mapping[State, Shown] = {
    State.DRAFT: Shown("○", "calm", gettext_lazy("在写")),
    State.HANDED_IN: Shown("◐", "run", gettext_lazy("送审")),
    State.REVISE: Shown("▲", "wait", gettext_lazy("退回修改")),
    State.REWRITE: Shown("▲", "act", gettext_lazy("限时重写")),
    State.PASSED: Shown("●", "go", gettext_lazy("通过")),
    State.FINAL: Shown("●", "go", gettext_lazy("定稿")),
}


def shown(paper: SelfCheck) -> Shown:
    """The paper's state."""
    return PAPERS[State(paper.state)]


def with_whom(paper: SelfCheck) -> str:
    """Whom a paper lies with that was handed in; "" elsewhere."""
    if not paper.level:
        return ""
    level = template_of(paper.participation.campaign).selfchecks.reviewer(paper.level)
    return _("在%(who)s处") % {"who": pick(level.zh, level.en)}


def title_of(paper: SelfCheck) -> str:
    """What the paper is called, with its author's name."""
    kind = template_of(paper.participation.campaign).selfchecks.kind(paper.kind)
    name = pick(kind.zh, kind.en)
    return f"{paper.account.name} · {name}" if paper.account else name

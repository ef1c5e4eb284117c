"""States of a problem as pages show them: a shape that can be told without colour, the colour, the template's word."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act, Phase
from huiyin.web.frame.language import pick


@dataclass(frozen=True)
class Standing:
    """A state: shape, kind of colour, word."""

    shape: str
    kind: str
    word: str


PHASES: Mapping[str, tuple[Promise, tuple[Phase, ...]]] = {
    "before": (_("没开始"), ("before",)),
    "open": (_("整改中"), ("open", "above", "done")),
    "awaiting": (_("待验收"), ("awaiting",)),
    "closed": (_("已销号"), ("closed",)),
}
"""Where problems stand, coarsely enough for a row of tabs: name in an address → word, and the phases of states in it."""

_SHAPES: Mapping[Phase, tuple[str, str]] = {
    "before": ("○", "calm"),
    "open": ("◐", "run"),
    "above": ("↑", "run"),
    "done": ("◕", "run"),
    "awaiting": ("◆", "wait"),
    "closed": ("●", "go"),
}
_BACK = ("↩", "act")


def standings(campaign: Campaign) -> dict[str, Standing]:
    """Code of a state → how it is shown, in the order of the template; what came back or was returned is told apart from its phase."""
    life = template_of(campaign).life
    back = {act.to for code in (Act.RETURN, Act.COME_BACK) if (act := life.act(code)) is not None}
    shown = {}
    for state in life.states:
        shape, kind = _BACK if state.code in back else _SHAPES[state.phase]
        shown[state.code] = Standing(shape, kind, pick(state.zh, state.en))
    return shown

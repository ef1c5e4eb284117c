"""States of steps and items by shape, colour and word."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.process.campaigns.rules.plans import ItemState, StageState


@dataclass(frozen=True)
class Shown:
    """How a state is shown: a shape that can be told without colour, the colour's class, the word."""

    shape: str
    kind: str
    word: Promise


ITEMS: Mapping[ItemState, Shown] = {
    ItemState.NONE: Shown("–", "none", _("不涉及")),
    ItemState.UNDATED: Shown("?", "wait", _("日期待定")),
    ItemState.AHEAD: Shown("○", "calm", _("未到")),
    ItemState.RUNNING: Shown("◐", "run", _("进行中")),
    ItemState.SOON: Shown("◆", "wait", _("将到期")),
    ItemState.LATE: Shown("▲", "act", _("逾期")),
    ItemState.DONE: Shown("●", "go", _("已完成")),
}
STAGES: Mapping[StageState, Shown] = {
    StageState.WAITING: Shown("○", "calm", _("未开始")),
    StageState.OPEN: Shown("◐", "run", _("进行中")),
    StageState.PASSED: Shown("●", "go", _("已通过")),
}

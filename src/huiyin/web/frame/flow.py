"""Parts of the one page in words: the same on it and above the list that its numbers lead to."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.process.campaigns.models import Campaign
from huiyin.process.figures.rules.flow import (
    CAME_BACK,
    FALSE,
    HELD,
    NOT_YET,
    PROVEN,
    UNLOOKED,
    UNMEASURED,
    WORSE,
)
from huiyin.web.frame.filters import address

STAGE_PARTS: Mapping[str, Mapping[str, Promise]] = {
    "problems": {
        "before": _("还没有认领"),
        "open": _("正在整改"),
        "above": _("上交了上级"),
        "done": _("自查完成"),
        "awaiting": _("等验收"),
        "closed": _("验收销号"),
    },
    "closed": {
        CAME_BACK: _("又说到了"),
        FALSE: _("抽查不属实"),
        HELD: _("看过，属实"),
        UNLOOKED: _("没有人回头看过"),
    },
    "effects": {
        PROVEN: _("证明有成效"),
        NOT_YET: _("还不能证明"),
        WORSE: _("更差了"),
        UNMEASURED: _("还没有算过"),
    },
}
"""Stage → code of a part → its name."""
STUCK: Mapping[str, Promise] = {
    "overdue": _("过了时限还没有报请验收"),
    "returned": _("验收退回，还没有重新报"),
    "above": _("上交的没有答复"),
    "asking": _("申请延期还没有批"),
}
PART_NAMES: Mapping[str, Promise] = {
    f"{stage}.{code}": name
    for stage, parts in {**STAGE_PARTS, "stuck": STUCK}.items()
    for code, name in parts.items()
}
"""A part as an address writes it → its name."""


def part_address(campaign: Campaign, stage: str, code: str) -> str:
    """The ledger of the very problems that a number of the one page counts."""
    return address(reverse("ledger", args=[campaign.code]), {"part": f"{stage}.{code}"})

"""How a matter's state is shown: shape, colour, word."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from huiyin.process.publicity.rules.matters import MatterState
from huiyin.web.frame.states import Shown

STATES: Mapping[str, Shown] = {
    MatterState.DRAFT: Shown("□", "wait", _("待审批")),
    MatterState.RETURNED: Shown("↩", "act", _("已退回")),
    MatterState.PUBLISHED: Shown("✓", "go", _("已公示")),
    MatterState.REPLACED: Shown("–", "none", _("已被新版代替")),
    MatterState.WITHDRAWN: Shown("×", "none", _("已撤下")),
}

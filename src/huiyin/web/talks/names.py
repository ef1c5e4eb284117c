"""What the pages call a talk's kind, its state, and the parts of a day."""

from django.utils.translation import gettext as _

from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.parts import Named
from huiyin.process.talks.rules.states import TalkState
from huiyin.web.frame.language import in_english


def state_names() -> dict[str, str]:
    """State → its word; "" is a pair whose talk isn't laid out."""
    return {
        "": _("没有列出"),
        TalkState.DUE: _("待谈"),
        TalkState.PLANNED: _("已约定"),
        TalkState.HELD: _("一方说谈了"),
        TalkState.CONFIRMED: _("双方确认"),
        TalkState.OBJECTED: _("有异议"),
        TalkState.DROPPED: _("不再要求"),
    }


# Told by shape first: nothing, planned, half, whole, in question.
SIGNS = {
    "": "□",
    TalkState.DUE: "○",
    TalkState.PLANNED: "◆",
    TalkState.HELD: "◐",
    TalkState.CONFIRMED: "●",
    TalkState.OBJECTED: "▲",
    TalkState.DROPPED: "–",
}
TONES = {
    "": "act",
    TalkState.PLANNED: "",
    TalkState.HELD: "wait",
    TalkState.CONFIRMED: "go",
    TalkState.OBJECTED: "act",
}


class TalkWords:
    """The words of one campaign's talks in the language of the page."""

    def __init__(self, campaign: Campaign) -> None:
        self.template = template_of(campaign)
        self.talks = self.template.talks
        self.states = state_names()

    def kind(self, code: str) -> str:
        """The name of a kind of talk."""
        found = self.talks.named(code)
        return said(found) if found else code

    def part(self, code: str) -> str:
        """上午, 下午; "" for none."""
        return next((said(one) for one in self.talks.parts if one.code == code), "")

    def heading(self, code: str) -> str:
        """The heading of a point."""
        return next((said(one) for one in self.talks.headings if one.code == code), code)

    def focus(self, code: str) -> str:
        """The label of a point, "" for none."""
        return next((said(one) for one in self.template.focus_groups() if one.code == code), "")

    def objection(self, code: str) -> str:
        """What was objected."""
        return next((said(one) for one in self.talks.objections if one.code == code), code)


def said(thing: Named) -> str:
    """The name of something in the language of the page."""
    return thing.en if in_english() else thing.zh

"""What comes next for a pillar, in words, and where it is done."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.supervision.queries import Pillars
from huiyin.process.supervision.rules.pillars import Next
from huiyin.web.frame.names import names_of


@dataclass(frozen=True)
class Act:
    """A sentence, and the page that leads on; no sentence where nothing is left to do."""

    said: str
    address: str


def words_of(campaign: Campaign) -> dict[str, str]:
    """What the campaign calls the three; a plain word where its template has none."""
    term = names_of(campaign).term
    return {
        "talks": term.get("talk", _("谈话")),
        "papers": term.get("self_check", _("材料")),
        "meeting": term.get("team_meeting", _("会议")),
    }


def talks_next(part: Participation, found: Pillars) -> Act:
    """Of the talks."""
    one = found.talks
    said = {
        Next.LAY_OUT_TALKS: _("按名册补齐应谈的，还缺 %(n)s 对") % {"n": one.required - one.laid},
        Next.HOLD_TALKS: _("还有 %(n)s 对没有谈，排出时间") % {"n": one.open},
        Next.CONFIRM_TALKS: _("还有 %(n)s 对等另一方确认") % {"n": one.half},
        Next.SETTLE_OBJECTIONS: _("有 %(n)s 对有异议，请两人说清") % {"n": one.objected},
    }
    return Act(said.get(one.next, ""), reverse("unit_talks", args=[part.campaign.code, part.pk]))


def papers_next(part: Participation, found: Pillars) -> Act:
    """Of the papers."""
    one = found.papers
    said = {
        Next.BEGIN_PAPERS: _("还有 %(n)s 份没有动笔") % {"n": one.missing},
        Next.MEND_PAPERS: _("%(n)s 份退回，改好再送") % {"n": one.back},
        Next.HAND_IN_PAPERS: _("写好了就送审"),
        Next.REVIEW_PAPERS: _("有材料送审，等审阅"),
    }
    return Act(said.get(one.next, ""), reverse("selfchecks", args=[part.campaign.code]))


def meeting_next(part: Participation, found: Pillars) -> Act:
    """Of the meeting."""
    one = found.meeting
    said = {
        Next.PLAN_MEETING: _("写方案、送审"),
        Next.LOOK_AT_PLAN: _("方案等上级审"),
        Next.MEND_PLAN: _("方案退回，改好再送"),
        Next.NOTIFY_MEETING: _("方案同意了，通知参会的人"),
        Next.HOLD_MEETING: _("到会比例够了就开"),
        Next.SET_NEW_DATE: _("已延期，定下新的日期"),
        Next.SIGN_RECORD: _("到会的人看记录、签阅"),
        Next.REPORT_MEETING: _("通报，并把情况报上去"),
        Next.HOLD_AGAIN: _("补课以后重新召开"),
    }
    code = part.campaign.code
    address = (
        reverse("lifemeetings", args=[code])
        if one.pk is None
        else reverse("lifemeeting", args=[code, one.pk])
    )
    return Act(said.get(one.next, ""), address)

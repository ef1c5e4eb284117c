"""Of what an effect is measured, and what its verdicts mean in words: pure."""

from enum import StrEnum

from huiyin.analysis.effects import Verdict


class Kind(StrEnum):
    """Whose effect it is: of one problem, or of all closed ones of a unit, a topic, a wind (focus label) or the campaign."""

    PROBLEM = "problem"
    UNIT = "unit"
    TOPIC = "topic"
    WIND = "wind"
    CAMPAIGN = "campaign"


KIND_NAMES = {
    Kind.PROBLEM: "问题",
    Kind.UNIT: "单位",
    Kind.TOPIC: "专题",
    Kind.WIND: "问题类别",
    Kind.CAMPAIGN: "整个活动",
}

VERDICT_NAMES = {
    Verdict.PROVEN: "成效已证实",
    Verdict.WORSE: "反而更多",
    Verdict.NOT_YET: "尚不能证实",
}

VERDICT_MEANINGS = {
    Verdict.PROVEN: "销号以后，同样多的意见里说这件事的明显少了；这样大的差别，碰巧出现的可能不到 2.5%。",
    Verdict.WORSE: "销号以后，同样多的意见里说这件事的反而明显多了；这样大的差别，碰巧出现的可能不到 2.5%。",
    Verdict.NOT_YET: "听到的还太少，或差别还不大，说不准有没有变化。这不等于没有成效，也不等于有成效。",
}

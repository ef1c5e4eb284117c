"""What is kept of a rectification: the closed lists of its own, with their names, and how long texts may be."""

from enum import StrEnum

LONGEST = {
    "reason": 2000,
    "present": 500,
    "absent": 300,
    "conclusion": 2000,
    "what": 500,
    "doer": 100,
    "result": 500,
    "line": 300,
    "title": 200,
    "where": 300,
    "number": 100,
}
"""Characters at most, by field."""


class EvidenceKind(StrEnum):
    """What proves a measure: whatever exists already, and never a photograph that is asked for (SPEC rule 6, R17)."""

    PAPER = "paper"
    RULE = "rule"
    PRICES = "prices"
    MINUTES = "minutes"
    LINK = "link"
    FILE = "file"
    NONE = "none"


EVIDENCE_KINDS = {
    EvidenceKind.PAPER: "已有文件",
    EvidenceKind.RULE: "制度",
    EvidenceKind.PRICES: "价目表、账目",
    EvidenceKind.MINUTES: "会议记录",
    EvidenceKind.LINK: "网页或系统",
    EvidenceKind.FILE: "文件",
    EvidenceKind.NONE: "没有书面佐证",
}


class RuleKind(StrEnum):
    """What became of rules (废改立); NONE says that none was needed, and why."""

    ABOLISHED = "abolished"
    CHANGED = "changed"
    MADE = "made"
    NONE = "none"


RULE_KINDS = {
    RuleKind.ABOLISHED: "废止",
    RuleKind.CHANGED: "修改",
    RuleKind.MADE: "新立",
    RuleKind.NONE: "不需要建章立制",
}


class MeasureState(StrEnum):
    """A measure is being done, done, or dropped with a reason."""

    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


MEASURE_STATES = {MeasureState.DOING: "办理中", MeasureState.DONE: "已完成", MeasureState.DROPPED: "不再办理"}


class Answered(StrEnum):
    """What became of something that was asked of somebody above."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


class PassedUp(StrEnum):
    """What became of a problem that went up."""

    WAITING = "waiting"
    TAKEN = "taken"
    RETURNED = "returned"
    SOLVED = "solved"

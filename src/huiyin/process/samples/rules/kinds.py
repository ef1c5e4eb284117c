"""What a sample is drawn of, in which parts, and how its figures must lie: closed lists, pure."""

from decimal import Decimal
from enum import StrEnum

from huiyin.kit.errors import Refused

TOLERABLE, CONFIDENCE = "sample_tolerable_share", "sample_confidence"
"""The template's parameters from which a new sample starts."""

MOST_TOLERABLE, LEAST_CONFIDENCE = Decimal("0.5"), Decimal("0.5")
LONGEST_WORDS, LONGEST_REASON = 2000, 500


class Kind(StrEnum):
    """What may be looked at again: each has a query that gives its population."""

    PROBLEM = "problem"
    TALK = "talk"
    VOTE = "vote"
    PAPER = "paper"


KIND_NAMES: dict[Kind, str] = {
    Kind.PROBLEM: "已销号的问题",
    Kind.TALK: "双方确认的谈话",
    Kind.VOTE: "已计票的测评",
    Kind.PAPER: "通过的自查材料",
}


class Parts(StrEnum):
    """By what a population is divided, so that each part is looked at by its share."""

    NONE = ""
    UNIT = "unit"
    TOPIC = "topic"


PART_NAMES: dict[Parts, str] = {Parts.NONE: "不分层", Parts.UNIT: "按单位分层", Parts.TOPIC: "按专题分层"}


class Stage(StrEnum):
    """Where a sample stands: each only after the one before."""

    ANNOUNCED = "announced"
    FROZEN = "frozen"
    DRAWN = "drawn"
    VISITED = "visited"
    FINISHED = "finished"
    BROKEN_OFF = "broken_off"


STAGE_NAMES: dict[Stage, str] = {
    Stage.ANNOUNCED: "种子已公布",
    Stage.FROZEN: "名单已冻结",
    Stage.DRAWN: "正在核查",
    Stage.VISITED: "都去看过，等结论",
    Stage.FINISHED: "已有结论",
    Stage.BROKEN_OFF: "已中止",
}


def needs_figures(kind: Kind, parts: Parts, tolerable: Decimal, confidence: Decimal) -> None:
    """Refused for shares of which no sample can be made, and for parts that a kind hasn't."""
    if not 0 < tolerable <= MOST_TOLERABLE:
        raise Refused(
            "可容忍的比例要大于 0、不超过 50%。", "The tolerable share lies above 0 and not above 50 %."
        )
    if not LEAST_CONFIDENCE <= confidence < 1:
        raise Refused("把握要在 50% 到 100% 之间。", "The confidence lies from 50 % to below 100 %.")
    if parts is Parts.TOPIC and kind is not Kind.PROBLEM:
        raise Refused("只有问题可以按专题分层。", "Problems alone can be divided by topic.")


def needs_words(text: str, longest: int) -> str:
    """The text without blanks at its ends; Refused for none and for too many."""
    if not text.strip():
        raise Refused("请写明看到的情况或理由。", "Say what was seen, or why.")
    if len(text) > longest:
        raise Refused(f"最多 {longest} 字。", f"At most {longest} characters.")
    return text.strip()

"""The tables of the room."""

from huiyin.process.opinions.models.matters import (
    CommonMatter,
    Doubt,
    Group,
    Judgement,
    Placement,
    Unlooked,
    Unplaced,
)
from huiyin.process.opinions.models.opinions import (
    LONGEST_WHY,
    Intake,
    Opinion,
    OpinionQuerySet,
    SearchedOpinion,
    Tombstone,
    in_reach,
)
from huiyin.process.opinions.models.triage import ASIDE, Decision, Lesson, Suggestion

__all__ = [
    "ASIDE",
    "LONGEST_WHY",
    "CommonMatter",
    "Decision",
    "Doubt",
    "Group",
    "Intake",
    "Judgement",
    "Lesson",
    "Opinion",
    "OpinionQuerySet",
    "Placement",
    "SearchedOpinion",
    "Suggestion",
    "Tombstone",
    "Unlooked",
    "Unplaced",
    "in_reach",
]

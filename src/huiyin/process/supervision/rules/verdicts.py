"""Verdicts at a gate: which there are, who may give which, and what they have to say (SPEC rules 4 and 8, S17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiyin.kit.errors import BadInput, NotAllowed, Refused
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.rules.gates import Gate
from huiyin.process.campaigns.rules.judging import Judged
from huiyin.process.lifemeetings.rules.reach import above


class VerdictKind(StrEnum):
    """What somebody says at a gate."""

    PASS = "pass"  # noqa: S105 - a verdict
    RETURN = "return"
    WAIVE = "waive"


VERDICTS: Mapping[VerdictKind, str] = {
    VerdictKind.PASS: "过关",
    VerdictKind.RETURN: "退回",
    VerdictKind.WAIVE: "豁免",
}


class PointKind(StrEnum):
    """Where a thing that must change is worked on."""

    UNIT = "unit"
    PROBLEM = "problem"
    PAPER = "paper"
    TALK = "talk"


POINT_KINDS: Mapping[PointKind, str] = {
    PointKind.UNIT: "单位的任务",
    PointKind.PROBLEM: "问题的整改",
    PointKind.PAPER: "材料退给本人",
    PointKind.TALK: "谈话再谈一次",
}

# Whom a template means by its words for who judges; a role's own name is itself.
_BODIES: Mapping[str, Role] = {
    "supervision_group": Role.SUPERVISION,
    "activity_office": Role.OFFICE,
    "leading_group": Role.LEADER,
}

LONGEST_WHY, LONGEST_POINT, MOST_POINTS = 2000, 1000, 12


def judge_of(gate: Gate, *, of_root: bool) -> Role:
    """Which role gives the verdict. The organiser's own team isn't judged by its own office; what names nobody, the leading group does."""
    roles = {role.value: role for role in Role}
    role = _BODIES.get(gate.verdict_by) or roles.get(gate.verdict_by, Role.LEADER)
    return Role.LEADER if of_root and role is Role.OFFICE else role


def may_judge(by: Actor, gate: Gate, path: str, root: str) -> bool:
    """Whether `by` passes or returns the unit at `path`: in the role that the template names, and never one's own unit."""
    return by.role is judge_of(gate, of_root=path == root) and above(by, path, root)


def may_waive(by: Actor, path: str, root: str) -> bool:
    """Whether `by` waives a gate of the unit at `path`: the leading group above it."""
    return by.role is Role.LEADER and above(by, path, root)


def may_give(by: Actor, gate: Gate, kind: VerdictKind, path: str, root: str) -> bool:
    """Whether a verdict of this kind is `by`'s to give, whatever the facts are."""
    return may_waive(by, path, root) if kind is VerdictKind.WAIVE else may_judge(by, gate, path, root)


def failing(checks: Sequence[Judged]) -> tuple[Judged, ...]:
    """What blocks and fails."""
    return tuple(check for check in checks if check.blocks and check.outcome == "fails")


def unknown(checks: Sequence[Judged]) -> tuple[Judged, ...]:
    """What blocks and can't be told yet."""
    return tuple(check for check in checks if check.blocks and check.outcome == "unknown")


def needs_judge(
    by: Actor, gate: Gate, kind: VerdictKind, path: str, root: str, names: Mapping[Role, str]
) -> None:
    """NotAllowed unless `may_give`."""
    if may_give(by, gate, kind, path, root):
        return
    if kind is VerdictKind.WAIVE:
        raise NotAllowed(
            "豁免由上一级领导小组写明理由作出；本单位的人不能给自己豁免。",
            "A gate is waived by the leading group above, with a reason; never by the unit's own people.",
        )
    role = judge_of(gate, of_root=path == root)
    raise NotAllowed(
        f"“{gate.zh}”由{names[role]}作结论；谁都不能给自己的单位作结论。",
        f"The verdict on '{gate.en}' is given by: {role}; nobody judges their own unit.",
    )


def needs_open_way(kind: VerdictKind, checks: Sequence[Judged], why: str) -> None:
    """NotAllowed for a pass where a blocking condition fails; Refused where one can't be told, or a gate is waived, without a word why."""
    if kind is VerdictKind.PASS and (found := failing(checks)):
        messages = "；".join(check.check.message for check in found)
        raise NotAllowed(
            f"有必须满足的条件没有达到：{messages}。只能退回，或由上一级领导小组写明理由豁免。",
            "A blocking condition fails: return it, or let the leading group above waive it with a reason.",
        )
    if kind is VerdictKind.PASS and unknown(checks) and not why.strip():
        facts = "、".join(name for check in unknown(checks) for name in check.facts)
        raise Refused(
            f"必须满足的条件系统还无从判断（{facts}）。让它过关，请写明凭什么认定。",
            "A blocking condition can't be told yet: say what you go by.",
        )
    if kind is VerdictKind.WAIVE and not why.strip():
        raise Refused("豁免请写明理由。", "Say why it is waived.")
    if len(why) > LONGEST_WHY:
        raise BadInput(f"理由至多 {LONGEST_WHY} 字。", f"A reason has at most {LONGEST_WHY} characters.")


@dataclass(frozen=True)
class PointSaid:
    """The words of one thing that must change, and until when."""

    text: str
    due_on: date | None


def needs_points(kind: VerdictKind, points: Sequence[PointSaid], today: date) -> None:
    """BadInput for a return that doesn't say what must change and by when, and for another verdict that does."""
    if kind is not VerdictKind.RETURN:
        if points:
            raise BadInput(
                "过关和豁免不写要改什么；有要改的，请退回。",
                "Only a return says what must change: return it.",
            )
        return
    if not points or not all(one.text.strip() for one in points):
        raise BadInput("退回要写明改什么，至少一条。", "A return says what must change: one thing at least.")
    if len(points) > MOST_POINTS:
        raise BadInput(
            f"一次至多写 {MOST_POINTS} 条，请合并。", f"At most {MOST_POINTS} things at once: join some."
        )
    if any(len(one.text) > LONGEST_POINT for one in points):
        raise BadInput(
            f"每条至多 {LONGEST_POINT} 字。", f"Each thing has at most {LONGEST_POINT} characters."
        )
    if any(one.due_on is None or one.due_on <= today for one in points):
        raise BadInput("每条都要写明哪天前改好，要晚于今天。", "Say of each until when: a day after today.")

"""Whether a unit may move on, and who may say so (SPEC rule 8, S3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.rules.gates import Gate
from huiyin.process.campaigns.rules.judging import Judged
from huiyin.process.campaigns.rules.schedule import Stage

LONGEST_WHY = 1000


@dataclass(frozen=True)
class Judgement:
    """A gate with every condition and how it came out."""

    gate: Gate
    checks: tuple[Judged, ...]


@dataclass(frozen=True)
class Standing:
    """What stands in the way of a unit: conditions that fail, and those about facts that nobody knows yet."""

    failing: tuple[Judged, ...]
    unknown: tuple[Judged, ...]

    @property
    def clear(self) -> bool:
        return not self.failing and not self.unknown


def standing(judgements: Iterable[Judgement]) -> Standing:
    """Only what blocks; what merely shows never does."""
    blocking = [check for judgement in judgements for check in judgement.checks if check.blocks]
    return Standing(
        tuple(check for check in blocking if check.outcome == "fails"),
        tuple(check for check in blocking if check.outcome == "unknown"),
    )


def decider(stage: Stage, *, of_root: bool) -> Role:
    """Which role moves a unit on. The organiser's own team is never moved by its own office (SPEC rule 4)."""
    role = Role(stage.decided_by)
    return Role.LEADER if of_root and role is Role.OFFICE else role


def may_decide(by: Actor, stage: Stage, path: str, root: str) -> bool:
    """Whether `by` moves the unit at `path` on: in the role that the template names, or in the leading group; from above the
    unit, and never in one's own (SPEC rule 4). The organiser has nobody above: its own leading group decides.
    """
    if not path.startswith(by.scope) or by.role not in (Role.LEADER, decider(stage, of_root=path == root)):
        return False
    if path == root or by.role is Role.SUPERVISION:  # inspectors come from above, and are sent to a unit each
        return path == root or path not in by.own
    return len(by.scope) < len(path) and path not in by.own


def needs_decider(
    by: Actor, stage: Stage, path: str, root: str, found: Standing, names: Mapping[Role, str]
) -> None:
    """NotAllowed unless `may_decide`; where a blocking condition fails, only the leading group may."""
    if not may_decide(by, stage, path, root):
        role = decider(stage, of_root=path == root)
        raise NotAllowed(
            f"“{stage.zh}”能否通过由上级{names[role]}决定，本单位的人不能自己放行。",
            f"Whether a unit passes '{stage.en}' is decided above it, by: {role}; nobody lets their own unit pass.",
        )
    if found.failing and by.role is not Role.LEADER:
        raise NotAllowed(
            "有必须满足的条件没有达到，只能由上一级领导小组写明理由后放行，或等条件达到。",
            "A blocking condition fails: only the leading group above can let it pass, with a reason; or wait until it holds.",
        )


def needs_why(why: str, found: Standing) -> None:
    """Refused where something stands in the way and nobody says why it is let pass; BadInput-like for too long a text."""
    if not found.clear and not why.strip():
        failing = [check.check.message for check in found.failing]
        unknown = [f"系统还不知道（{'、'.join(check.facts)}）" for check in found.unknown]
        messages = "；".join([*failing, *unknown])
        raise Refused(
            f"还有条件未达到或无从判断：{messages}。放行请写明理由。",
            "Conditions fail or can't be told yet: say why it is let pass.",
        )
    if len(why) > LONGEST_WHY:
        raise Refused(f"理由至多 {LONGEST_WHY} 字。", f"A reason has at most {LONGEST_WHY} characters.")

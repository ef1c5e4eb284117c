"""Whether a unit may move on, and who may say so (SPEC rule 8, S3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from huiyin.kit.errors import BadInput, NotAllowed, Refused
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.rules.gates import Gate
from huiyin.process.campaigns.rules.judging import Judged, Known
from huiyin.process.campaigns.rules.lifemeetings import Look
from huiyin.process.campaigns.rules.schedule import Stage
from huiyin.process.supervision.rules.verdicts import VerdictKind

LONGEST_WHY = 1000


@dataclass(frozen=True)
class Judgement:
    """A gate with every condition and how it came out."""

    gate: Gate
    checks: tuple[Judged, ...]


@dataclass(frozen=True)
class Standing:
    """What stands in the way of a unit: conditions that fail, those about facts that nobody knows yet, gates at which it was returned and
    hasn't passed since, and gates that need a verdict and have none."""

    failing: tuple[Judged, ...]
    unknown: tuple[Judged, ...]
    returned: tuple[Gate, ...] = ()
    unjudged: tuple[Gate, ...] = ()

    @property
    def clear(self) -> bool:
        return not (self.failing or self.unknown or self.returned or self.unjudged)

    @property
    def needs_level_above(self) -> bool:
        """Whether nobody but the leading group above lets the unit pass."""
        return bool(self.failing or self.returned or self.unjudged)

    def messages(self) -> list[str]:
        """What fails or was returned, in the template's own words."""
        return [
            *(check.check.message for check in self.failing),
            *(f"“{gate.zh}”被退回，还没有再过关" for gate in self.returned),
            *(f"“{gate.zh}”还没有结论" for gate in self.unjudged),
        ]


def standing(
    judgements: Sequence[Judgement], latest: Mapping[str, VerdictKind] = MappingProxyType({})
) -> Standing:
    """Only what blocks; what merely shows never does. `latest` is the last verdict on each gate by its code.

    No verdict is silently revoked (SPEC rule 15): what was waived doesn't block any more, and where somebody let a unit pass, what can't
    be told doesn't either.
    """
    blocking = [
        (judgement.gate.code, check)
        for judgement in judgements
        for check in judgement.checks
        if check.blocks and latest.get(judgement.gate.code) is not VerdictKind.WAIVE
    ]
    gates = [judgement.gate for judgement in judgements]
    return Standing(
        tuple(check for _, check in blocking if check.outcome == "fails"),
        tuple(
            check
            for gate, check in blocking
            if check.outcome == "unknown" and latest.get(gate) is not VerdictKind.PASS
        ),
        tuple(gate for gate in gates if latest.get(gate.code) is VerdictKind.RETURN),
        tuple(gate for gate in gates if gate.needs_verdict and gate.code not in latest),
    )


def decider(stage: Stage, *, of_root: bool) -> Role:
    """Which role moves a unit on. The organiser's own team is never moved by its own office (SPEC rule 4)."""
    role = Role(stage.decided_by)
    return Role.LEADER if of_root and role is Role.OFFICE else role


def may_decide(by: Actor, stage: Stage, path: str, root: str) -> bool:
    """Whether `by` moves the unit at `path` on: in the role that the template names, or in the leading group; from above the
    unit, and never in one's own (SPEC rule 4). The organiser has nobody above: its own leading group decides.
    """
    if not by.covers(path) or by.role not in (Role.LEADER, decider(stage, of_root=path == root)):
        return False
    if path == root or by.role is Role.SUPERVISION:  # inspectors come from above, and are sent to a unit each
        return path == root or path not in by.own
    return len(by.scope) < len(path) and path not in by.own


def needs_decider(
    by: Actor, stage: Stage, path: str, root: str, found: Standing, names: Mapping[Role, str]
) -> None:
    """NotAllowed unless `may_decide`; where a blocking condition fails, or a gate stands returned, only the leading group may."""
    if not may_decide(by, stage, path, root):
        role = decider(stage, of_root=path == root)
        raise NotAllowed(
            f"“{stage.zh}”能否通过由上级{names[role]}决定，本单位的人不能自己放行。",
            f"Whether a unit passes '{stage.en}' is decided above it, by: {role}; nobody lets their own unit pass.",
        )
    if found.needs_level_above and by.role is not Role.LEADER:
        raise NotAllowed(
            f"{'；'.join(found.messages())}。只能由上一级领导小组写明理由后放行，或等达到、过关。",
            "A blocking condition fails, or a gate stands returned or without the verdict that it needs: only the leading group above can "
            "let it pass, with a reason; or wait until it holds.",
        )


def needs_why(why: str, found: Standing) -> None:
    """Refused where something stands in the way and nobody says why it is let pass; BadInput-like for too long a text."""
    if not found.clear and not why.strip():
        unknown = [f"系统还不知道（{'、'.join(check.facts)}）" for check in found.unknown]
        messages = "；".join([*found.messages(), *unknown])
        raise Refused(
            f"还有条件未达到或无从判断：{messages}。放行请写明理由。",
            "Conditions fail or can't be told yet: say why it is let pass.",
        )
    if len(why) > LONGEST_WHY:
        raise Refused(f"理由至多 {LONGEST_WHY} 字。", f"A reason has at most {LONGEST_WHY} characters.")


@dataclass(frozen=True, slots=True)
class LookSaid:
    """What somebody says of one look at a plan: whether it passes, and a remark, which a failing one needs."""

    passed: bool
    remark: str = ""


@dataclass(frozen=True)
class LookFound:
    """A look with the facts that it stands on, and how its conditions came out."""

    look: Look
    checks: tuple[Judged, ...]
    facts: Mapping[str, Known]

    @property
    def failing(self) -> tuple[Judged, ...]:
        """What blocks and fails."""
        return tuple(check for check in self.checks if check.blocks and check.outcome == "fails")

    @property
    def unknown(self) -> tuple[Judged, ...]:
        """What blocks and can't be told yet."""
        return tuple(check for check in self.checks if check.blocks and check.outcome == "unknown")

    @property
    def ready(self) -> bool:
        return not self.failing and not self.unknown


def needs_looks(looks: Sequence[Look], said: Mapping[str, LookSaid]) -> bool:
    """Whether a plan passes on every look. BadInput where one was left out, or fails without a word of what must change."""
    left = [look.zh for look in looks if look.code not in said]
    if left or not looks:
        raise BadInput(
            f"还有没看的：{'、'.join(left)}。每一项都要说过关还是不过关。",
            "Say of every look whether it passes.",
        )
    dumb = [look.zh for look in looks if not said[look.code].passed and not said[look.code].remark.strip()]
    if dumb:
        raise BadInput(
            f"不过关的请写明要改什么：{'、'.join(dumb)}。", "Say what must change where a look fails."
        )
    if any(len(one.remark) > LONGEST_WHY for one in said.values()):
        raise BadInput(f"每项至多写 {LONGEST_WHY} 字。", f"A remark has at most {LONGEST_WHY} characters.")
    return all(said[look.code].passed for look in looks)


def needs_overruling(found: Sequence[LookFound], why: str, *, leads: bool) -> None:
    """NotAllowed where a blocking fact fails and no leading group above says why it is let pass; Refused where words are missing.

    Nothing here asks for a date: what isn't ready waits (时间服从质量).
    """
    failing = [check.check.message for one in found for check in one.failing]
    unknown = [check.check.message for one in found for check in one.unknown]
    if failing and not leads:
        raise NotAllowed(
            f"还没准备好：{'；'.join(failing)}。请退回去改，不赶时间；确要放行的，由上一级领导小组写明理由。",
            "It isn't ready: return it, time is no reason. Only the leading group above lets it pass, with a text.",
        )
    if (failing or unknown) and not why.strip():
        told = [*failing, *(f"系统还不知道是否“{message}”" for message in unknown)]
        raise Refused(
            f"{'；'.join(told)}。同意的话，请写明凭什么认定。",
            "Facts fail or can't be told yet: say what you go by.",
        )
    if len(why) > LONGEST_WHY:
        raise BadInput(f"理由至多 {LONGEST_WHY} 字。", f"A reason has at most {LONGEST_WHY} characters.")

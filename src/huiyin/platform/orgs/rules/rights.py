"""Who may do what: one closed list of rights, one closed list of roles, one table."""

from dataclasses import dataclass
from enum import StrEnum

from huiyin.kit.errors import NotAllowed


class Right(StrEnum):
    """Everything that a command can ask for, `thing:act`, in the order of the alphabet."""

    CAMPAIGN_START = "campaign:start"
    OPINION_ERASE = "opinion:erase"
    OPINION_GROUP = "opinion:group"
    OPINION_TAKE = "opinion:take"
    OPINION_TRIAGE = "opinion:triage"
    PROBLEM_MERGE = "problem:merge"
    PROBLEM_RAISE = "problem:raise"
    PROBLEM_SPLIT = "problem:split"
    UNIT_IMPORT = "unit:import"


class Role(StrEnum):
    """In what capacity somebody acts (SPEC section 1)."""

    OFFICE = "office"
    CLERK = "clerk"
    ADMINISTRATOR = "administrator"


# An administrator keeps the server and the unit tree and can't touch opinions (SPEC section 1, last row).
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OFFICE: frozenset(Right),
    Role.CLERK: frozenset({Right.OPINION_TAKE, Right.PROBLEM_RAISE}),
    Role.ADMINISTRATOR: frozenset({Right.UNIT_IMPORT}),
}

RIGHT_NAMES: dict[Right, str] = {
    Right.CAMPAIGN_START: "启动活动",
    Right.OPINION_ERASE: "依法或到期删除意见原文",
    Right.OPINION_GROUP: "归并意见",
    Right.OPINION_TAKE: "收录意见",
    Right.OPINION_TRIAGE: "梳理意见",
    Right.PROBLEM_MERGE: "合并问题",
    Right.PROBLEM_RAISE: "提出问题",
    Right.PROBLEM_SPLIT: "拆分问题",
    Right.UNIT_IMPORT: "导入单位",
}


@dataclass(frozen=True)
class Actor:
    """Who acts: a plain code for the record, the role, and the path of the unit whose subtree they act in."""

    code: str
    role: Role
    scope: str = ""

    def may(self, right: Right, path: str = "") -> bool:
        """Whether the role has the right and `path` lies in the scope (the empty scope is the whole tree)."""
        return right in RIGHTS[self.role] and path.startswith(self.scope)

    def needs(self, right: Right, path: str = "") -> None:
        """NotAllowed unless `may`."""
        if not self.may(right, path):
            name = RIGHT_NAMES[right]
            raise NotAllowed(
                f"您没有“{name}”的权限，或对象不在您的范围内。请联系活动办。",
                f"You lack the right '{right}' here. Ask the activity office.",
            )

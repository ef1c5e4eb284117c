"""Terms of office: from which day to which a role or a post is held, and what follows from it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.rules.rights import Role


class PostKind(StrEnum):
    """What somebody is in a unit."""

    HEAD = "head"
    ACTING_HEAD = "acting_head"
    MEMBER = "member"


POST_NAMES: dict[PostKind, str] = {
    PostKind.HEAD: "主要负责人",
    PostKind.ACTING_HEAD: "临时主持工作",
    PostKind.MEMBER: "班子成员",
}

# A dated acting head may do the head's own acts (SPEC rule 11).
ROLE_OF_POST: dict[PostKind, Role] = {
    PostKind.HEAD: Role.HEAD,
    PostKind.ACTING_HEAD: Role.HEAD,
    PostKind.MEMBER: Role.MEMBER,
}


@dataclass(frozen=True)
class Term:
    """From the day `since` to the day `until`, both included; None is open."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the term."""
        return self.since <= day and (self.until is None or day <= self.until)

    def meets(self, other: "Term") -> bool:
        """Whether the two have a day in common."""
        return (other.until is None or self.since <= other.until) and (
            self.until is None or other.since <= self.until
        )


def checked_term(since: date, until: date | None) -> Term:
    """A term, or BadInput when it ends before it begins."""
    if until is not None and until < since:
        raise BadInput(
            f"截止日期 {until} 早于起始日期 {since}，请核对。",
            f"The last day {until} is before the first {since}.",
        )
    return Term(since, until)

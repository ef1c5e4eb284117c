"""Where an opinion went: exactly one of seven places at any moment (SPEC rule 2)."""

from dataclasses import dataclass
from enum import StrEnum


class Disposition(StrEnum):
    """The parts of the sum that must hold: received = waiting + linked + … + withdrawn."""

    WAITING = "waiting"
    LINKED = "linked"
    ANSWERED = "answered"
    FORWARDED = "forwarded"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


DISPOSITION_NAMES: dict[Disposition, str] = {
    Disposition.WAITING: "待定去向",
    Disposition.LINKED: "已列入问题",
    Disposition.ANSWERED: "已答复（未列问题）",
    Disposition.FORWARDED: "已转办",
    Disposition.OUT_OF_SCOPE: "不属本系统",
    Disposition.DUPLICATE: "重复",
    Disposition.WITHDRAWN: "已撤回",
}

# What counts for no rate and no group: not ours, sent twice, or taken back.
OUT_OF_THE_MATTER = (Disposition.OUT_OF_SCOPE, Disposition.DUPLICATE, Disposition.WITHDRAWN)

# What a person may settle an opinion as without raising a problem.
SETTLEMENTS = (Disposition.ANSWERED, Disposition.FORWARDED, Disposition.OUT_OF_SCOPE)

# Where a decision may send an opinion; "" when it stays where it is.
GOINGS = (Disposition.LINKED, *SETTLEMENTS, Disposition.DUPLICATE)


@dataclass(frozen=True)
class Went:
    """Where a decision sent an opinion: one of GOINGS or ""; `target` the problem's number or the original's id."""

    to: str = ""
    target: str = ""
    why: str = ""


STAYED = Went()


def disposition_of(*, withdrawn: bool, duplicate: bool, linked: bool, settled_as: str) -> Disposition:
    """The one disposition that the facts make: withdrawn before duplicate before linked before the rest (SPEC rule 2).

    The opinions table computes the same as a generated column; a property test holds the two together.
    """
    if withdrawn:
        return Disposition.WITHDRAWN
    if duplicate:
        return Disposition.DUPLICATE
    if linked:
        return Disposition.LINKED
    return Disposition(settled_as) if settled_as else Disposition.WAITING

"""Facts by name (facts.toml), gates as conditions over them (gates.toml), and the template's numbers (parameters.toml)."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr, model_validator

from huiyin.process.campaigns.rules.parts import Code, FactName, Named, Part, Sheet, Sourced, Text

Kind = Literal["bool", "int", "share", "days", "date", "text"]
Op = Literal["eq", "ne", "lt", "le", "gt", "ge"]
Severity = Literal["blocks", "shows"]
Scalar = StrictBool | StrictInt | StrictFloat | StrictStr


class Fact(Sourced):
    """A named fact of one unit: its type, what its n counts, its definition, and the room that produces it."""

    name: FactName
    type: Kind
    n: str = ""
    zh: Text
    definition: Text
    room: Code


class Facts(Sheet):
    """facts.toml."""

    facts: tuple[Fact, ...] = ()


class Condition(Part):
    """`fact op value`, or exactly one of `all`, `any`, `not` over further conditions."""

    fact: FactName | None = None
    op: Op | None = None
    value: Scalar | None = None
    all: tuple["Condition", ...] | None = None
    any: tuple["Condition", ...] | None = None
    not_: "Condition | None" = Field(default=None, alias="not")

    @model_validator(mode="after")
    def has_one_form(self) -> Self:
        plain = [part is not None for part in (self.fact, self.op, self.value)]
        nested = [part is not None for part in (self.all, self.any, self.not_)]
        if not (all(plain) and not any(nested)) and not (sum(nested) == 1 and not any(plain)):
            raise ValueError(
                "条件要么写 fact、op、value，要么只写 all、any、not 之一 / either fact + op + value, or one of all, any, not"
            )
        if () in (self.all, self.any):
            raise ValueError("all、any 里至少要有一个条件 / all and any need at least one condition")
        return self

    def inner(self) -> Iterator[tuple[tuple[str | int, ...], "Condition"]]:
        """The conditions one level down, each with its path."""
        for key, conditions in (("all", self.all), ("any", self.any)):
            for index, condition in enumerate(conditions or ()):
                yield (key, index), condition
        if self.not_ is not None:
            yield ("not",), self.not_


class Check(Condition):
    """A condition of a gate: what is said where it fails, and whether that blocks or only shows (SPEC rule 8)."""

    message: Text
    severity: Severity


class Gate(Named):
    """A gate; `stage` is the one that it stands at, on the way out of it or (`at = "entry"`) into it; none where it isn't
    bound to a stage. `verdict_by` is a word of the vocabulary or a role: who judges. `core`: one of those that the campaign is known by,
    shown together on one page (六个不放过). `needs_verdict`: a unit isn't moved on before somebody has let it pass this gate."""

    stage: Code | None = None
    at: Literal["entry", "exit"] = "exit"
    verdict_by: Text
    core: StrictBool = False
    needs_verdict: StrictBool = False
    conditions: tuple[Check, ...] = ()


class HeadActs(Part):
    """By which items of the plan the acts that are the head's own are due (SPEC rule 11): claiming what stands against the unit, the own
    paper, the meeting's report. What is finished and past its date is due to be handed in without one."""

    claim: tuple[Code, ...] = ()
    own_paper: tuple[Code, ...] = ()
    report: tuple[Code, ...] = ()


class Gates(Sheet):
    """gates.toml."""

    head_acts: HeadActs = HeadActs()
    gates: tuple[Gate, ...] = ()


class Parameter(Sourced):
    """A number of the campaign with its unit; never negative."""

    code: Code
    zh: Text
    en: Text
    value: Annotated[StrictInt | StrictFloat, Field(ge=0)]
    unit: Text
    note: str = ""


class Parameters(Sheet):
    """parameters.toml."""

    parameters: Annotated[tuple[Parameter, ...], Field(min_length=1)]

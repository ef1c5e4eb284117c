"""Stages with their steps (stages.toml), and the work plan: events, tiers, pauses and items (plan.toml)."""

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator

from huiyin.process.campaigns.rules.parts import Code, HandsDown, Named, Part, Sheet, Text

Days = Literal["working", "calendar"]
Roll = Literal["next", "previous", "none"]
MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]


class When(Part):
    """A date that hangs on another: `offset` days after the event (before it, when negative).

    `days` says which days are counted (SPEC rule 12): "working" by the calendar with make-up days, or "calendar". `roll`
    says where the date goes that falls on a day off or into a pause: to the next working day, to the previous one (a
    minimum notice must not shrink), or nowhere.
    """

    event: Code
    offset: StrictInt = 0
    days: Days = "calendar"
    roll: Roll = "none"


class Step(Named):
    """A step of a stage: who does it, what is done, and the document it leaves (a code of forms.toml).

    `tiers` and `kinds` name the tiers and the kinds of unit that it applies to; empty, to all.
    """

    who: Text
    what: Text
    document: Code | None = None
    tiers: tuple[Code, ...] = ()
    kinds: tuple[Text, ...] = ()


class Stage(HandsDown, Named):
    """A stage, in the order of the file.

    `decided_by` is the role that moves a unit on when the stage is done; `starts` and `ends` are its window. Windows
    follow each other unless the later one says `overlaps = true`.
    """

    decided_by: Literal["office", "leader", "supervision"] = "office"
    starts: When | None = None
    ends: When | None = None
    overlaps: StrictBool = False
    steps: tuple[Step, ...] = ()


class Stages(Sheet):
    """stages.toml; a campaign that isn't staged says `staged = false` and lists its steps without stages."""

    staged: StrictBool
    stages: tuple[Stage, ...] = ()
    steps: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def is_staged_or_not(self) -> Self:
        if self.staged and self.steps:
            raise ValueError(
                "staged = true 时，步骤写在各环节之内 / with staged = true, steps stand inside their stages"
            )
        if not self.staged and self.stages:
            raise ValueError("staged = false 时不能再列环节 / with staged = false, there are no stages")
        return self


class Event(Named):
    """Something with a date that other dates hang on.

    Exactly one event is the first: it has no `after`, and a campaign is started with its date. Every other event says by
    `after` when it is unless somebody gives its date; `tiers` says so for a tier that goes later. `occasional` events
    happen any number of times, each for one matter: what hangs on them is a clock, never a row of the plan.
    """

    after: When | None = None
    tiers: dict[Code, When] = {}
    occasional: StrictBool = False


class Tier(Named):
    """Units that move together. The first tier that fits a unit is its own: `root` fits the organiser, `kinds` the units of
    these kinds, and a tier with neither all that are left."""

    root: StrictBool = False
    kinds: tuple[Text, ...] = ()


class Pause(Named):
    """Days of every year, both included, on which the units of these tiers and kinds (empty: all) can't be asked: a date that
    falls in is rolled as from a day off. `since` may lie after `until`: over the New Year."""

    since: MonthDay
    until: MonthDay
    tiers: tuple[Code, ...] = ()
    kinds: tuple[Text, ...] = ()


class PlanItem(Named):
    """A thing to be done by each unit that it applies to, until `due`, from `start` on where that matters.

    `prescribed` ones (规定动作) can't be dropped or loosened by a local addition. `typed` are the columns of the document
    that a unit has to fill in itself: what the item costs it, counted and never estimated. `key_work` names one of
    the campaign's key works that it serves.
    """

    due: When
    start: When | None = None
    who: Text
    what: str = ""
    stage: Code | None = None
    step: Code | None = None
    document: Code | None = None
    typed: tuple[Code, ...] = ()
    key_work: Code | None = None
    prescribed: StrictBool = True
    tiers: tuple[Code, ...] = ()
    kinds: tuple[Text, ...] = ()


class Plan(Sheet):
    """plan.toml."""

    tiers: tuple[Tier, ...] = ()
    pauses: tuple[Pause, ...] = ()
    events: tuple[Event, ...] = ()
    items: Annotated[tuple[PlanItem, ...], Field()] = ()

"""Stages with their steps (stages.toml) and the work plan (plan.toml)."""

from typing import Literal

from pydantic import StrictBool, StrictInt

from huiyin.process.campaigns.rules.parts import Code, HandsDown, Named, Sheet, Text


class Step(Named):
    """A step of a stage: who does it, what is done, and the document it leaves (a code of forms.toml)."""

    who: Text
    what: Text
    document: Code | None = None


class Stage(HandsDown, Named):
    """A stage, in the order of the file."""

    steps: tuple[Step, ...] = ()


class Stages(Sheet):
    """stages.toml; a campaign that isn't staged says `staged = false` and lists none."""

    staged: StrictBool
    stages: tuple[Stage, ...] = ()


class Event(Named):
    """Something with a date that other dates hang on."""


class PlanItem(Named):
    """A thing due `offset` days after the event (before it, when negative).

    `days` says which days are counted (SPEC rule 12): "working" by the calendar with make-up days, or "calendar".
    """

    event: Code
    offset: StrictInt
    days: Literal["working", "calendar"]
    who: Text
    stage: Code | None = None
    document: Code | None = None


class Plan(Sheet):
    """plan.toml."""

    events: tuple[Event, ...] = ()
    items: tuple[PlanItem, ...] = ()

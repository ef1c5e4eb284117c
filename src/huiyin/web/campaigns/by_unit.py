"""The timeline by unit: a row a unit, its stages as they went and as they are planned, and what is open when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.process.campaigns.models import UnitStage
from huiyin.process.campaigns.queries.timeline import UnitLine
from huiyin.process.campaigns.rules.dating import Schedule
from huiyin.process.campaigns.rules.plans import ItemState, StageState, item_state
from huiyin.web.campaigns.gantt import Place, Scale


@dataclass(frozen=True)
class StageBar:
    """A stage of a unit: "planned", or as it went ("open", "passed"). `number` counts the stages from 1."""

    number: int
    state: str
    since: date
    until: date
    place: Place


@dataclass(frozen=True)
class OpenMark:
    """Open items that are due on one day: late, soon, or ahead."""

    state: str
    x: str
    day: date
    items: int


@dataclass(frozen=True)
class UnitRow:
    """A unit with the number of its open stage (0: through, or none), what it has to do, and what is drawn of it."""

    line: UnitLine
    stage: int
    stages: int
    late: int
    soon: int
    undated: int
    bars: tuple[StageBar, ...]
    marks: tuple[OpenMark, ...]

    @property
    def passed(self) -> bool:
        return self.stages > 0 and self.stage == 0


def unit_row(
    line: UnitLine, schedules: Mapping[str, Schedule], scale: Scale, on: date, soon: date
) -> UnitRow:
    """One unit of the chart."""
    counts = {ItemState.LATE: 0, ItemState.SOON: 0, ItemState.UNDATED: 0}
    marks = []
    for each in line.open:
        state = item_state(starts_on=None, due_on=each.due_on, done_on=None, on=on, soon=soon)
        if state in counts:
            counts[state] += each.items
        if each.due_on is not None and scale.shows(each.due_on):
            kind = state.value if state in counts else ItemState.AHEAD.value
            marks.append(OpenMark(kind, scale.middle(each.due_on), each.due_on, each.items))
    open_ = next((stage.position for stage in line.stages if stage.state == StageState.OPEN), 0)
    return UnitRow(
        line=line,
        stage=open_,
        stages=len(line.stages),
        late=counts[ItemState.LATE],
        soon=counts[ItemState.SOON],
        undated=counts[ItemState.UNDATED],
        bars=(*_planned(line, schedules, scale), *_gone(line, scale, on)),
        marks=tuple(marks),
    )


def _planned(line: UnitLine, schedules: Mapping[str, Schedule], scale: Scale) -> Iterator[StageBar]:
    windows = schedules[line.tier].stages if line.tier in schedules else {}
    for stage in line.stages:
        starts, ends = windows.get(stage.stage, (None, None))
        if starts is not None and ends is not None:
            yield from _bar(stage, "planned", starts.day, ends.day, scale)


def _gone(line: UnitLine, scale: Scale, on: date) -> Iterator[StageBar]:
    """What was gone through so far: drawn over what was planned."""
    for stage in line.stages:
        if stage.state != StageState.WAITING:
            until = stage.passed_on if stage.state == StageState.PASSED else on
            yield from _bar(stage, stage.state, stage.opened_on or until, until, scale)


def _bar(
    stage: UnitStage, state: str, since: date | None, until: date | None, scale: Scale
) -> Iterator[StageBar]:
    if since is not None and until is not None and since <= until:
        place = scale.bar(since, until)
        if place is not None:
            yield StageBar(stage.position, state, since, until, place)

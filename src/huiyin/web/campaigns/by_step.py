"""The timeline by step: a row a step, a lane a tier; and the events that everything hangs on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huiyin.process.campaigns.queries.timeline import DueDay
from huiyin.process.campaigns.rules.dating import Schedule
from huiyin.process.campaigns.rules.plans import ItemState, Tally, step_state
from huiyin.process.campaigns.rules.schedule import Tier
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.campaigns.rules.wording import Names, Said
from huiyin.web.campaigns.gantt import Place, Scale, first_and_last, percent
from huiyin.web.campaigns.states import ITEMS, Shown


@dataclass(frozen=True)
class Milestone:
    """One event or several on a day; `tiers` are the codes of those for which it is then, none where it is for all."""

    day: date
    name: Said
    tiers: tuple[str, ...]


_MOST_FILLED = 0.9  # one unit of many that is late stays a sliver, and doesn't vanish


@dataclass(frozen=True)
class Lane:
    """What one tier has to do in a step, or the window of a stage: from when until when, how it stands.

    `at` is the tier's place among the `of` tiers; `days` are the last days of its items, as places on the chart.
    """

    at: int
    of: int
    tier: Tier | None
    first: date | None
    last: date | None
    items: int
    done: int
    late: int
    state: ItemState
    place: Place | None
    days: tuple[str, ...] = ()

    @property
    def shown(self) -> Shown:
        return ITEMS[self.state]

    @property
    def done_width(self) -> str:
        """How much of the bar is filled: the share that is done, but what is left is always seen. "" for all or nothing."""
        if self.place is None or not 0 < self.done < self.items:
            return ""
        share = min(self.done / self.items, _MOST_FILLED)
        return percent(float(self.place.width[:-1]) * share)

    @property
    def y(self) -> str:
        """Where the lane begins in its row, three of which leave some air around them."""
        return (
            percent(8 + 30 * (self.at + max(0, 3 - self.of) / 2))
            if self.of <= 3
            else percent(self.at * 96 / self.of)
        )

    @property
    def foot(self) -> str:
        return percent(float(self.y[:-1]) + float(self.height[:-1]))

    @property
    def height(self) -> str:
        return percent(24 if self.of <= 3 else 80 / self.of)


@dataclass(frozen=True)
class StepRow:
    """A step, named in both languages, with its lanes."""

    name: Said
    lanes: tuple[Lane, ...]

    @property
    def items(self) -> int:
        return sum(lane.items for lane in self.lanes)

    @property
    def done(self) -> int:
        return sum(lane.done for lane in self.lanes)

    @property
    def late(self) -> int:
        return sum(lane.late for lane in self.lanes)


@dataclass(frozen=True)
class StageGroup:
    """A stage with its window in each tier and its steps; no name where the steps belong to no stage."""

    name: Said | None
    number: int
    lanes: tuple[Lane, ...]
    steps: tuple[StepRow, ...]


def milestones(template: Template, schedules: Mapping[str, Schedule], names: Names) -> list[Milestone]:
    """Every event with a date: tiers that share the day share the mark, and so do events of one day for the same tiers."""
    shared: dict[tuple[date, tuple[str, ...]], list[Said]] = defaultdict(list)
    for event in template.events:
        by_day: dict[date, list[str]] = defaultdict(list)
        for tier, schedule in schedules.items():
            dated = schedule.events.get(event.code)
            if dated is not None and dated.day is not None:
                by_day[dated.day].append(tier)
        for day, tiers in by_day.items():
            shared[day, () if len(tiers) == len(schedules) else tuple(tiers)].append(names.event(event.code))
    found = [
        Milestone(day, Said("、".join(said.zh for said in all_), ", ".join(said.en for said in all_)), tiers)
        for (day, tiers), all_ in shared.items()
    ]
    return sorted(found, key=lambda one: one.day)


def in_sight(groups: Iterable[StageGroup]) -> list[StageGroup]:
    """Of each stage the steps that have something on the chart or are late; stages without any are left out."""
    found = []
    for group in groups:
        steps = tuple(row for row in group.steps if row.late or any(lane.place for lane in row.lanes))
        if steps or any(lane.place for lane in group.lanes):
            found.append(replace(group, steps=steps))
    return found


@dataclass(frozen=True)
class Drawing:
    """What rows are drawn with."""

    scale: Scale
    tiers: Sequence[Tier]
    on: date
    soon: date


def step_groups(
    template: Template,
    schedules: Mapping[str, Schedule],
    days: Iterable[DueDay],
    names: Names,
    drawing: Drawing,
) -> list[StageGroup]:
    """The stages in order, each with its steps; then what was asked beside the steps."""
    by_step: dict[tuple[str, str], list[DueDay]] = defaultdict(list)
    for day in days:
        by_step[day.stage, day.step].append(day)
    groups = []
    for number, stage in enumerate(template.stages, start=1):
        steps = [(stage.code, step.code) for step in stage.steps]
        rows = list(_rows(steps, by_step, names, drawing))
        windows = _windows(stage.code, schedules, drawing)
        groups.append(StageGroup(names.stages[stage.code], number, windows, tuple(rows)))
    loose = [("", step.code) for step in template.loose_steps]
    rest = [*loose, *sorted(by_step.keys() - set(loose))]
    rows = list(_rows(rest, by_step, names, drawing))
    return [*groups, StageGroup(None, 0, (), tuple(rows))] if rows else groups


def _rows(
    keys: Iterable[tuple[str, str]],
    by_step: dict[tuple[str, str], list[DueDay]],
    names: Names,
    drawing: Drawing,
) -> Iterator[StepRow]:
    """The rows of these steps, taken out of `by_step`; with a stage's last one, what was asked in it beside its steps."""
    stages = dict.fromkeys(stage for stage, _ in keys if stage)
    for stage, step in [*keys, *((stage, "") for stage in stages)]:
        days = by_step.pop((stage, step), [])
        if days or step in names.steps:
            yield StepRow(names.steps.get(step, _OTHER), _lanes(days, drawing))


_OTHER = Said("步骤以外的任务", "asked beside the steps")


def _lanes(days: Sequence[DueDay], drawing: Drawing) -> tuple[Lane, ...]:
    lanes = []
    for at, tier in enumerate(drawing.tiers or [None]):
        mine = [day for day in days if tier is None or day.tier == tier.code]
        if mine:
            lanes.append(_lane(at, tier, mine, drawing))
    return tuple(lanes)


def _lane(at: int, tier: Tier | None, days: Sequence[DueDay], drawing: Drawing) -> Lane:
    span = first_and_last([day for each in days for day in (each.starts_on, each.due_on)])
    open_ = [day for day in days if day.done < day.items]
    late = sum(day.items - day.done for day in open_ if day.due_on is not None and day.due_on < drawing.on)
    items, done = sum(day.items for day in days), sum(day.done for day in days)
    tally = Tally(
        items,
        done,
        min((day.due_on for day in open_ if day.due_on is not None), default=None),
        min((day.starts_on for day in open_ if day.starts_on is not None), default=None),
    )
    ends = sorted({day.due_on for day in days if day.due_on is not None and drawing.scale.shows(day.due_on)})
    return Lane(
        at=at,
        of=max(1, len(drawing.tiers)),
        tier=tier,
        first=span[0] if span else None,
        last=span[1] if span else None,
        items=items,
        done=done,
        late=late,
        state=step_state(tally, drawing.on, drawing.soon),
        place=drawing.scale.bar(*span) if span else None,
        days=tuple(drawing.scale.middle(day) for day in ends),
    )


def _windows(stage: str, schedules: Mapping[str, Schedule], drawing: Drawing) -> tuple[Lane, ...]:
    """A stage's window in each tier; one for all where they are alike."""
    lanes = []
    for at, tier in enumerate(drawing.tiers or [None]):
        window = schedules[tier.code if tier else ""].stages.get(stage, (None, None))
        first, last = (dated.day if dated else None for dated in window)
        if first is None or last is None or last < first:
            continue
        place = drawing.scale.bar(first, last)
        lanes.append(Lane(at, max(1, len(drawing.tiers)), tier, first, last, 0, 0, 0, ItemState.NONE, place))
    return tuple(lanes)

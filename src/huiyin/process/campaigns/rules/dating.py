"""From a template's rules and the dates of events to the dates of a unit's plan (SPEC rule 12, S4; DOMAIN 1.6 and 1.8).

Pure arithmetic on one unit's situation: its tier, its kind, the dates that somebody gave. Every date keeps the trail by
which it came to be; a year whose calendar isn't known leaves a date open and is named, never guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from graphlib import TopologicalSorter
from typing import Literal

from huiyin.platform.calendar.rules import WorkCalendar, YearMissing
from huiyin.process.campaigns.rules.schedule import Event, Pause, PlanItem, Roll, Stage, Tier, When
from huiyin.process.campaigns.rules.template import Template

_MOST_ROLLS = 12  # from a pause into days off into a pause …: pauses that leave no day are a template's fault


@dataclass(frozen=True, slots=True)
class Moved:
    """A step of a date's trail: the day reached, and why it moved there.

    `why`: "given" (somebody gave the event's date), "default" (counted from another event), "counted", "day_off" or "pause" (rolled;
    `pause` names the pause).
    """

    day: date
    why: Literal["given", "default", "counted", "day_off", "pause"]
    when: When | None = None
    pause: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with its trail. `day` is None where it can't be told: `missing` is the year whose calendar isn't known."""

    day: date | None
    trail: tuple[Moved, ...] = ()
    missing: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """When an item is to be done: from `start` (where that matters) until `due`."""

    item: PlanItem
    due: Dated
    start: Dated | None = None


@dataclass(frozen=True)
class Situation:
    """What a unit's dates depend on; units that share it share every date.

    `given` are the dates that somebody gave for this unit: of its own, of its tier or of the campaign, in this order.
    """

    tier: str
    kind: str
    given: tuple[tuple[str, date], ...]

    def dates(self) -> dict[str, date]:
        return dict(self.given)


@dataclass(frozen=True)
class Schedule:
    """All dates of one situation."""

    events: Mapping[str, Dated]
    spans: tuple[Span, ...]
    stages: Mapping[str, tuple[Dated | None, Dated | None]] = field(default_factory=dict)

    def missing_years(self) -> frozenset[int]:
        dated = [*self.events.values(), *(span.due for span in self.spans)]
        dated += [span.start for span in self.spans if span.start is not None]
        return frozenset(one.missing for one in dated if one.missing is not None)


def tier_of(template: Template, kind: str, *, root: bool) -> str:
    """The code of the tier of a unit, "" where the template has no tiers."""
    for tier in template.tiers:
        if _fits(tier, kind, root=root):
            return tier.code
    return ""


def _fits(tier: Tier, kind: str, *, root: bool) -> bool:
    if tier.root or root:  # the organiser's own team is a tier of its own where the template has one
        return tier.root and root
    return not tier.kinds or kind in tier.kinds


def applies(rule: PlanItem | Pause, tier: str, kind: str) -> bool:
    """Whether an item or a pause is for units of this tier and kind."""
    return (not rule.tiers or tier in rule.tiers) and (not rule.kinds or kind in rule.kinds)


def items_for(template: Template, tier: str, kind: str) -> tuple[PlanItem, ...]:
    """The items that a unit of this tier and kind has to do: those of its own whose step is for it, too."""
    steps = {step.code: step for _, step in template.steps()}
    found = []
    for item in template.planned():
        step = steps.get(item.step or "")
        fits_step = step is None or (
            (not step.tiers or tier in step.tiers) and (not step.kinds or kind in step.kinds)
        )
        if fits_step and applies(item, tier, kind):
            found.append(item)
    return tuple(found)


def schedule(template: Template, calendar: WorkCalendar, situation: Situation) -> Schedule:
    """Date everything for one situation. O(events + items), each a look into the calendar or a few."""
    dating = _Dating(template, calendar, situation)
    return dating.run()


def event_order(events: Sequence[Event], tier: str) -> Iterator[Event]:
    """Events in an order in which each comes after the one that it hangs on; CycleError where there is none."""
    known = {event.code: event for event in events}
    above = {code: [rule.event] if (rule := rule_of(event, tier)) else [] for code, event in known.items()}
    return (known[code] for code in TopologicalSorter(above).static_order() if code in known)


def rule_of(event: Event, tier: str) -> When | None:
    """By which rule an event has a date in a tier while nobody gives one."""
    return event.tiers.get(tier, event.after)


class _Dating:
    def __init__(self, template: Template, calendar: WorkCalendar, situation: Situation) -> None:
        self.template = template
        self.calendar = calendar
        self.situation = situation
        self.pauses = [pause for pause in template.pauses if applies(pause, situation.tier, situation.kind)]
        self.events: dict[str, Dated] = {}

    def run(self) -> Schedule:
        given = self.situation.dates()
        for event in event_order(self.template.events, self.situation.tier):
            if event.occasional:
                continue
            if event.code in given:
                day = given[event.code]
                self.events[event.code] = Dated(day, (Moved(day, "given"),))
            elif (rule := rule_of(event, self.situation.tier)) is not None:
                self.events[event.code] = self.dated(rule, "default")
            else:
                self.events[event.code] = Dated(None)
        spans = tuple(
            Span(item, self.dated(item.due), self.dated(item.start) if item.start else None)
            for item in items_for(self.template, self.situation.tier, self.situation.kind)
        )
        return Schedule(
            self.events, spans, {stage.code: self.window(stage) for stage in self.template.stages}
        )

    def window(self, stage: Stage) -> tuple[Dated | None, Dated | None]:
        starts = self.dated(stage.starts) if stage.starts else None
        return starts, self.dated(stage.ends) if stage.ends else None

    def dated(self, rule: When, why: Literal["default", "counted"] = "counted") -> Dated:
        base = self.events.get(rule.event, Dated(None))
        if base.day is None:
            return Dated(None, base.trail, base.missing)
        trail = list(base.trail)
        try:
            trail.append(Moved(self.calendar.move(base.day, rule.offset, rule.days), why, rule))
            trail.extend(self._rolled(trail[-1].day, rule.roll))
        except YearMissing as missing:
            return Dated(None, tuple(trail), missing.year)
        return Dated(trail[-1].day, tuple(trail))

    def _rolled(self, day: date, roll: Roll) -> Iterator[Moved]:
        """The steps from a day on which nothing can be asked to one on which it can."""
        if roll == "none":
            return
        step = timedelta(days=1 if roll == "next" else -1)
        for _ in range(_MOST_ROLLS):
            start, pause = day, self._pause_on(day)
            while self._pause_on(day) is pause and (pause is not None or not self.calendar.works(day)):
                day += step
            if day == start:
                return
            yield Moved(day, "pause" if pause else "day_off", None, pause.code if pause else "")

    def _pause_on(self, day: date) -> Pause | None:
        return next((pause for pause in self.pauses if _within(pause, day)), None)


def _within(pause: Pause, day: date) -> bool:
    at = f"{day:%m-%d}"
    if pause.since <= pause.until:
        return pause.since <= at <= pause.until
    return at >= pause.since or at <= pause.until

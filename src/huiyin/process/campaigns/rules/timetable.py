"""The dates of all units together, from plain values: which units share a situation, and what the rules make of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from huiyin.kit.errors import BadInput
from huiyin.platform.calendar.rules import WorkCalendar
from huiyin.process.campaigns.rules.dating import Schedule, Situation, schedule
from huiyin.process.campaigns.rules.template import Template


@dataclass(frozen=True)
class Given:
    """A date that somebody gave an event: of the campaign, of a tier, or of one participation."""

    event: str
    day: date
    tier: str = ""
    participation: int | None = None


@dataclass(frozen=True)
class Member:
    """A participation with what its dates depend on."""

    pk: int
    unit_id: int
    unit: str
    tier: str
    kind: str


@dataclass
class Timetable:
    """The schedules of a campaign, computed once for each situation however many units share it."""

    template: Template
    calendar: WorkCalendar
    members: Mapping[Situation, list[Member]]
    _schedules: dict[Situation, Schedule] = field(default_factory=dict)

    def schedule(self, situation: Situation) -> Schedule:
        if situation not in self._schedules:
            self._schedules[situation] = schedule(self.template, self.calendar, situation)
        return self._schedules[situation]

    def missing_years(self) -> list[int]:
        """The years without which some date can't be told."""
        found: set[int] = set()
        for situation in self.members:
            found |= self.schedule(situation).missing_years()
        return sorted(found)


def timetable_of(
    template: Template, days: WorkCalendar, members: Iterable[Member], given: Iterable[Given]
) -> Timetable:
    """The dates of `members` with these dates given. O(members + situations × rules)."""
    dates = _Given(template, given)
    shared: dict[Situation, list[Member]] = defaultdict(list)
    for member in members:
        shared[Situation(member.tier, member.kind, dates.of(member))].append(member)
    return Timetable(template, days, shared)


class _Given:
    """Which given dates hold for whom: one's own before the tier's before the campaign's.

    The campaign's date doesn't reach a tier for which the template has a rule of its own: schools half a month later stay half a
    month later, whatever date the bureau's meeting gets.
    """

    def __init__(self, template: Template, given: Iterable[Given]) -> None:
        own_rules = {event.code: set(event.tiers) for event in template.events}
        tiers = ["", *(tier.code for tier in template.tiers)]
        self.tiers: dict[str, dict[str, date]] = {tier: {} for tier in tiers}
        self.own: dict[int, dict[str, date]] = defaultdict(dict)
        for one in sorted(given, key=lambda one: bool(one.tier)):
            if one.participation is not None:
                self.own[one.participation][one.event] = one.day
                continue
            for tier in [one.tier] if one.tier else tiers:
                if one.tier or tier not in own_rules.get(one.event, ()):
                    self.tiers.setdefault(tier, {})[one.event] = one.day
        self.shared = {tier: tuple(sorted(dates.items())) for tier, dates in self.tiers.items()}

    def of(self, member: Member) -> tuple[tuple[str, date], ...]:
        own = self.own.get(member.pk)
        if not own:
            return self.shared.get(member.tier, ())
        return tuple(sorted({**self.tiers.get(member.tier, {}), **own}.items()))


def check_events(template: Template, events: Mapping[str, date]) -> None:
    """Whether a plan can be made of these dates: BadInput without the first event's, and for an event that takes none."""
    first = template.first_event()
    if first is not None and first.code not in events:
        raise BadInput(
            f"缺少“{first.zh}”的日期：其余日期都由它推算。",
            f"The date of '{first.code}' ({first.en}) is missing: every other date is counted from it.",
        )
    check_event_codes(template, events)


def check_event_codes(template: Template, events: Iterable[str]) -> None:
    """BadInput for an event that the template doesn't have, or that has no one date."""
    known = {event.code: event.zh for event in template.events if not event.occasional}
    for event in events:
        if event not in known:
            names = "、".join(f"{code}（{zh}）" for code, zh in known.items())
            raise BadInput(
                f"模板里没有可定日期的事件“{event}”；有：{names}",
                f"The template has no event '{event}' that takes a date; there are: {', '.join(known)}",
            )

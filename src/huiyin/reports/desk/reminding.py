"""What heads and clerks are told of their unit's rectification: dates that come near, what is late, what was decided or returned."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from huiyin.platform.notices.rules.rhythm import DayOff
from huiyin.platform.notices.rules.sections import LONGEST_LINE, LONGEST_TITLE, Line, Section
from huiyin.platform.orgs.models import Grant, open_on
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.campaigns.rules.says import day_said
from huiyin.process.problems.models import Problem, ProblemQuerySet
from huiyin.process.rectification.models import Extension, Measure, Step
from huiyin.process.rectification.rules.words import Answered, MeasureState
from huiyin.reports.desk.addresses import path_of
from huiyin.reports.desk.letters import shortened
from huiyin.reports.desk.todos import Place

_DAY = timedelta(days=1)
_LONGEST_BREAK = 14
_BOARD = "本单位的问题"
_ACTING = (Role.HEAD, Role.CLERK)


@dataclass(frozen=True)
class Days:
    """The days that a morning's message speaks for: those since the last working day, `since` to `on`, this one included."""

    since: date
    on: date

    def reached(self, ahead: int) -> tuple[date, date]:
        """From when to when a date lies that is so many days ahead on one of these days."""
        return self.since + ahead * _DAY, self.on + ahead * _DAY

    @property
    def monday(self) -> bool:
        """Whether a week began on one of them."""
        return any((self.since + n * _DAY).isoweekday() == 1 for n in range((self.on - self.since).days + 1))


def days_of(on: date, off: DayOff) -> Days:
    """Of a working day."""
    since = on
    while off(since - _DAY) and (on - since).days < _LONGEST_BREAK:
        since -= _DAY
    return Days(since, on)


def reminders_of(campaign: Campaign, days: Days, accounts: Collection[int]) -> dict[int, Section]:
    """Account → what it is told of a campaign's rectification on a day; nobody hears of nothing.

    For heads and clerks of the very unit: what was returned or reopened, whose later date was decided, what is late since yesterday (on Mondays
    all that is late), what is due in a day or in the template's `remind_days`. Each is told once, on the first working day after it
    came about. 6 queries, whatever the number of units; O(what is told, and what is late).
    """
    readers = _readers(campaign, days.on, accounts)
    if not readers:
        return {}
    owners = sorted({unit for units in readers.values() for unit in units})
    told = _told(campaign, days, owners)
    rest = path_of(campaign, Place("problem_board"))
    found = {}
    for account, units in readers.items():
        lines = [
            Line(_text(of, named=len(units) > 1), path_of(campaign, Place("problem", (of.number,))))
            for unit in units
            for of in told.get(unit, ())
        ]
        if lines:
            key = f"rectification:{campaign.pk}:{days.on}"
            found[account] = Section(
                key, f"{campaign.name}：整改时限和结论"[:LONGEST_TITLE], shortened(lines, rest, _BOARD)
            )
    return found


@dataclass(frozen=True)
class _Told:
    """A line about a problem: what is said in front of its number, and behind its title."""

    number: str
    title: str
    unit: str
    says: str
    more: str = ""


def _text(told: _Told, *, named: bool) -> str:
    unit = f"（{told.unit}）" if named else ""
    return f"{told.says}：{told.number} {told.title}{unit}{told.more}"[:LONGEST_LINE]


def _readers(campaign: Campaign, on: date, accounts: Collection[int]) -> Mapping[int, list[int]]:
    """Account → the units of which it is head or clerk, in the order of the tree. One query."""
    held = Grant.objects.filter(
        open_on(on), Q(campaign="") | Q(campaign=campaign.code), role__in=_ACTING, account__active=True
    )
    held = held.filter(unit__path__startswith=campaign.root.path).order_by("unit__path")
    readers: dict[int, list[int]] = defaultdict(list)
    wanted = set(accounts)
    for account, unit in held.values_list("account", "unit"):
        if account in wanted and unit not in readers[account]:
            readers[account].append(unit)
    return {account: units for account, units in readers.items() if units}


def _told(campaign: Campaign, days: Days, owners: Collection[int]) -> Mapping[int, list[_Told]]:
    """Unit → its lines, what somebody decided before what a date says."""
    life = template_of(campaign).life
    of_ours = Problem.objects.of(campaign).standing().filter(owner__in=owners)
    working = of_ours.filter(closed_on=None, state__in=life.states_in(["before", "open", "done"]))
    found: dict[int, list[_Told]] = defaultdict(list)
    for unit, line in (*_decided(of_ours, days), *_due(working, days, life.remind_days)):
        found[unit].append(line)
    return found


def _decided(problems: ProblemQuerySet, days: Days) -> Iterable[tuple[int, _Told]]:
    """What came back or was granted up to yesterday, since the last working day. 2 queries."""
    lately = (days.since - _DAY, days.on - _DAY)
    ours = {"problem__in": problems.order_by().values("pk")}
    steps = Step.objects.filter(**ours, act__in=(Act.RETURN, Act.REOPEN), on__range=lately).order_by("pk")
    for step in steps.select_related("problem__owner"):
        says = "验收退回" if step.act == Act.RETURN else "重新整改"
        more = f"，改到{day_said(step.until, days.on).zh}" if step.until else ""
        yield from _line(step.problem, says, more)
    extensions = Extension.objects.filter(**ours, answered_on__range=lately).exclude(answer=Answered.WAITING)
    for extension in extensions.select_related("problem__owner").order_by("pk"):
        if extension.answer == Answered.GRANTED:
            yield from _line(extension.problem, "同意延期", f"，延到{day_said(extension.wanted, days.on).zh}")
        else:
            yield from _line(
                extension.problem, "没有同意延期", f"，仍是{day_said(extension.was, days.on).zh}"
            )


def _due(working: ProblemQuerySet, days: Days, ahead: int) -> Iterable[tuple[int, _Told]]:
    """What is late or due, the nearest first. 2 queries."""
    for problem in (
        working.filter(_marks("due_on", days, ahead)).select_related("owner").order_by("due_on", "pk")
    ):
        if problem.due_on is not None:
            yield from _line(problem, _when(problem.due_on, days.on))
    measures = Measure.objects.filter(
        _marks("until", days, ahead), problem__in=working.order_by().values("pk"), state=MeasureState.DOING
    )
    for measure in measures.select_related("problem__owner").order_by("until", "pk"):
        if measure.until is not None:
            says = f"措施 {_when(measure.until, days.on)}"
            yield from _line(measure.problem, says, f"（{measure.what[:60]}）")


def _marks(field: str, days: Days, ahead: int) -> Q:
    """A date that is `ahead` days off, or one, or was yesterday; on the first day of a week every date that has passed."""
    if days.monday:
        late = Q(**{f"{field}__lt": days.on})
    else:
        late = Q(**{f"{field}__range": days.reached(-1)})
    return Q(**{f"{field}__range": days.reached(ahead)}) | Q(**{f"{field}__range": days.reached(1)}) | late


def _when(day: date, on: date) -> str:
    if day < on:
        return f"逾期 {(on - day).days} 天"
    return f"{day_said(day, on).zh}到期"


def _line(problem: Problem, says: str, more: str = "") -> Iterable[tuple[int, _Told]]:
    if problem.owner is not None:
        yield problem.owner.pk, _Told(problem.number, problem.title, problem.owner.name, says, more)

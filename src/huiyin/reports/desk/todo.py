"""One to-do list for each person, from all rooms: what, for which unit, due when, and where it is done."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from huiyin.platform.calendar.queries import calendar
from huiyin.platform.calendar.rules import WorkCalendar, YearMissing
from huiyin.platform.orgs.rules.rights import RIGHTS, Actor, Right, Role, scopes_with
from huiyin.process.answers.access import unread_receipts, visible_answers
from huiyin.process.answers.models import Answer
from huiyin.process.answers.queries import due_receipts, limits_of, surely_in_time_from
from huiyin.process.answers.rules.limits import Wanted
from huiyin.process.campaigns.access import waiting_stops
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.progress import soon_until
from huiyin.process.campaigns.queries.workload import (
    ItemRow,
    asks_to_sign,
    finished_stages,
    items_of_units,
    late_asks,
    unit_forecasts,
)
from huiyin.process.campaigns.rules.forecast import Forecast
from huiyin.process.campaigns.rules.plans import ItemState, item_state
from huiyin.process.campaigns.rules.says import Says
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.queries import count_waiting
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.reports.desk.addresses import item_place
from huiyin.reports.desk.answering import ANSWER_LINES
from huiyin.reports.desk.counting import counted
from huiyin.reports.desk.judging import JUDGING_LINES, waiting_judging
from huiyin.reports.desk.lettering import LETTER_LINES, waiting_letters
from huiyin.reports.desk.meeting import (
    EACH,
    FOLLOWED,
    MEETING_LINES,
    Following,
    each,
    following,
    waiting_meetings,
)
from huiyin.reports.desk.rectifying import LEDGER_LINES, waiting_problems
from huiyin.reports.desk.sampling import SAMPLING, waiting_samples
from huiyin.reports.desk.talking import TALK_LINES, waiting_talks
from huiyin.reports.desk.todos import Kind, Place, Todo, in_order
from huiyin.reports.desk.writing import WRITING, waiting_writing

OF_THE_UNIT = frozenset({Role.HEAD, Role.CLERK, Role.MEMBER})
MOST_COUNTED = 1000
_MOST_CIRCULARS = 20
_JUST = timedelta(days=14)


def own_units(actors: Sequence[Actor]) -> tuple[str, ...]:
    """The paths of the very units whose head, clerk or team member somebody is: what is asked of those is theirs."""
    return tuple(sorted({actor.scope for actor in actors if actor.role in OF_THE_UNIT}))


@dataclass(frozen=True)
class Listed:
    """A to-do list, overdue and soon first; and of one's own units what was done in the last two weeks, the latest first."""

    lines: tuple[Todo, ...]
    done: tuple[ItemRow, ...]


def todo(actors: Sequence[Actor], campaign: Campaign, on: date, *, without: Collection[Kind] = ()) -> Listed:
    """What waits for somebody with these capacities on a day.

    Heads and clerks have their unit's open items one by one; team members read the same. The office has counts of what is late below it. 10 queries at most, one more while pairs are in doubt, three while somebody waits for an answer
    for longer than the days of the limit, some five for each meeting of one's own with something to follow, whatever the number of units; `without` leaves out kinds, with their queries.
    """
    desk = _Desk(tuple(actors), campaign, on, frozenset(without))
    lines = [line for kind, room in _ROOMS.items() if kind not in without for line in room(desk)]
    return Listed(in_order(lines), () if Kind.ITEM in without else _just_done(desk))


def _just_done(desk: "_Desk") -> tuple[ItemRow, ...]:
    done = [(row.done_on, row.pk, row) for row in desk.items if row.done_on is not None]
    return tuple(row for day, _, row in sorted(done, reverse=True) if day >= desk.on - _JUST)


@dataclass(frozen=True)
class _Desk:
    """Whose desk, in which campaign, on which day."""

    actors: tuple[Actor, ...]
    campaign: Campaign
    on: date
    without: frozenset[Kind] = frozenset()

    def scopes(self, right: Right) -> tuple[str, ...]:
        return scopes_with(self.actors, right)

    @cached_property
    def own(self) -> tuple[str, ...]:
        return own_units(self.actors)

    @cached_property
    def items(self) -> list[ItemRow]:
        return items_of_units(self.campaign, self.own) if self.own else []

    @cached_property
    def over_all(self) -> tuple[Actor, ...]:
        """The capacities that reach the whole campaign."""
        return tuple(actor for actor in self.actors if self.campaign.root.path.startswith(actor.scope))

    @cached_property
    def deciding(self) -> list[Actor]:
        """The capacities that let units pass: from above all of them, or inspectors where they are sent."""
        return [actor for actor in self.actors if actor in self.over_all or actor.role is Role.SUPERVISION]

    def deciding_as(self, role: str) -> tuple[str, ...]:
        return scopes_with([one for one in self.deciding if one.role == role], Right.STAGE_ADVANCE)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return calendar()

    @cached_property
    def counts(self) -> dict[str, int]:
        """How much of each kind waits, MOST_COUNTED at most; what isn't theirs isn't there."""
        rows = {kind.value: rows for kind, rows in _waiting(self) if kind not in self.without}
        return counted(self.campaign, rows, MOST_COUNTED)

    @cached_property
    def followed(self) -> dict[Kind, list[Following]]:
        """What follows meetings of one's own units. Nothing is asked where nothing waits."""
        waits = (kind for kind in FOLLOWED if self.counts.get(kind.value))
        return {kind: list(following(self.actors, self.campaign, kind)) for kind in waits}

    @cached_property
    def told_by_meetings(self) -> set[tuple[int, str]]:
        """The items of the plan, by unit and code, that a meeting's own line speaks of."""
        found = (one for rows in self.followed.values() for one in rows)
        return {(one.meeting.participation_id, one.item) for one in found}

    @cached_property
    def unanswered(self) -> int:
        """How many have had no answer within the limit. Only where somebody waits for so many days is the calendar asked which of them were worked."""
        if not self.counts.get(Kind.UNANSWERED.value):
            return 0
        try:
            before = limits_of(self.campaign, self.calendar).overdue_before(self.on)
        except YearMissing:
            return 0  # a date is never guessed; the list says which year is missing
        kind = Kind.UNANSWERED.value
        return counted(self.campaign, {kind: _waiting_since(self, before)}, MOST_COUNTED)[kind]


def _items(desk: _Desk) -> Iterator[Todo]:
    rows = desk.items
    told = forecasts_by_item(rows, desk.campaign, desk.on)
    english = {item.code: item.en for item in template_of(desk.campaign).plan}
    soon = soon_until(desk.campaign, desk.on, desk.calendar) if rows else desk.on
    for row in rows:
        if row.done_on is None and (row.participation, row.code) not in desk.told_by_meetings:
            yield item_todo(
                row, desk.actors, desk.on, soon, told.get(row.pk), english.get(row.code, row.title)
            )


def forecasts_by_item(rows: Sequence[ItemRow], campaign: Campaign, on: date) -> dict[int, Forecast]:
    """Item → why it will be missed, where it will."""
    units = unit_forecasts(rows, on, since=campaign.started_on)
    return {row.pk: told for unit in units for row, told in unit.misses}


def item_todo(
    row: ItemRow, actors: Sequence[Actor], on: date, soon: date, told: Forecast | None, english: str
) -> Todo:
    """An open item of one's own unit as a line."""
    return Todo(
        kind=Kind.ITEM,
        says=Says(row.title, english),
        unit=row.unit,
        due_on=row.due_on,
        state=item_state(starts_on=row.starts_on, due_on=row.due_on, done_on=None, on=on, soon=soon),
        place=item_place(row.pk),
        item=row,
        forecast=told,
        may_report=any(actor.may(Right.PLAN_REPORT, row.path) for actor in actors),
    )


def _late_units(desk: _Desk) -> Iterator[Todo]:
    scopes = desk.scopes(Right.PLAN_EDIT)
    english = {item.code: item.en for item in template_of(desk.campaign).plan}
    for ask in late_asks(desk.campaign, scopes, desk.own, desk.on) if scopes else ():
        yield Todo(
            kind=Kind.LATE_UNITS,
            says=Says(
                f"{ask.units} 个单位逾期未办：{ask.title}",
                f"{ask.units} unit(s) late with: {english.get(ask.code, ask.title)}",
            ),
            unit="",
            due_on=ask.first_due,
            state=ItemState.LATE,
            place=Place("late_units", (ask.code,)),
        )


def _signatures(desk: _Desk) -> Iterator[Todo]:
    if not any(Right.ASK_SIGN in RIGHTS[actor.role] for actor in desk.over_all):
        return
    for ask in asks_to_sign(desk.campaign):
        overdue = ask.first_due is not None and ask.first_due < desk.on
        yield Todo(
            kind=Kind.SIGN,
            says=Says(
                f"等您签批：{ask.title}（{ask.units} 个单位，共须填 {ask.cost} 栏）",
                f"To be signed: {ask.title} ({ask.units} unit(s), {ask.cost} field(s) in all)",
            ),
            unit="",
            due_on=ask.first_due,
            state=ItemState.LATE if overdue else None,
            place=Place("ask", (ask.code,)),
        )


def _stages(desk: _Desk) -> Iterator[Todo]:
    stages = {stage.code: stage for stage in template_of(desk.campaign).stages}
    decided = {
        code: scopes for code, stage in stages.items() if (scopes := desk.deciding_as(stage.decided_by))
    }
    for found in finished_stages(desk.campaign, decided):
        stage = stages[found.stage]
        yield Todo(
            kind=Kind.STAGE,
            says=Says(
                f"{found.units} 个单位办完了“{stage.zh}”的全部任务，等您决定是否进入下一环节",
                f"{found.units} unit(s) have done everything of '{stage.en}': decide whether they go on",
            ),
            unit="",
            due_on=None,
            state=None,
            place=Place("stage_summary", (found.stage,)),
        )


def _waiting(desk: _Desk) -> Iterator[tuple[Kind, QuerySet[Any, Any]]]:
    """What is only counted, by its kind, as far as it's theirs."""
    actors, campaign = desk.actors, desk.campaign
    if desk.scopes(Right.OPINION_TRIAGE):
        triaged = visible_opinions(actors, campaign, Right.OPINION_TRIAGE)
        yield Kind.TRIAGE, triaged.filter(disposition=Disposition.WAITING.value)
    if desk.scopes(Right.OPINION_READ_RAW):
        yield Kind.UNREAD, unread_receipts(actors, campaign)
        yield Kind.UNANSWERED, _waiting_since(desk, surely_in_time_from(campaign, desk.on))
    if desk.scopes(Right.ANSWER_APPROVE):
        own = {actor.code for actor in actors}
        answers = visible_answers(actors, campaign, Right.ANSWER_APPROVE)
        yield Kind.APPROVE, answers.filter(state=Answer.State.DRAFT).exclude(drafted_by__in=own)
        returned = answers.filter(state=Answer.State.RETURNED, drafted_by__in=own)
        yield Kind.REDRAFT, returned.filter(followed_by=None)
    yield from waiting_writing(actors, campaign, desk.on)
    yield from waiting_letters(actors, campaign)
    if desk.scopes(Right.PROBLEM_READ):
        yield from waiting_problems(actors, campaign, desk.own, desk.on)
    yield from waiting_talks(actors, campaign, desk.on)
    yield from waiting_meetings(actors, campaign)
    yield from waiting_samples(actors, campaign, desk.own)
    yield from waiting_judging(actors, campaign, desk.own)


def _doubts(desk: _Desk) -> Iterator[Todo]:
    if not desk.scopes(Right.OPINION_GROUP):
        return
    visible = visible_opinions(desk.actors, desk.campaign, Right.OPINION_GROUP)
    count = min(count_waiting(desk.campaign, visible), MOST_COUNTED)
    if count:
        more = count >= MOST_COUNTED
        says = Says(
            f"{count} 对{'以上' if more else ''}意见拿不准是不是同一件事，等您判断",
            f"{count}{' or more' if more else ''} pair(s) of opinions: say whether they are the same matter",
        )
        yield Todo(Kind.DOUBT, says, "", None, None, Place("doubts"))


def _waiting_since(desk: _Desk, day: date) -> QuerySet[Any, Any]:
    """The receipts of before a day whose givers have heard nothing."""
    seen = visible_opinions(desk.actors, desk.campaign)
    return due_receipts(seen, Wanted.OVERDUE, campaign=desk.campaign, overdue_before=day)


def _counted(kind: Kind, zh: str, en: str, place: Place, state: ItemState | None = None) -> "_Room":
    """A room that has one line, with how much of a kind waits."""

    def room(desk: _Desk) -> Iterator[Todo]:
        if n := desk.unanswered if kind is Kind.UNANSWERED else desk.counts.get(kind.value, 0):
            zh_n, en_n = (f"{n} {{}}以上", f"{n} or more") if n >= MOST_COUNTED else (f"{n} {{}}", str(n))
            measure, rest = zh.split("|")
            yield Todo(kind, Says(f"{zh_n.format(measure)}{rest}", f"{en_n} {en}"), "", None, state, place)

    return room


def _after_meeting(kind: Kind, zh: str, en: str) -> "_Room":
    """A room with a line and its date for each meeting that has something to follow; without any it asks nothing more."""

    def room(desk: _Desk) -> Iterator[Todo]:
        rows = desk.followed.get(kind, ())
        soon = soon_until(desk.campaign, desk.on, desk.calendar) if rows else desk.on
        for one in rows:
            begun, due = one.meeting.held_on, one.due_on
            state = (
                item_state(starts_on=begun, due_on=due, done_on=None, on=desk.on, soon=soon) if due else None
            )
            place = Place("lifemeeting", (str(one.meeting.pk),))
            yield Todo(kind, Says(zh, en), one.meeting.participation.unit.name, due, state, place)

    return room


def _meetings(kind: Kind, zh: str, en: str, page: str, many: Place) -> "_Room":
    """A room with a line for each meeting that waits, which leads to that very one; one line with their number where they are many."""
    whole = _counted(kind, zh, en, many)
    says = Says(zh.split("|")[1], f"1 {en}")

    def room(desk: _Desk) -> Iterator[Todo]:
        n = desk.counts.get(kind.value, 0)
        if n > EACH:
            yield from whole(desk)
        elif n:
            for pk, unit in each(desk.actors, desk.campaign, kind):
                yield Todo(kind, says, unit, None, None, Place(page, (str(pk),)))

    return room


def _circulars(desk: _Desk) -> Iterator[Todo]:
    """Circulars that wait to be acknowledged, by one press, for one's own unit."""
    for stop in waiting_stops(desk.actors, desk.campaign, _MOST_CIRCULARS):
        title = stop.circular.title
        yield Todo(
            kind=Kind.CIRCULAR,
            says=Says(f"《{title}》等本单位签收", f"waits to be acknowledged: {title}"),
            unit=stop.participation.unit.name,
            due_on=None,
            state=None,
            place=Place("circular", (str(stop.circular_id),)),
        )


_Room = Callable[[_Desk], Iterator[Todo]]
_LINES = (ANSWER_LINES, WRITING, LETTER_LINES, SAMPLING)
_ROOMS: dict[Kind, _Room] = {
    Kind.ITEM: _items,
    Kind.LATE_UNITS: _late_units,
    Kind.UNANSWERED: _counted(
        Kind.UNANSWERED,
        "条|意见过了答复时限还没有答复",
        "opinion(s) have had no answer within the limit",
        Place("answers", query="due=overdue"),
        ItemState.LATE,
    ),
    Kind.SIGN: _signatures,
    Kind.STAGE: _stages,
    **{kind: _counted(kind, *told) for lines in _LINES for kind, told in lines.items()},
    Kind.NOT_FIXED: _counted(
        Kind.NOT_FIXED,
        "个|问题，反映人说没有真改，等您定",
        "problem(s) whose givers say that they aren't really fixed: decide on them",
        Place("not_fixed"),
    ),
    Kind.DOUBT: _doubts,
    Kind.OVERDUE: _counted(
        Kind.OVERDUE,
        "个|问题过了整改时限还没有改好",
        "problem(s) past their date",
        Place("ledger", query="mine=yes&late=yes"),
        ItemState.LATE,
    ),
    **{
        kind: _counted(kind, *words)
        for kind, words in {**LEDGER_LINES, **TALK_LINES, **JUDGING_LINES}.items()
    },
    **{kind: _meetings(kind, *words) for kind, words in MEETING_LINES.items()},
    Kind.MEETING_NOTICE: _after_meeting(
        Kind.MEETING_NOTICE, "会议情况等在规定范围内通报", "tell in scope how the meeting went"
    ),
    Kind.MEETING_REPORT: _after_meeting(
        Kind.MEETING_REPORT,
        "会议情况报告等主要负责人本人签、上报",
        "the report of the meeting waits for the head's own hand",
    ),
    Kind.MEETING_AGAIN: _after_meeting(
        Kind.MEETING_AGAIN, "会议被责令重新召开，等再开", "the meeting is to be held again"
    ),
    Kind.CIRCULAR: _circulars,
}

"""26 May to 11 June: the ledger comes to life. Which problem goes which way is dealt out; what it then looks like is computed from the rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial

from huiyin.demo.chapters import progress, talking, verdicts
from huiyin.demo.chapters.working import Course, Hands, day_at, minutes, sit_together
from huiyin.demo.library import ROOT_CODE, measure_words
from huiyin.demo.world import Event, World, moment
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.commands import Wording, assign_problem, raise_problem
from huiyin.process.problems.models import Problem

_BEGINS, _PASSING = moment(5, 26, 8), moment(5, 29, 18)
_DAYS = [date(2014, 5, day) for day in (26, 27, 28, 29, 30)] + [
    date(2014, 6, day) for day in (3, 4, 5, 6, 9, 10, 11)
]  # working days: the first of June was a Sunday, the second a holiday
_DUE = [date(2014, 6, 20), date(2014, 6, 27), date(2014, 6, 30), date(2014, 7, 10), date(2014, 7, 31), date(2014, 8, 29)]  # fmt: skip
_OVER = [date(2014, 6, 6), date(2014, 6, 9), date(2014, 6, 10), date(2014, 6, 11)]
_SOON, _LATER = date(2014, 6, 20), date(2014, 6, 27)
_SCHOOL = "YH41"  # the one whose head and clerk can be signed in as
_WITHOUT_OWNER = "校务公开不及时、教代会作用发挥不够"  # given to the school

# How problems of a kind go, one after another; what comes first is there in a small build, too.
_AT_ONCE = (
    "closed awaiting returned again reopened checked working held closed awaiting decided closed awaiting drafted "
    "closed checked awaiting late closed awaiting returned closed checked drafted awaiting closed decided closed"
)
_BY_DATE = (
    "working closed overdue awaiting granted working returned asked working decided refused working overdue claimed "
    "working drafted overdue working checked working decided overdue awaiting working drafted closed working working "
    "claimed working"
)
_LASTING = "confirmed working claimed working"
_DECKS = {"at_once": _AT_ONCE, "by_date": _BY_DATE, "lasting": _LASTING}
# The bureau's own are accepted by nobody in it: they wait, or its inspectors return them.
_BUREAU = {"at_once": "returned", "by_date": "working awaiting working claimed", "lasting": "working claimed"}
_OF_THE_SCHOOL = {
    "食堂供餐偏凉、分量不足": "closed",
    "接送车辆超载、随车看护缺失": "returned",
    "班子成员联系年级、班级制度执行不经常": "working",
    _WITHOUT_OWNER: "decided",
}
SETTLED = {
    "教师资格认定窗口一次告知不落实": "closed",  # everybody is told so on the public page
    "维修申报没有登记和回复": "closed",  # somebody whose matter it was doesn't agree
}
_UP = ("taken", "sent_down", "waits")
_STRAIGHT = {"drafted", "closed", "awaiting", "returned", "again", "reopened", "checked", "held"}
_WITHOUT_MEASURES = {"drafted", "decided", "claimed", *_UP}
_PROVED = {"closed", "awaiting", "returned", "checked", "held"}


def late_may(world: World) -> None:
    """26–29 May: what can be put right at once is, teams talk the rest over; and clerks report on the plan."""
    hands = Hands(world, _BEGINS)
    events = list(_Play(world, hands).events())
    world.coming = [event for event in events if event[0] >= _PASSING]
    world.play([*progress.early_summer(world), *(event for event in events if event[0] < _PASSING)])


def june(world: World) -> None:
    """30 May to 11 June: measures, dates, acceptance; what comes back, what goes up; the plan's second stage; and talks."""
    coming, world.coming = world.coming, []
    world.play([*progress.june(world), *talking.june(world), *verdicts.june(world), *coming])


class _Play:
    """Everything that will happen to the ledger, as events."""

    def __init__(self, world: World, hands: Hands) -> None:
        self.world, self.hands, self.random = world, hands, hands.random
        self.told = {name: self._in_turn(name) for name in ("returned", "reopened")}
        self.asked = iter(measure_words()["said"]["extended"] * 9)

    def _in_turn(self, name: str) -> Iterator[dict[str, str]]:
        while True:
            yield from measure_words()[name]

    def events(self) -> Iterator[Event]:
        courses = self._courses()
        fates = self._fates(courses)
        yield from self._of_the_school()
        self._give_a_paper(courses, fates)
        self._copy_one(courses, fates)
        sitting: dict[str, list[Course]] = defaultdict(list)
        for course in courses:
            if self._horizon[course.pk] == "at_once" and fates[course.pk] in _STRAIGHT:
                yield from self._fixed(course, fates[course.pk])
            elif fates[course.pk] != "drafted":
                sitting[course.unit].append(course)
        for unit, together in sitting.items():
            day = self.random.randint(0, 2) if unit != _SCHOOL else 2
            yield self._event(day, 3, sit_together, together)
            for course in together:
                yield from self._talked_over(course, fates[course.pk], day)

    def at(self, day: int, hour: int) -> datetime:
        """A minute of the hour on a working day, both counted from the first."""
        return day_at(_DAYS[min(day, len(_DAYS) - 1)], 8 + hour, self.random)

    def _event(
        self, day: int, hour: int, happens: Callable[..., object], *args: object, **told: object
    ) -> Event:
        at = self.at(day, hour)
        return at, partial(happens, *args, **told, at=at)

    # ── who goes which way

    def _courses(self) -> list[Course]:
        words = measure_words()["by_title"]
        there = Problem.objects.of(self.world.campaign).standing().select_related("owner").order_by("pk")
        found, seen = [], Counter[str]()
        self._horizon: dict[int, str] = {}
        for problem in there:
            owner = problem.owner.code if problem.owner else ""
            if not owner and problem.title == _WITHOUT_OWNER:
                owner = _SCHOOL
            title = problem.title.rpartition("：")[2]
            if not owner or title not in words:
                continue
            again = seen[title] > 0
            seen[title] += 1
            self._horizon[problem.pk] = problem.horizon
            found.append(Course(self.hands, problem.pk, owner, words[title], again))
        return found

    def _fates(self, courses: Sequence[Course]) -> dict[int, str]:
        titles = dict(Problem.objects.filter(pk__in=[one.pk for one in courses]).values_list("pk", "title"))
        turn: Counter[tuple[bool, str]] = Counter()
        up = iter(_UP)
        gone: set[str] = set()
        fates = {}
        for course in courses:
            title, horizon = titles[course.pk], self._horizon[course.pk]
            known = {**SETTLED, **(_OF_THE_SCHOOL if course.unit == _SCHOOL else {})}.get(title)
            if (
                known is None
                and "up" in course.words
                and title not in gone
                and course.unit not in (_SCHOOL, ROOT_CODE)
            ):
                gone.add(title)
                known = next(up, None)
            if known is None:
                bureau = course.unit == ROOT_CODE
                deck = (_BUREAU if bureau else _DECKS)[horizon].split()
                known = deck[turn[bureau, horizon] % len(deck)]
                turn[bureau, horizon] += 1
            fates[course.pk] = known
        return fates

    def _give_a_paper(self, courses: Sequence[Course], fates: dict[int, str]) -> None:
        """The first unit that proves two problems names the same minutes for both; in a small build two units do."""
        proved = [one for one in courses if fates[one.pk] in _PROVED and one.unit not in (_SCHOOL, ROOT_CODE)]
        by_unit: dict[str, list[Course]] = defaultdict(list)
        for course in proved:
            by_unit[course.unit].append(course)
        for course in next((two for two in by_unit.values() if len(two) > 1), proved)[:2]:
            course.paper = minutes()

    def _copy_one(self, courses: Sequence[Course], fates: dict[int, str]) -> None:
        """Of two units with the same problem, the second wrote the first one's measures word for word."""
        first: dict[str, Course] = {}
        for course in courses:
            if fates[course.pk] in _WITHOUT_MEASURES:
                continue
            other = first.setdefault(course.words["goal"], course)
            if other.unit != course.unit:
                other.alike = course.alike = True
                return

    # ── the ways

    def _of_the_school(self) -> Iterator[Event]:
        """What the school's head finds in those days, and what the office gives it."""
        words = measure_words()["by_title"][measure_words()["found"]["title"]]
        course = Course(self.hands, 0, _SCHOOL, words)
        yield self._event(0, 1, self._find, course)
        yield self._event(1, 1, course.fix)
        yield self._event(2, 1, course.by_head, Act.SUBMIT)
        nobodys = Problem.objects.of(self.world.campaign).standing().filter(owner=None, title=_WITHOUT_OWNER)
        for problem in nobodys.select_related("campaign__root", "owner"):
            school = self.world.units[_SCHOOL]
            yield self._event(0, 2, assign_problem, problem, school, by=self.hands.director)

    def _find(self, course: Course, at: datetime) -> None:
        found, unit = Wording(**measure_words()["found"]), self.world.units[_SCHOOL]
        made = raise_problem(self.world.campaign, found, owner=unit, by=self.hands.head(_SCHOOL), at=at)
        course.pk = made.pk

    def _fixed(self, course: Course, fate: str) -> Iterator[Event]:
        if fate == "drafted":
            return
        begins = (
            self.random.randint(0, 1) if fate not in {"checked", "awaiting"} else self.random.randint(1, 8)
        )
        yield self._event(begins, 1, course.fix, old=fate == "returned")
        if fate != "checked":
            yield self._event(begins + 1, 4, course.by_head, Act.SUBMIT)
            yield from self._judged(course, fate, begins + 3)

    def _judged(self, course: Course, fate: str, day: int) -> Iterator[Event]:
        if fate in {"closed", "held", "reopened"}:
            late = self.random.randint(0, 4) if fate == "closed" else 0
            yield self._event(day + late, 7, course.accept)
        if fate == "returned":
            yield self._event(max(day, 7), 7, course.send_back, next(self.told["returned"]), _SOON)
        elif fate == "again":
            yield from self._handed_in_again(course)
        elif fate == "held":
            told = measure_words()["said"]["held"][0]
            yield self._event(11, 5, course.step, Act.HOLD, self.hands.leader, reason=told)
        elif fate == "reopened":
            yield self._event(9, 5, course.reopen, next(self.told["reopened"]), _LATER)
            yield self._event(10, 5, course.once_more, _LATER)

    def _handed_in_again(self, course: Course) -> Iterator[Event]:
        yield self._event(4, 1, course.send_back, next(self.told["returned"]), _DAYS[9])
        yield self._event(5, 2, course.by_head, Act.REWORK)
        yield self._event(6, 3, course.measure, "two", _DAYS[9])
        yield self._event(7, 3, course.finish, again=True)
        told = measure_words()["said"]["submitted_again"]
        yield self._event(8, 2, course.by_head, Act.CHECK, reason=told)
        yield self._event(8, 6, course.by_head, Act.SUBMIT)
        yield self._event(10, 7, course.accept)

    def _talked_over(self, course: Course, fate: str, day: int) -> Iterator[Event]:
        if fate in {"drafted", "decided"}:
            return
        if fate in _UP:
            yield from self._gone_up(course, fate)
            return
        claimed = day + 1 + self.random.randint(0, 1)
        yield self._event(claimed, 2, course.by_head, Act.CLAIM)
        if fate == "claimed":
            return
        done = fate in _PROVED
        begun = claimed + 1 + self.random.randint(0, 0 if done else 2)
        yield self._event(begun, 5, course.begin, self._due(course, fate))
        if done:
            yield self._event(6, 3, course.finish)
            yield self._event(7, 4, course.check)
            if fate != "checked":
                yield self._event(8, 4, course.by_head, Act.SUBMIT)
                yield from self._judged(course, fate, 10 if fate == "returned" else 9)
            return
        if self.random.random() < 0.85:
            ended = self._horizon[course.pk] != "lasting" and self.random.random() < 0.6
            yield self._event(8, 1, course.tell, ended=ended)
        yield from self._of_dates(course, fate)

    def _due(self, course: Course, fate: str) -> date | None:
        if self._horizon[course.pk] == "lasting":
            return None
        if fate in {"asked", "refused", "granted"}:
            return _OVER[3] if fate == "asked" else _OVER[2]
        return self.random.choice(_OVER if fate in {"overdue", "late"} else _DUE)

    def _of_dates(self, course: Course, fate: str) -> Iterator[Event]:
        if fate in {"asked", "refused", "granted"}:
            day = 10 if fate == "asked" else 8
            yield self._event(day, 3, course.ask_for_time, _LATER, next(self.asked))
            if fate != "asked":
                yield self._event(9, 4, course.answer_time, granted=fate == "granted")
        elif fate == "confirmed":
            yield self._event(9, 2, course.prove)
            told = measure_words()["said"]["confirmed"][0]
            yield self._event(10, 6, course.step, Act.CONFIRM, self.hands.director, reason=told)

    def _gone_up(self, course: Course, fate: str) -> Iterator[Event]:
        why, proposal, taken, sent_down = course.words["up"]
        day = 8 if fate == "waits" else 3
        yield self._event(day, 6, course.by_head, Act.GO_UP, reason=why, proposal=proposal)
        if fate == "taken":
            yield self._event(8, 7, course.step, Act.TAKE_UP, self.hands.director, reason=taken)
        elif fate == "sent_down":
            yield self._event(7, 7, course.step, Act.SEND_DOWN, self.hands.director, reason=sent_down)

"""What one unit does about one of its problems, each act by a command and by whoever may take it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from random import Random
from typing import Any

from huiyin.demo.cast import DAY
from huiyin.demo.library import ROOT_CODE, measure_words, units
from huiyin.demo.world import World, moment
from huiyin.kit.clock import day_in_china
from huiyin.platform.files.rules import Ready, ready_evidence
from huiyin.platform.orgs.models import Grant
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import (
    Deliberated,
    Fixed,
    Planned,
    Said,
    add_evidence,
    answer_extension,
    ask_extension,
    decide_together,
    end_measure,
    fix_at_once,
    plan_rectification,
    state_rule,
    take_step,
    tell_progress,
    write_measure,
)
from huiyin.process.rectification.commands.evidence import Named, Ruled
from huiyin.process.rectification.models import Extension, Measure, Step
from huiyin.process.rectification.queries import what_is_shown
from huiyin.process.rectification.rules.hints import Wanted
from huiyin.process.rectification.rules.words import EvidenceKind, MeasureState, RuleKind

_OWN_HAND = (Act.CLAIM, Act.SUBMIT)
_OLD = date(2014, 4, 28)  # what some name as evidence was written before the problem was raised
_YEAR = date(2014, 12, 31)


class Hands:
    """Who acts for which unit, looked up once."""

    def __init__(self, world: World, at: datetime) -> None:
        self.world, self.at = world, at
        self.random = Random(len(world.voices))  # noqa: S311 - a play needs no secrets
        self.director = world.cast("director", Role.OFFICE, at)
        self.inspector = world.cast("inspector", Role.SUPERVISION, at)
        self.leader = world.cast("leader", Role.LEADER, at)
        self.office = [self.director, *(world.actor(account, Role.OFFICE, at) for account in world.officers)]
        grants = Grant.objects.filter(role=Role.CLERK).select_related("account", "unit").order_by("-pk")
        self._clerks = {grant.unit.code: grant.account for grant in grants}
        self._known: dict[tuple[Role, str], Actor] = {}

    def head(self, unit: str) -> Actor:
        return self._actor(Role.HEAD, unit)

    def clerk(self, unit: str) -> Actor:
        """The unit's clerk; for the bureau itself, which has none, its head."""
        return self._actor(Role.HEAD if unit == ROOT_CODE else Role.CLERK, unit)

    def _actor(self, role: Role, unit: str) -> Actor:
        if (role, unit) not in self._known:
            account = self.world.heads[unit] if role is Role.HEAD else self._clerks[unit]
            self._known[role, unit] = self.world.actor(account, role, self.at, unit)
        return self._known[role, unit]


@dataclass
class Course:
    """One problem on its way. `again`: its title stands at another unit, too; `alike`: its measures are
    word for word those of the other."""

    hands: Hands
    pk: int
    unit: str
    words: dict[str, Any]
    again: bool = False
    alike: bool = False
    paper: Ready | None = None
    random: Random = field(init=False)
    seen: Problem | None = None

    def __post_init__(self) -> None:
        self.random = self.hands.random

    @property
    def kind(self) -> str:
        return units()[self.unit].kind

    def now(self) -> Problem:
        """The problem as it was last seen; `look` sees it anew."""
        return self.seen or self.look()

    def look(self) -> Problem:
        self.seen = Problem.objects.select_related("campaign__root", "owner__parent").get(pk=self.pk)
        return self.seen

    def moved(self, step: Step) -> None:
        if self.seen is not None:
            self.seen.state, self.seen.round = step.after, step.round

    def step(self, act: Act, by: Actor, at: datetime, **said: Any) -> None:
        problem = self.look() if act in _OWN_HAND else self.now()
        if act in _OWN_HAND:
            said["shown"] = what_is_shown(problem, act).digest
        self.moved(take_step(problem, act, Said(**said), by=by, at=at))

    def by_head(self, act: Act, at: datetime, **said: Any) -> None:
        """Sign, or go on, as the unit's head."""
        self.step(act, self.hands.head(self.unit), at, **said)

    def begin(self, due: date | None, at: datetime) -> None:
        """Plan, write both measures, and start."""
        by, problem = self.hands.clerk(self.unit), self.now()
        planned = Planned(
            goal=self.words["goal"],
            leader=_of(self.kind, "leader"),
            responsible=self.words["one"][1],
            due_on=due,
            horizon=problem.horizon,
            cause=problem.cause,
            mirror=self.random.choice(["work_style", "expectations", "models"]),
            key_work=measure_words()["key_works"].get(problem.topic, ""),
            common=self.again,
        )
        plan_rectification(problem, planned, by=by, at=at)
        for name in ("one", "two"):
            self.measure(name, due, at)
        self.by_head(Act.START, at)

    def measure(self, name: str, due: date | None, at: datetime) -> None:
        what, doer, result, _ = self.words[name]
        until = (due or _YEAR) if doer else None
        wanted = Wanted(self._as_written(what), doer, until, result)
        write_measure(self.now(), wanted, by=self.hands.clerk(self.unit), at=at)

    def once_more(self, until: date, at: datetime) -> None:
        """What is written anew in the second round."""
        what, doer, result, line = measure_words()["again"]["measure"]
        by = self.hands.clerk(self.unit)
        made = write_measure(self.now(), Wanted(what, doer, until, result), by=by, at=at)
        tell_progress(self.now(), made, line, by=by, at=at)

    def tell(self, at: datetime, *, ended: bool) -> None:
        """One line on each measure; the first may be done."""
        by = self.hands.clerk(self.unit)
        for measure, name in zip(self._measures(), ("one", "two"), strict=False):
            line = self.words[name][3]
            if ended and name == "one":
                end_measure(self.now(), measure, MeasureState.DONE, line, by=by, at=at)
            else:
                tell_progress(self.now(), measure, line, by=by, at=at)

    def finish(self, at: datetime, *, again: bool = False) -> None:
        """Report what is still being done as done, name the evidence, and say what became of rules."""
        by = self.hands.clerk(self.unit)
        for measure in self._measures():
            if measure.state == MeasureState.DOING:
                line = f"{measure.result}，已经做到" if measure.result else self.words["two"][3]
                end_measure(self.now(), measure, MeasureState.DONE, line, by=by, at=at)
        self.prove(at, again=again)
        self.rule(at)

    def prove(self, at: datetime, name: str = "proof", *, again: bool = False) -> None:
        if name in self.words:
            named = self._named(name, day_in_china(at))
            if again:
                named = replace(named, title=f"{named.title}（补报）")
            add_evidence(self.now(), named, by=self.hands.clerk(self.unit), at=at)
        if self.paper is not None:
            named = Named(
                EvidenceKind.FILE,
                measure_words()["minutes"]["title"],
                dated=measure_words()["minutes"]["day"],
            )
            add_evidence(self.now(), named, self.paper, by=self.hands.clerk(self.unit), at=at)

    def rule(self, at: datetime) -> None:
        kind, title, number = self.words["rule"]
        on = None if kind == "none" else day_in_china(at)
        state_rule(
            self.now(), Ruled(RuleKind(kind), title, number, on), by=self.hands.clerk(self.unit), at=at
        )

    def fix(self, at: datetime, *, old: bool = False) -> None:
        """Put right at once: the first measure, and what shows it."""
        what, doer, _, _ = self.words["one"]
        if self.paper is not None or "more" in self.words:
            self.prove(at, "more")
        proof = self._named("proof", _OLD if old else day_in_china(at))
        fixed = Fixed(self._as_written(what), day_in_china(at), proof, doer)
        self.moved(fix_at_once(self.now(), fixed, by=self.hands.clerk(self.unit), at=at))

    def _as_written(self, what: str) -> str:
        return f"{_of(self.kind, 'we')}{what}" if self.again and not self.alike else what

    def _named(self, name: str, dated: date) -> Named:
        kind, title, where = self.words[name]
        return Named(EvidenceKind(kind), title, where, dated=dated)

    def _measures(self) -> list[Measure]:
        problem = self.now()
        return list(Measure.objects.filter(problem=problem, round=problem.round).order_by("number"))

    def check(self, at: datetime) -> None:
        self.by_head(Act.CHECK, at, reason=self.random.choice(measure_words()["said"]["checked"]))

    def accept(self, at: datetime) -> None:
        by = self.random.choice(self.hands.office)
        self.step(Act.ACCEPT, by, at, reason=self.random.choice(measure_words()["said"]["accepted"]))

    def send_back(self, told: dict[str, str], until: date, at: datetime) -> None:
        by = self.hands.inspector if self.unit == ROOT_CODE else self.random.choice(self.hands.office)
        self.step(Act.RETURN, by, at, reason=told["why"], reason_code=told["code"], until=until)

    def reopen(self, told: dict[str, str], until: date, at: datetime) -> None:
        by = self.hands.inspector if told["code"] == "inspectors" else self.hands.director
        self.step(Act.REOPEN, by, at, reason=told["why"], reason_code=told["code"], until=until)

    def ask_for_time(self, wanted: date, why: str, at: datetime) -> None:
        ask_extension(self.now(), wanted, why, by=self.hands.clerk(self.unit), at=at)

    def answer_time(self, at: datetime, *, granted: bool) -> None:
        asked = Extension.objects.get(problem_id=self.pk, answer="waiting")
        why = measure_words()["said"]["granted" if granted else "refused"]
        answer_extension(asked, granted=granted, why=why, by=self.hands.director, at=at)


def sit_together(courses: list[Course], at: datetime) -> None:
    """A unit's team talks over what it has to put right, at one sitting."""
    unit, kind = courses[0].unit, courses[0].kind
    problems = [course.look() for course in courses]
    each = {
        problem.number: course.words["conclusion"] for problem, course in zip(problems, courses, strict=True)
    }
    several = len(each) > 1
    conclusion = measure_words()["said"]["one_by_one"] if several else courses[0].words["conclusion"]
    absent = _of(kind, "absent") if courses[0].random.random() < 0.3 else ""
    talked = Deliberated(day_in_china(at), _of(kind, "present"), conclusion, absent, each if several else {})
    by = courses[0].hands.clerk(unit)
    decide_together(problems, talked, by=by, at=at)
    for course in courses:
        course.seen = None


def minutes() -> Ready:
    """The one file that proves two problems of a school: its text is the minutes of a sitting."""
    words = measure_words()["minutes"]
    return ready_evidence(words["text"].encode(), words["name"])


def _of(kind: str, table: str) -> str:
    """What a kind of unit writes, or what all others do."""
    found: dict[str, str] = measure_words()[table]
    return found.get(kind, found[""])


def day_at(day: date, hour: int, random: Random) -> datetime:
    """Some minute of an hour; nothing happens on the day on which visitors come."""
    if day >= DAY:
        raise ValueError("the play is over by then")
    return moment(day.month, day.day, hour, random.randint(0, 59))

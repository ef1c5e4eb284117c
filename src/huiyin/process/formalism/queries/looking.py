"""All checks over the units in a reader's sight: what was found, of how many, with where to look. Units in the order of the tree, never ranked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.burden import ask_budget
from huiyin.process.campaigns.rules.says import Says
from huiyin.process.formalism.queries.reading import Reading
from huiyin.process.formalism.rules.checks import Bounds, Check, Looked, checks
from huiyin.process.formalism.rules.finding import alike, asked_twice, crowded, hurried, named, same_words
from huiyin.process.problems.models import ProblemQuerySet

MOST_LISTED = 20


@dataclass(frozen=True)
class Thing:
    """Something to look at: of which kind (problem, unit, ask, vote, letter), by which key, called how."""

    kind: str
    key: str
    name: str


@dataclass(frozen=True)
class Found:
    """One that was found, in words, with what to open."""

    says: Says
    things: tuple[Thing, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A check with what it came upon: `n` of `of` things looked at, MOST_LISTED listed at most."""

    check: Check
    n: int
    of: int
    found: tuple[Found, ...]


Told = tuple[int, Sequence[Found]]
"""How many were looked at, and all that was found."""


def look(
    campaign: Campaign, participations: Sequence[Participation], problems: ProblemQuerySet, on: date
) -> list[Checked]:
    """Every check over some units (in the order of the tree) and the problems that the reader sees. 20 queries at most, whatever the size.

    O(tasks, talks, problems, fingerprints that several texts share).
    """
    template = template_of(campaign)
    bounds = Bounds.of({one.code: one.value for one in template.parameters})
    budget = ask_budget(campaign)
    reading = Reading(campaign, tuple(participations), problems, on)
    found = []
    for check in checks(bounds, budget):
        of, told = _LOOK[check.looked](reading, bounds)
        found.append(Checked(check, len(told), of, tuple(told[:MOST_LISTED])))
    return found


def _asked_twice(reading: Reading, bounds: Bounds) -> Told:
    asks = reading.asks()
    found = []
    for pair in asked_twice(asks, bounds):
        fields, units = "、".join(pair.fields[:6]), len(pair.units)
        first, second = (one.due[pair.units[0]] for one in (pair.one, pair.other))
        until = f"（{first.isoformat()}、{second.isoformat()} 到期）" if first and second else ""
        until_en = f" (due {first.isoformat()}, {second.isoformat()})" if first and second else ""
        found.append(
            Found(
                Says(
                    f"《{pair.one.title}》和《{pair.other.title}》问了 {units} 个单位同样的 {len(pair.fields)} 栏：{fields}{until}",
                    f"'{pair.one.title}' and '{pair.other.title}' ask {units} unit(s) for the same {len(pair.fields)} field(s): {fields}{until_en}",
                )
            )
        )
    return len(asks), found


def _burden(reading: Reading, _: Bounds) -> Told:
    budget, loads = ask_budget(reading.campaign), reading.loads()
    found = []
    for part in reading.parts:
        over = [
            (week, load.total.fields)
            for week, load in loads.get(part.pk, {}).items()
            if week is not None and budget is not None and load.total.fields > budget
        ]
        if over:
            weeks = "、".join(f"{week.isoformat()} 起一周 {fields} 栏" for week, fields in over[:4])
            weeks_en = ", ".join(f"week of {week.isoformat()}: {fields}" for week, fields in over[:4])
            name = part.unit.name
            found.append(Found(Says(f"{name}：{weeks}", f"{name}: {weeks_en}"), (_unit(part),)))
    return len(reading.parts), found


def _talks_a_day(reading: Reading, bounds: Bounds) -> Told:
    rows = reading.talk_days()
    found = [
        Found(
            Says(
                f"{reading.names[unit]}：{day.isoformat()} 同一人谈了 {n} 次",
                f"{reading.names[unit]}: {n} talks of one person on {day.isoformat()}",
            ),
            (Thing("unit", str(unit), reading.names[unit]),),
        )
        for unit, day, n in rows
        if n >= bounds.talks_a_day
    ]
    return sum(n for _, _, n in rows), found


def _talks_burst(reading: Reading, bounds: Bounds) -> Told:
    return _crowds(reading, reading.confirmed, bounds, ("确认的谈话", "talks confirmed"))


def _done_burst(reading: Reading, bounds: Bounds) -> Told:
    days = {part: [day for _, day in rows] for part, rows in reading.done.items()}
    return _crowds(reading, days, bounds, ("报完成的任务", "tasks done"))


def _due_burst(reading: Reading, bounds: Bounds) -> Told:
    found, of = [], 0
    for part in reading.parts:
        rows = [(due, done) for due, done in reading.done.get(part.pk, ()) if due is not None]
        of += len(rows)
        if hurry := hurried(rows, bounds):
            most = sorted(hurry.before, key=lambda one: -one[1])[:4]
            dates = "、".join(f"{due.isoformat()} 到期 {n} 项" for due, n in sorted(most))
            dates_en = ", ".join(f"{n} due {due.isoformat()}" for due, n in sorted(most))
            name = part.unit.name
            said = Says(
                f"{name}：按期报完成的 {hurry.all} 项里有 {hurry.n} 项压着期限（{dates}）",
                f"{name}: {hurry.n} of {hurry.all} that kept their dates came just before them ({dates_en})",
            )
            found.append(Found(said, (_unit(part),)))
    return of, found


def _stage_burst(reading: Reading, bounds: Bounds) -> Told:
    stages, closed = reading.stages(), reading.closed()
    found, of = [], 0
    for part in reading.parts:
        done = [day for _, day in reading.done.get(part.pk, ())]
        days = [*done, *reading.confirmed.get(part.pk, ()), *closed.get(part.unit_id, ())]
        of += len(days)
        after: date | None = None
        for name, begins, end in stages.get(part.pk, ()):
            since, after = begins or after, end + timedelta(days=1)
            within = [(end, day) for day in days if (since is None or since <= day) and day <= end]
            if hurry := hurried(within, bounds):
                unit, until = part.unit.name, end.isoformat()
                said = Says(
                    f"{unit}：{name}（{until} 止）{hurry.all} 件里有 {hurry.n} 件在最后 {bounds.due_days} 天",
                    f"{unit}: {name} (until {until}): {hurry.n} of {hurry.all} in its last {bounds.due_days} days",
                )
                found.append(Found(said, (_unit(part),)))
    return of, found


def _crowds(
    reading: Reading, days: Mapping[int, Sequence[date]], bounds: Bounds, what: tuple[str, str]
) -> Told:
    """Units on whose one day most fell. `days` by participation."""
    found = []
    for part in reading.parts:
        crowd = crowded(days.get(part.pk, ()), bounds)
        if crowd:
            name, day = part.unit.name, crowd.day.isoformat()
            found.append(
                Found(
                    Says(
                        f"{name}：{what[0]} {crowd.all} 里有 {crowd.n} 在 {day} 这一天",
                        f"{name}: {crowd.n} of {crowd.all} {what[1]} on {day}",
                    ),
                    (_unit(part),),
                )
            )
    return sum(map(len, days.values())), found


def _vote(reading: Reading, bounds: Bounds) -> Told:
    rows = reading.votes()
    found = [
        Found(
            Says(
                f"{reading.names[vote.unit]}：发出 {vote.out} 张，收回 {vote.back} 张，全部满意",
                f"{reading.names[vote.unit]}: {vote.out} given out, {vote.back} back, all satisfied",
            ),
            (Thing("vote", str(vote.number), reading.names[vote.unit]),),
        )
        for vote in rows
        if vote.whole and vote.back < bounds.response * vote.out
    ]
    return len(rows), found


def _no_fact(reading: Reading, _: Bounds) -> Told:
    n, bare = reading.without_fact()
    found = [
        Found(
            Says(f"{len(numbers)} 个", f"{len(numbers)}")
            if unit is None
            else Says(f"{reading.names[unit]}：{len(numbers)} 个", f"{reading.names[unit]}: {len(numbers)}"),
            tuple(Thing("problem", number, number) for number in numbers[:MOST_LISTED]),
        )
        for unit, numbers in bare
    ]
    return n, found


def _papers_alike(reading: Reading, bounds: Bounds) -> Told:
    texts = reading.texts()
    shared, sizes = reading.marks([one.index for one in texts.values()])
    apart = {one.index: (one.unit, one.campaign) for one in texts.values()}
    by_index = {one.index: one for one in texts.values()}
    found = []
    for pair in alike(shared, sizes, apart, bounds):
        one, other = by_index[pair.one], by_index[pair.other]
        if not {one.unit, other.unit} & set(reading.order):
            continue
        share = f"{min(pair.share, 1.0):.0%}"
        found.append(
            Found(
                Says(
                    f"{one.owner}《{one.title}》和{other.owner}《{other.title}》：{share}",
                    f"{one.owner}: {one.title} and {other.owner}: {other.title}: {share}",
                ),
                tuple(
                    Thing("unit", str(unit), reading.names[unit])
                    for unit in dict.fromkeys((one.unit, other.unit))
                    if unit in reading.names
                ),
            )
        )
    return len(texts), found


def _answers_same(reading: Reading, _: Bounds) -> Told:
    return _same(reading, reading.answers(), 2)


def _findings_same(reading: Reading, bounds: Bounds) -> Told:
    return _same(reading, reading.findings(), bounds.same_units)


def _looks_same(reading: Reading, bounds: Bounds) -> Told:
    return _same(reading, reading.looks(), bounds.same_units)


def _same(reading: Reading, rows: Iterable[tuple[int, str]], least: int) -> Told:
    told = list(rows)
    found = []
    for same in same_words(told, least):
        units = [unit for unit in reading.order if unit in same.units]
        names, words = named(units, reading.names), same.text[:60]
        found.append(
            Found(
                Says(f"{names}：“{words}”", f"{names}: '{words}'"),
                tuple(Thing("unit", str(unit), reading.names[unit]) for unit in units[:MOST_LISTED]),
            )
        )
    return len(told), found


def _unit(part: Participation) -> Thing:
    return Thing("unit", str(part.unit_id), part.unit.name)


_LOOK: Mapping[Looked, Callable[[Reading, Bounds], Told]] = {
    Looked.ASKED_TWICE: _asked_twice,
    Looked.BURDEN: _burden,
    Looked.TALKS_A_DAY: _talks_a_day,
    Looked.TALKS_BURST: _talks_burst,
    Looked.DONE_BURST: _done_burst,
    Looked.DUE_BURST: _due_burst,
    Looked.STAGE_BURST: _stage_burst,
    Looked.VOTE: _vote,
    Looked.NO_FACT: _no_fact,
    Looked.PAPERS_ALIKE: _papers_alike,
    Looked.ANSWERS_SAME: _answers_same,
    Looked.FINDINGS_SAME: _findings_same,
    Looked.LOOKS_SAME: _looks_same,
}

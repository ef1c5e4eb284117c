"""What a template says that can't be: circles of events, stages over each other, gates that nothing can pass.

Looked at once the schema is met and every reference leads somewhere; each remark names the place in its file.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from graphlib import CycleError
from itertools import pairwise

from huiyin.process.campaigns.rules.dating import event_order, rule_of
from huiyin.process.campaigns.rules.folder import Folder
from huiyin.process.campaigns.rules.gates import Check
from huiyin.process.campaigns.rules.possible import can_hold
from huiyin.process.campaigns.rules.references import Remark
from huiyin.process.campaigns.rules.schedule import Event, Pause, PlanItem, Step, When

_LONGEST_PAUSE = (
    120  # days: the longest holiday of a school is shorter, and a date must come out on the other side
)
_A_WORKING_DAY = 7 / 5  # days on the calendar, to compare windows before there is a date


def unsound(folder: Folder) -> Iterator[Remark]:
    """Everything that is wrong with what the parts say together."""
    yield from _first_event(folder.plan.events)
    circles = list(_circles(folder))
    yield from circles
    yield from _occasional(folder.plan.events, folder.plan.items)
    yield from _tiers(folder)
    yield from _pauses(folder.plan.pauses)
    yield from _steps(folder)
    yield from _typed(folder)
    if not circles:
        yield from _overlaps(folder)
        yield from _backwards(folder)
    yield from _gates(folder)


def _first_event(events: Sequence[Event]) -> Iterator[Remark]:
    first = [at for at, event in enumerate(events) if event.after is None and not event.occasional]
    planned = any(not event.occasional for event in events)
    if planned and not first:
        zh = "没有起始事件：恰好一个事件不写 after，活动由它的日期启动"
        yield Remark("plan", ("events",), zh, "no first event: exactly one event has no “after”")
    for at in first[1:]:
        code = events[at].code
        zh = f"事件“{code}”没有写 after；起始事件已是“{events[first[0]].code}”，其余事件须写默认间隔，或标 occasional = true"
        en = f"event “{code}” has no “after”: “{events[first[0]].code}” is the first one already"
        yield Remark("plan", ("events", at), zh, en)


def _circles(folder: Folder) -> Iterator[Remark]:
    """A circle is told once, whatever the number of tiers in which it goes round."""
    events, told = folder.plan.events, set[frozenset[str]]()
    places = {event.code: at for at, event in enumerate(events)}
    for tier in ("", *(tier.code for tier in folder.plan.tiers)):
        try:
            list(event_order(events, tier))
        except CycleError as error:
            round_ = list(dict.fromkeys(error.args[1]))
            if frozenset(round_) in told:
                continue
            told.add(frozenset(round_))
            path = " → ".join([*round_, round_[0]])
            zh = f"事件互相等待，成了圈：{path}；请断开其中一处 after"
            yield Remark("plan", ("events", places[round_[0]]), zh, f"events wait for each other: {path}")


def _occasional(events: Sequence[Event], items: Sequence[PlanItem]) -> Iterator[Remark]:
    occasional = {event.code for event in events if event.occasional}
    zh, en = (
        "“{}”随时发生、没有一个日期，不能由它推算",
        "“{}” happens any number of times: nothing can be dated by it",
    )
    for at, event in enumerate(events):
        for rule in (event.after, *event.tiers.values()):
            if rule is not None and rule.event in occasional:
                yield Remark("plan", ("events", at), zh.format(rule.event), en.format(rule.event))
    for at, item in enumerate(items):
        if item.start and (item.start.event in occasional) != (item.due.event in occasional):
            yield Remark(
                "plan", ("items", at, "start"), zh.format(item.start.event), en.format(item.start.event)
            )


def _tiers(folder: Folder) -> Iterator[Remark]:
    tiers = folder.plan.tiers
    rest = [at for at, tier in enumerate(tiers) if not tier.root and not tier.kinds]
    if tiers and not rest:
        zh = "缺一个收容其余单位的层次（不写 root 和 kinds）"
        yield Remark("plan", ("tiers",), zh, "no tier takes the units that are left (neither root nor kinds)")
    for at in range(rest[0] + 1 if rest else len(tiers), len(tiers)):
        if not tiers[at].root:
            zh = f"层次“{tiers[at].code}”永远轮不到：前面的“{tiers[rest[0]].code}”已收容其余单位"
            yield Remark("plan", ("tiers", at), zh, f"tier “{tiers[at].code}” is never reached")
    for stem, path, rule in _with_kinds(folder):
        if rule.kinds and rule.tiers and not _meet(folder, rule.tiers, rule.kinds):
            zh, en = "没有一个单位既属这些层次、又属这些类别", "no unit is of these tiers and of these kinds"
            yield Remark(stem, path, zh, en)


def _with_kinds(folder: Folder) -> Iterator[tuple[str, tuple[str | int, ...], PlanItem | Pause | Step]]:
    for at, item in enumerate(folder.plan.items):
        yield "plan", ("items", at), item
    for at, pause in enumerate(folder.plan.pauses):
        yield "plan", ("pauses", at), pause
    for path, step in _placed_steps(folder):
        yield "stages", path, step


def _meet(folder: Folder, tiers: Sequence[str], kinds: Sequence[str]) -> bool:
    by_code = {tier.code: tier for tier in folder.plan.tiers}
    taken = {kind for tier in folder.plan.tiers for kind in tier.kinds}
    found = [by_code[code] for code in tiers if code in by_code]
    return any(
        tier.root or (set(kinds) & set(tier.kinds) if tier.kinds else set(kinds) - taken) for tier in found
    )


def _pauses(pauses: Sequence[Pause]) -> Iterator[Remark]:
    for at, pause in enumerate(pauses):
        if _length(pause) > _LONGEST_PAUSE:
            zh = f"暂停期长过 {_LONGEST_PAUSE} 天，日期会无处可去"
            yield Remark(
                "plan", ("pauses", at), zh, f"a pause of more than {_LONGEST_PAUSE} days leaves no day"
            )


def _length(pause: Pause) -> int:
    (since_month, since_day), (until_month, until_day) = (
        map(int, text.split("-")) for text in (pause.since, pause.until)
    )
    return ((until_month - since_month) * 31 + until_day - since_day) % 372 + 1


def _placed_steps(folder: Folder) -> Iterator[tuple[tuple[str | int, ...], Step]]:
    for at, stage in enumerate(folder.stages.stages):
        for inner, step in enumerate(stage.steps):
            yield ("stages", at, "steps", inner), step
    for at, step in enumerate(folder.stages.steps):
        yield ("steps", at), step


def _steps(folder: Folder) -> Iterator[Remark]:
    placed = list(_placed_steps(folder))
    counts = Counter(step.code for _, step in placed)
    stage_of = {step.code: stage.code for stage in folder.stages.stages for step in stage.steps}
    served = {item.step for item in folder.plan.items}
    for path, step in placed:
        if counts[step.code] > 1:
            zh = f"步骤代码“{step.code}”用了两次；步骤代码在整个模板里只能用一次"
            yield Remark("stages", (*path, "code"), zh, f"step “{step.code}” is used twice in the template")
        if step.code not in served:
            zh = f"步骤“{step.code}”没有计划项：没有时限的步骤无从跟踪"
            yield Remark("stages", path, zh, f"step “{step.code}” has no plan item: nothing says until when")
    for at, item in enumerate(folder.plan.items):
        if item.step is None:
            continue
        if item.step not in counts:
            zh = f"引用了不存在的步骤“{item.step}”（应见 stages.toml）"
            en = f"“{item.step}” is no step of stages.toml"
            yield Remark("plan", ("items", at, "step"), zh, en, tuple(counts))
        elif item.stage is not None and stage_of.get(item.step) != item.stage:
            zh = f"步骤“{item.step}”不在环节“{item.stage}”里"
            yield Remark(
                "plan", ("items", at, "stage"), zh, f"step “{item.step}” isn't in stage “{item.stage}”"
            )


def _typed(folder: Folder) -> Iterator[Remark]:
    for at, item in enumerate(folder.plan.items):
        form = folder.forms.forms.get(item.document or "")
        columns = tuple(column.code for column in form.columns) if form else ()
        for place, code in enumerate(item.typed):
            if code not in columns:
                zh, en = f"表样里没有栏目“{code}”", f"the form has no column “{code}”"
                yield Remark("plan", ("items", at, "typed", place), zh, en, columns)


def _overlaps(folder: Folder) -> Iterator[Remark]:
    for tier in ("", *(tier.code for tier in folder.plan.tiers)):
        place = _Places(folder.plan.events, tier)
        stages = folder.stages.stages
        for at, (before, stage) in enumerate(pairwise(stages), start=1):
            ends, starts = place.of(before.ends), place.of(stage.starts)
            if ends is not None and starts is not None and starts <= ends and not stage.overlaps:
                zh = f"环节“{stage.code}”在“{before.code}”结束前就开始；确要交叠请写 overlaps = true"
                en = f"stage “{stage.code}” starts before “{before.code}” ends; write overlaps = true if it may"
                yield Remark("stages", ("stages", at, "starts"), zh, en)
                return


def _backwards(folder: Folder) -> Iterator[Remark]:
    """What begins after it is due, or a stage that ends before it starts."""
    place = _Places(folder.plan.events, "")
    zh, en = "开始的日子晚于截止的日子", "it starts after it is due"
    for at, item in enumerate(folder.plan.items):
        start, due = place.of(item.start), place.of(item.due)
        if start is not None and due is not None and start > due:
            yield Remark("plan", ("items", at, "start"), zh, en)
    for at, stage in enumerate(folder.stages.stages):
        starts, ends = place.of(stage.starts), place.of(stage.ends)
        if starts is not None and ends is not None and starts > ends:
            yield Remark("stages", ("stages", at, "starts"), zh, en)


class _Places:
    """Where an event lies, in days from the first one, by the default distances."""

    def __init__(self, events: Sequence[Event], tier: str) -> None:
        self.days: dict[str, float] = {}
        for event in event_order(events, tier):
            rule = rule_of(event, tier)
            if rule is None:
                self.days[event.code] = 0.0
            elif (day := self.of(rule)) is not None:
                self.days[event.code] = day

    def of(self, when: When | None) -> float | None:
        if when is None or when.event not in self.days:
            return None
        return self.days[when.event] + when.offset * (_A_WORKING_DAY if when.days == "working" else 1)


def _gates(folder: Folder) -> Iterator[Remark]:
    kinds = {fact.name: fact.type for fact in folder.facts.facts}
    for at, gate in enumerate(folder.gates.gates):
        sound: list[Check] = []
        for place, check in enumerate(gate.conditions):
            if can_hold([check], kinds):
                sound.append(check)
            else:
                zh, en = "这个条件永远不可能成立", "this condition can never hold"
                yield Remark("gates", ("gates", at, "conditions", place), zh, en)
        if not can_hold(sound, kinds):
            zh = f"关口“{gate.code}”的条件互相矛盾，谁也过不去"
            yield Remark(
                "gates",
                ("gates", at, "conditions"),
                zh,
                f"the conditions of “{gate.code}” exclude each other",
            )

"""A plan as lines to be read: what, who, until when, and by which rule; for one unit, and for all of them by item."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.process.campaigns.rules.dating import Situation, Span
from huiyin.process.campaigns.rules.schedule import PlanItem
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.campaigns.rules.timetable import Member, Timetable
from huiyin.process.campaigns.rules.wording import Names, names_in, rule_in_words

Kin = tuple[str, str]
"""Units of one tier and one kind."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of a plan, in Chinese as a paper prints it. `basis` says from which rule and event the date came."""

    code: str
    stage: str
    task: str
    demand: str
    responsible: str
    starts_on: date | None
    due_on: date | None
    product: str
    note: str
    basis: str


class PlanLines:
    """The lines of a timetable, each made once for all the units that share it."""

    def __init__(self, table: Timetable) -> None:
        self.table = table
        self.names = names_in(table.template)
        self._stage_of = stage_names(table.template)
        self._kept: dict[Situation, tuple[PlanLine, ...]] = {}

    def of(self, situation: Situation) -> tuple[PlanLine, ...]:
        """The lines of a unit in this situation, in the order of the template."""
        if situation not in self._kept:
            spans = self.table.schedule(situation).spans
            self._kept[situation] = tuple(self._line(span) for span in spans)
        return self._kept[situation]

    def by_unit(self) -> Iterator[tuple[Member, PlanLine]]:
        """Every line of every unit, unit by unit in the order in which they were given."""
        units = [
            (member, situation) for situation, members in self.table.members.items() for member in members
        ]
        for member, situation in sorted(units, key=lambda pair: pair[0].pk):
            for line in self.of(situation):
                yield member, line

    def by_item(self) -> Iterator[tuple[PlanLine, str]]:
        """The whole campaign by item: one line where all units share its dates, else one for each date, and for whom it is."""
        order = {item.code: at for at, item in enumerate(self.table.template.plan)}
        lines: dict[tuple[int, date, date | None], PlanLine] = {}
        groups: dict[tuple[int, date, date | None], Counter[Kin]] = defaultdict(Counter)
        everybody: Counter[Kin] = Counter()
        for situation, members in self.table.members.items():
            kin = (situation.tier, situation.kind)
            everybody[kin] += len(members)
            for line in self.of(situation):
                key = (order[line.code], line.due_on or date.max, line.starts_on)
                lines.setdefault(key, line)
                groups[key][kin] += len(members)
        for key in sorted(groups, key=lambda key: (key[0], key[1], key[2] or date.min)):
            yield lines[key], whose(self.table.template, groups[key], everybody)

    def _line(self, span: Span) -> PlanLine:
        item = span.item
        return PlanLine(
            code=item.code,
            stage=self._stage_of.get(item.code, ""),
            task=item.zh,
            demand=item.what,
            responsible=item.who,
            starts_on=span.start.day if span.start else None,
            due_on=span.due.day,
            product=_product(self.names, item),
            note=note_of(
                span.start.day if span.start else None, prescribed=item.prescribed, missing=span.due.missing
            ),
            basis=rule_in_words(span.due, self.names).zh,
        )


def _product(names: Names, item: PlanItem) -> str:
    found = names.documents.get(item.document or "")
    return found.zh if found else ""


def stage_names(template: Template) -> Mapping[str, str]:
    """The stage of each item, in Chinese: its own, else that of its step."""
    stage_of = {step.code: stage.zh for stage, step in template.steps() if stage is not None}
    named = {stage.code: stage.zh for stage in template.stages}
    return {
        item.code: stage_of.get(item.step or "", named.get(item.stage or "", "")) for item in template.plan
    }


def note_of(starts_on: date | None, *, prescribed: bool = True, missing: int | None = None) -> str:
    """What the column 备注 says: when it starts, that it isn't prescribed, which year's calendar is missing."""
    parts = []
    if missing is not None:
        parts.append(f"{missing} 年的年历未录入，日期待定")
    if starts_on is not None:
        parts.append(f"{starts_on.year}年{starts_on.month}月{starts_on.day}日开始")
    if not prescribed:
        parts.append("自选动作")
    return "；".join(parts)


def whose(template: Template, mine: Mapping[Kin, int], everybody: Mapping[Kin, int]) -> str:
    """For whom a line is, from how many units of each kin have it and how many there are: all, whole tiers, whole kinds of a
    tier, else a number."""
    if all(mine.get(kin, 0) == count for kin, count in everybody.items()):
        return "全部单位"
    names = {tier.code: tier.zh for tier in template.tiers}
    found = []
    for tier in dict.fromkeys([*names, *(tier for tier, _ in everybody)]):
        kinds = [kind for kin_tier, kind in everybody if kin_tier == tier]
        here = {kind: mine[tier, kind] for kind in kinds if mine.get((tier, kind))}
        if not here:
            continue
        complete = all(count == everybody[tier, kind] for kind, count in here.items())
        name = names.get(tier, "")
        if name and complete and len(here) == len(kinds):
            found.append(name)
            continue
        part = "、".join(here) if complete and all(here) else f"{sum(here.values())} 个单位"
        found.append(f"{name}中的{part}" if name else part)
    return "、".join(found)

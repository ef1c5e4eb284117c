"""A plan as it goes onto sheets: item by item of each unit, and the whole campaign by ask and date."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from huiyin.process.campaigns.models import Campaign, Participation, PlanItemQuerySet
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.queries.timetable import given_dates, members_of, timetable
from huiyin.process.campaigns.rules.plan_lines import Kin, PlanLine, PlanLines, note_of, whose
from huiyin.process.campaigns.rules.progress_sheet import Progress

BY_HAND = "活动办单独定的日期"
Dates = tuple[str, date | None, date | None]
"""An ask's code with the dates of an item of it: (code, from, until)."""

_ASK = ("code", "title", "demand", "who", "stage", "product", "source")


@dataclass(frozen=True)
class ItemLine:
    """An item of a unit on a sheet: its line of the plan, and how far it is."""

    item: int
    version: int
    unit: str
    line: PlanLine
    said: Progress


@dataclass(frozen=True)
class AskLine:
    """An ask with one of its dates: for whom, over how many units, and how many of them are done."""

    line: PlanLine
    who: str
    units: int
    done: int


class PlanOnSheets:
    """The plan of the units in `visible`, made of `items`: those of them that a reader may see. Nothing waits for a signature."""

    def __init__(self, campaign: Campaign, visible: QuerySet[Participation], items: PlanItemQuerySet) -> None:
        self.campaign = campaign
        self.template = template_of(campaign)
        self.visible = visible.filter(ended_on=None)
        self.items = items.sent().filter(participation__in=self.visible)
        self._stages = {stage.code: stage.zh for stage in self.template.stages}
        self._prescribed = {item.code: item.prescribed for item in self.template.plan}
        self._bases = self._made_bases()

    def count(self) -> int:
        """How many items there are. One query."""
        return self.items.count()

    def lines(self) -> Iterator[ItemLine]:
        """Every item, unit by unit in the order of the tree. One query, streamed."""
        rows = self.items.order_by("participation__unit__path", "ask__position", "ask_id").values_list(
            "pk",
            "version",
            "participation__unit__name",
            *(f"ask__{name}" for name in _ASK),
            "starts_on",
            "due_on",
            "by_hand",
            "progress",
            "done_on",
            "late_reason",
        )
        for (
            pk,
            version,
            unit,
            *ask,
            starts_on,
            due_on,
            by_hand,
            progress,
            done_on,
            late_reason,
        ) in rows.iterator():
            line = self._line(ask, starts_on, due_on, by_hand=by_hand)
            yield ItemLine(pk, version, unit, line, Progress(progress, done_on, late_reason))

    def by_ask(self) -> list[AskLine]:
        """The whole of it by ask and date. 2 queries; O(asks × kinds of unit)."""
        everybody: Counter[Kin] = Counter(
            {
                (tier, kind): count
                for tier, kind, count in self.visible.order_by()
                .values_list("tier", "unit__kind")
                .annotate(count=Count("pk"))
            }
        )
        rows = (
            self.items.order_by()
            .values_list(
                "ask__position",
                "ask_id",
                *(f"ask__{name}" for name in _ASK),
                "starts_on",
                "due_on",
                "participation__tier",
                "participation__unit__kind",
            )
            .annotate(count=Count("pk"), done=Count("done_on"), by_hand=Count("pk", filter=Q(by_hand=True)))
        )
        lines: dict[tuple[int, int, date, date], PlanLine] = {}
        mine: dict[tuple[int, int, date, date], Counter[Kin]] = defaultdict(Counter)
        done: Counter[tuple[int, int, date, date]] = Counter()
        for position, ask_id, *ask, starts_on, due_on, tier, kind, count, finished, by_hand in rows:
            key = (position, ask_id, due_on or date.max, starts_on or date.min)
            lines.setdefault(key, self._line(ask, starts_on, due_on, by_hand=bool(by_hand)))
            mine[key][tier, kind] += count
            done[key] += finished
        return [
            AskLine(lines[key], whose(self.template, mine[key], everybody), mine[key].total(), done[key])
            for key in sorted(lines)
        ]

    def _line(
        self, ask: list[str], starts_on: date | None, due_on: date | None, *, by_hand: bool
    ) -> PlanLine:
        code, title, demand, who, stage, product, source = ask
        basis = BY_HAND if by_hand else self._bases.get((code, starts_on, due_on), source)
        note = note_of(starts_on, prescribed=self._prescribed.get(code, True))
        return PlanLine(
            code, self._stages.get(stage, ""), title, demand, who, starts_on, due_on, product, note, basis
        )

    def _made_bases(self) -> Mapping[Dates, str]:
        """Which rule gives an item these dates. 5 queries; O(situations × rules)."""
        members = members_of(self.campaign, self.visible.values_list("pk", flat=True))
        table = timetable(self.campaign, members, given_dates(self.campaign))
        made = PlanLines(table)
        return {
            (line.code, line.starts_on, line.due_on): line.basis
            for situation in table.members
            for line in made.of(situation)
        }

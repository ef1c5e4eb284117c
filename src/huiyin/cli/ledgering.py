"""What `huiyin problems` does, once Django is awake: by the same rules and commands as the pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from huiyin.cli.pipeline import OPERATOR
from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Sheet
from huiyin.platform.orgs.commands.rehearsing import rehearse
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.models import Campaign
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.queries import Sought, sought
from huiyin.process.rectification.commands import LedgerTaken, import_ledger
from huiyin.process.rectification.queries import standing_problems
from huiyin.process.rectification.rules.exchange import Differences, Standing, differences
from huiyin.process.rectification.rules.exchange_edits import CellEdit, ProblemEdit, edits_of
from huiyin.process.rectification.rules.exchange_sheet import MEASURE_HEADINGS, SheetFault, read_exchange
from huiyin.reports.papers.exchange import choices_in, ledger_form, shown_cells, write_exchange
from huiyin.reports.papers.lists import Wanted

_SHOWN = 200  # cells of each kind that are printed; --json has all


def export(code: str | None, out: Path, today: date) -> int:
    """Write the workbook of a whole campaign's ledger; how many problems are on it."""
    wanted = _everything(campaign_of(code))
    write_exchange(wanted, out, today)
    return sought(wanted.visible, wanted.sought).count()


@dataclass(frozen=True)
class Looked:
    """An edited workbook held beside the ledger: what would be written, and what wouldn't."""

    campaign: Campaign
    by: Actor
    found: Differences
    edits: tuple[ProblemEdit, ...]
    faults: tuple[SheetFault, ...]
    notes: tuple[SheetFault, ...]
    mine: bool

    @classmethod
    def at(cls, code: str | None, sheets: Sequence[Sheet], *, mine: bool, at: datetime) -> "Looked":
        """Read it; nothing is written. BadInput for what is no exported ledger."""
        campaign = campaign_of(code)
        wanted, by = _everything(campaign), _operator(campaign)
        form = {column.code: column.heading for column in ledger_form(wanted.template).columns}
        read = read_exchange(sheets, form, choices_in(wanted.template), campaign.code, at.date())
        found = differences(read.rows, _standing(wanted, {row.number for row in read.rows}), form)
        chosen = [*found.changes, *(found.conflicts if mine else ())]
        edits = edits_of(chosen, found.added)
        refused = rehearse(import_ledger, campaign, edits, by=by, at=at).refused
        bad = {fault.what.split(" ")[0] for fault in refused}
        taken = tuple(edit for edit in edits if edit.number not in bad)
        faults = (*refused, *read.faults, *found.faults)
        return cls(campaign, by, found, taken, faults, tuple(found.notes), mine)

    def write(self, at: datetime) -> LedgerTaken:
        return import_ledger(self.campaign, self.edits, by=self.by, at=at)

    def lines(self, taken: LedgerTaken | None) -> Iterator[str]:
        """What was found and done, in words."""
        yield from self._cells("会改", "changes", self.found.changes)
        kept = "用表里的" if self.mine else "保留现在的"
        yield from self._cells(f"两边都改过，{kept}", "changed on both sides", self.found.conflicts)
        yield f"会加措施 {len(self.found.added)} 条 / measures to be added: {len(self.found.added)}"
        for heading, faults in (("没有采用", self.faults), ("只供看，不从表里改", self.notes)):
            if faults:
                yield f"{heading} {len(faults)} 处："
            for fault in faults[:_SHOWN]:
                yield f"  {fault.sheet} 第 {fault.row_no} 行 {fault.heading} {fault.what}：{fault.zh} / {fault.en}"
        if taken is not None:
            yield (
                f"写入了：{taken.problems} 个问题的安排，{taken.measures} 条措施，新加 {taken.added} 条措施。"
                f" / Written: {taken.problems} problems, {taken.measures} measures, {taken.added} added."
            )

    def _cells(self, zh: str, en: str, cells: Sequence[CellEdit]) -> Iterator[str]:
        yield f"{zh} {len(cells)} 格 / {en}: {len(cells)}"
        for one in cells[:_SHOWN]:
            yield f"  {_place(one)}：{one.old or '空'} → {one.new or '空'}"

    def as_dict(self, taken: LedgerTaken | None) -> dict[str, object]:
        def cells(some: Sequence[CellEdit]) -> list[dict[str, object]]:
            return [
                {
                    "problem": one.problem,
                    "measure": one.measure,
                    "field": one.field,
                    "old": one.old,
                    "new": one.new,
                }
                for one in some
            ]

        def faults(some: Sequence[SheetFault]) -> list[dict[str, object]]:
            return [
                {
                    "sheet": one.sheet,
                    "row": one.row_no,
                    "what": one.what,
                    "heading": one.heading,
                    "zh": one.zh,
                    "en": one.en,
                }
                for one in some
            ]

        told: dict[str, object] = {
            "changes": cells(self.found.changes),
            "conflicts": cells(self.found.conflicts),
            "added": len(self.found.added),
            "faults": faults(self.faults),
            "notes": faults(self.notes),
            "written": None,
        }
        if taken is not None:
            told["written"] = {"problems": taken.problems, "measures": taken.measures, "added": taken.added}
            told["refused"] = faults(taken.refused)
        return told


def _place(one: CellEdit) -> str:
    if one.measure is None:
        return f"{one.problem} {one.field}"
    return f"{one.problem} 措施 {one.measure} {MEASURE_HEADINGS[one.field]}"


def _standing(wanted: Wanted, numbers: set[str]) -> dict[str, Standing]:
    found = standing_problems(wanted.campaign, wanted.visible, wanted.actors, numbers)
    cells = shown_cells(wanted, found.keys())
    return {
        number: replace(one, shown={**one.shown, **cells.get(number, {})}) for number, one in found.items()
    }


def _everything(campaign: Campaign) -> Wanted:
    by = _operator(campaign)
    return Wanted(campaign, visible_problems([by], campaign), Sought(), (by,))


def _operator(campaign: Campaign) -> Actor:
    """Whoever types on the server, as the office of this campaign."""
    return replace(OPERATOR, scope=campaign.root.path)


def campaign_of(code: str | None) -> Campaign:
    """The campaign of that code, or the only one. BadInput for none and for several."""
    found = list(
        Campaign.objects.select_related("root").filter(**({"code": code} if code else {})).order_by("code")
    )
    if len(found) == 1:
        return found[0]
    known = "、".join(Campaign.objects.order_by("code").values_list("code", flat=True)) or "没有"
    raise BadInput(
        f"请用 --campaign 写明是哪个活动。库里有：{known}。",
        f"Name the campaign by --campaign. There are: {known}.",
    )

"""What a campaign shows of formalism in itself, as a workbook: a line for each that was found, in the order of the checks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.process.campaigns.models import Campaign
from huiyin.process.formalism.queries import Checked
from huiyin.process.formalism.rules.checks import Severity
from huiyin.reports.layout.ledger import write_ledger
from huiyin.reports.layout.ledger_shape import Cell, Column, LedgerSheet

_SEVERITIES = {Severity.WARNING: "要处理", Severity.NOTE: "请看一看"}
_COLUMNS = (
    Column("name", "看什么", width=26),
    Column("severity", "轻重", width=10),
    Column("n", "发现", "number"),
    Column("of", "看了", "number"),
    Column("found", "是什么", "long_text"),
    Column("definition", "怎么算", width=40),
    Column("mends", "谁能改", width=16),
)


def file_name(campaign: Campaign) -> str:
    """What the file is called."""
    return f"{campaign.name}形式主义自查"


def write_formalism(path: Path, looked: Sequence[Checked], organiser: str, on: date) -> None:
    """Write the list; what came upon nothing stands there, too, with how many were looked at."""
    sheet = LedgerSheet(
        title="形式主义自查",
        columns=_COLUMNS,
        rows=_rows(looked),
        unit=organiser,
        filled_on=on,
        counted=False,
    )
    with written_whole(path) as part:
        write_ledger(part, sheet)


def _rows(looked: Sequence[Checked]) -> Iterator[Mapping[str, Cell]]:
    for one in looked:
        head: dict[str, Cell] = {
            "name": one.check.name.zh,
            "severity": _SEVERITIES[one.check.severity] if one.n else "没有发现",
            "n": one.n,
            "of": one.of,
            "definition": one.check.definition.zh,
            "mends": one.check.mends.zh,
        }
        for found in one.found:
            listed = "、".join(thing.name for thing in found.things if thing.kind == "problem")
            yield {**head, "found": f"{found.says.zh}{'：' if listed else ''}{listed}"}
        if not one.found:
            yield {**head, "found": ""}

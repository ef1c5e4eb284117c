"""What a run did: for a person in a few lines, for programs as summary.json."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from huiyin.cli.judging import Judged
from huiyin.cli.wording import other_sheets_line, yearless_line
from huiyin.kit.outputs import written_whole
from huiyin.platform.orgs.rules.unit_rows import UnitProblem
from huiyin.process.opinions.queries import Rate
from huiyin.process.opinions.rules.intake import Clash, Taken
from huiyin.reports.layout.fonts import MissingFont
from huiyin.reports.papers.material import Material

SUMMARY = "summary.json"


@dataclass
class Intaken:
    """What became of the workbook's rows, added up over the chunks."""

    judged: Judged
    number: int
    added: int = 0
    repeated: int = 0
    clashes: list[Clash] = field(default_factory=list)
    unmatched_units: Mapping[str, int] = field(default_factory=dict)

    def add(self, taken: Taken) -> None:
        self.added += taken.added
        self.repeated += taken.repeated
        self.clashes.extend(taken.clashes)

    @property
    def done(self) -> int:
        return self.added + self.repeated + len(self.clashes)

    @property
    def refused(self) -> int:
        return len(self.judged.bad) + len(self.clashes)


@dataclass(frozen=True)
class Summary:
    """Counts, rates with their n, seconds a step."""

    material: Material
    intaken: Intaken
    unit_problems: tuple[UnitProblem, ...]
    files: Sequence[str]
    fonts: Sequence[MissingFont]
    out: Path
    seconds: Mapping[str, float]

    def as_dict(self) -> dict[str, object]:
        material, intaken = self.material, self.intaken
        return {
            "template": {
                "code": material.template.code,
                "version": material.template.version,
                "digest": material.template.digest,
            },
            "file": {
                "name": intaken.judged.path.name,
                "sheet": intaken.judged.sheet.name,
                "other_sheets": list(intaken.judged.sheet.others),
            },
            "columns": {guess.field: guess.header for guess in intaken.judged.columns.guesses},
            "rows": {
                "added": intaken.added,
                "already_there": intaken.repeated,
                "refused": intaken.refused,
                "skipped": dict(intaken.judged.skipped),
                "with_remarks": len(intaken.judged.notes()),
            },
            "dates_without_year": {str(year): n for year, n in sorted(intaken.judged.years_given().items())},
            "units": {
                "known": len(material.units),
                "not_matched": intaken.unmatched_units,
                "problems": [
                    {"row": problem.row_no, "zh": problem.zh, "en": problem.en}
                    for problem in self.unit_problems
                ],
            },
            "opinions": {
                "received": material.balance.received,
                **{part.value: n for part, n in material.balance.parts.items()},
                "near_duplicates": len(material.twins),
            },
            "groups": {
                "groups": len(material.groups),
                "grouped_opinions": sum(len(group.opinions) for group in material.groups),
                "largest": max((len(group.opinions) for group in material.groups), default=0),
                "candidate_problems": len(material.candidates),
            },
            "problems": len(material.problems),
            "rates": {"focus": _rate(material.focus_rate), "specificity": _rate(material.specificity_rate)},
            "head": material.head,
            "fonts_missing": [{"name": font.name, "zh": font.zh, "en": font.en} for font in self.fonts],
            "seconds": dict(self.seconds),
            "files": [*self.files, SUMMARY],
            "out": str(self.out),
        }

    def as_json(self) -> str:
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1)

    def as_text(self) -> str:
        material, intaken = self.material, self.intaken
        rate = material.focus_rate
        lines = [
            f"收录 {intaken.added} 条，已有 {intaken.repeated} 条，未收录 {intaken.refused} 行；库中共 {material.balance.received} 条。",
            f"近重复 {len(material.twins)} 条；归为 {len(material.groups)} 组，候选问题 {len(material.candidates)} 个。",
            f"聚焦率{'建议值' if rate.suggested else ''} {rate.k}/{rate.n}"
            + (f" = {rate.shown:.1%}" if rate.shown is not None else "（不足 10 条，不计比率）"),
            f"用时 {sum(self.seconds.values()):.1f} 秒。链头 {material.head}",
            *self._to_check(),
            *(f"单位表第 {problem.row_no} 行：{problem.zh}" for problem in self.unit_problems),
            *(f"未认出的单位“{name}”：{n} 条" for name, n in self.intaken.unmatched_units.items()),
            *self._fonts(),
            f"结果在 {self.out} ：",
            *(f"  {name}" for name in [*self.files, SUMMARY]),
        ]
        return "\n".join(lines)

    def _to_check(self) -> list[str]:
        others, years = self.intaken.judged.sheet.others, self.intaken.judged.years_given()
        lines = [other_sheets_line(others)] if others else []
        return lines + ([yearless_line(years)] if years else [])

    def _fonts(self) -> list[str]:
        if not self.fonts:
            return []
        names = "、".join(font.name for font in self.fonts)
        return [f"本机缺少字体 {names}：打开文件的软件会另选字体代替，文件中仍写原名；打印前请装好。"]

    def write(self) -> None:
        with written_whole(self.out / SUMMARY) as part:
            part.write_text(self.as_json() + "\n", encoding="utf-8")


def _rate(rate: Rate) -> dict[str, object]:
    return {
        "k": rate.k,
        "n": rate.n,
        "rate": None if rate.shown is None else round(rate.shown, 4),
        "suggested": rate.suggested,
    }

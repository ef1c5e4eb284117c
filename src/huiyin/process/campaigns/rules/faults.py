"""What is wrong with a template: one fault a line, all of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.kit.errors import BadInput


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of one file.

    `file` is the file's name inside the template's folder; `line` counts from 1 and is 0 where the file itself is
    missing; `where` is the dotted path inside the file ("leaves.3.group", indexes from 0), empty for the whole file;
    `allowed` lists what would have been right, empty where that can't be listed.
    """

    file: str
    line: int
    where: str
    zh: str
    en: str
    allowed: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        path = f" {self.where}" if self.where else ""
        allowed = f"（可用 allowed：{'、'.join(self.allowed)}）" if self.allowed else ""
        return f"{place}{path} {self.zh}{allowed} / {self.en}"


class BadTemplate(BadInput):
    """A campaign template that breaks its schema; `faults` holds every error found, in file and line order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.where)))
        count = len(self.faults)
        listing = "".join(f"\n  {fault}" for fault in self.faults)
        super().__init__(
            f"活动模板有 {count} 处错误，没有载入",
            f"the campaign template has {count} error(s) and was not loaded{listing}",
        )

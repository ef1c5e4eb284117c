"""The shipped files of the demo (library/demo/) as plain values. All is invented, but what was said at the meeting."""

import csv
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from huiyin.process.meetings.rules.records import PassageKind, Said

ROOT_CODE = "YH00"
_FOLDER = Path(__file__).parents[1] / "library" / "demo"
_NUMBER = re.compile(r"Y\d{3}")
_TEXT = "意见原文（原汁原味）"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit of the invented city: code, full name, kind, and the short names by which people call it."""

    code: str
    name: str
    parent: str
    kind: str
    aliases: tuple[str, ...]

    @property
    def short(self) -> str:
        return self.aliases[0]


@dataclass(frozen=True, slots=True)
class Base:
    """A text written by hand with its labels. `matter` "" speaks of nothing that others speak of; `unit` "" fits any of `kinds`.

    `row` is the clerk's line as it stands in opinions.csv, by heading; empty for the texts of voices.csv, which have slots.
    """

    number: str
    text: str
    matter: str
    kind: str
    kinds: tuple[str, ...]
    unit: str
    giver: str
    channel: str
    leaf: str
    topic: str
    concern: str
    specific: bool
    raised_on: date | None
    row: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LedgerWords:
    """How the office words a matter in the ledger: title, summary (归纳), cause and horizon as codes of the template."""

    title: str
    summary: str
    cause: str
    horizon: str


@cache
def units() -> Mapping[str, UnitLine]:
    """All 79 units by code, the bureau first."""
    lines = [*_records("units.csv"), *_records("more_units.csv")]
    found = [
        UnitLine(
            row["单位代码"],
            row["单位名称"],
            row["上级单位"],
            row["类别"] if row["上级单位"] else "教育局",
            tuple(row["简称"].split("、")),
        )
        for row in lines
    ]
    return {unit.code: unit for unit in found}


@cache
def clerks_texts() -> tuple[Base, ...]:
    """The 581 opinions of opinions.csv, as the clerk had them."""
    labels = {row["编号"]: row for row in _records("labels.csv")}
    rows = _rows("opinions.csv")
    heading = next(row for row in rows if row[0] == "编号")
    lines = [dict(zip(heading, row, strict=True)) for row in rows if _NUMBER.fullmatch(row[0])]
    return tuple(_clerks(line, labels[line["编号"]]) for line in lines)


def _clerks(line: Mapping[str, str], label: Mapping[str, str]) -> Base:
    unit = label["unit"]
    return Base(
        number=line["编号"],
        text=line[_TEXT],
        matter=label["matter"],
        kind=label["kind"],
        kinds=(units()[unit].kind,) if unit else (),
        unit=unit,
        giver=line["反映群体"],
        channel=line["收集渠道"],
        leaf=label["leaf"],
        topic=label["topic"],
        concern=label["concern"],
        specific=label["specific"] == "1",
        raised_on=_day(line["收集时间"]),
        row=line,
    )


def _day(written: str) -> date:
    numbers = [int(number) for number in re.findall(r"\d+", unicodedata.normalize("NFKC", written))]
    year, month, day = numbers if len(numbers) == 3 else [2014, *numbers]
    return date(year, month, day)


@cache
def voices() -> tuple[Base, ...]:
    """The texts of voices.csv: {校} stands for the unit's short name, {日} for a day shortly before."""
    return tuple(
        Base(
            number=row["编号"],
            text=row["意见原文"],
            matter=row["matter"],
            kind=row["kind"],
            kinds=tuple(row["单位类别"].split("、")),
            unit=row["unit"],
            giver=row["反映群体"],
            channel=row["收集渠道"],
            leaf=row["leaf"],
            topic=row["topic"],
            concern=row["concern"],
            specific=row["specific"] == "1",
            raised_on=None,
            row={},
        )
        for row in _records("voices.csv")
    )


@cache
def settled_days() -> Mapping[str, date]:
    """Matter → the day on which its unit called it fixed; what was said later is a recurrence."""
    rows = _records("matters.csv")
    return {row["matter"]: date.fromisoformat(row["settled_on"]) for row in rows if row["settled_on"]}


@cache
def ledger_words() -> Mapping[str, LedgerWords]:
    return {
        row["matter"]: LedgerWords(row["title"], row["summary"], row["cause"], row["horizon"])
        for row in _records("ledger_words.csv")
    }


@cache
def answers() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(settlement, topic) → what the office writes; topic "" for the vague. {unit} stands for the unit's name."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in _records("answers.csv"):
        found[row["word"], row["topic"]].append(row["text"])
    return {key: tuple(texts) for key, texts in found.items()}


@cache
def phrases() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(openings or endings, kind of giver) and (asides, topic) → sentences that people put around what they say."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in _records("phrases.csv"):
        found[row["place"], row["who"]].append(row["text"])
    return {key: tuple(texts) for key, texts in found.items()}


@cache
def asking() -> Mapping[str, str]:
    """Endings in which something is wanted → which concern that is."""
    return {row["text"]: row["concern"] for row in _records("phrases.csv") if row["concern"]}


@dataclass(frozen=True, slots=True)
class MeetingPoint:
    """A point of the agenda: its code in the template, who spoke (a post), and the passages."""

    point: str
    speaker: str
    guest: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class MeetingTask:
    """A task of a demand: of which point and number, what, until when, of which kinds of unit (all without)."""

    point: str
    number: int
    title: str
    due_on: date
    kinds: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingWords:
    """The push meeting of 23 May: `attendance` are (who, due, present)."""

    kind: str
    title: str
    held_on: date
    place: str
    chair: str
    stage: str
    attendance: tuple[tuple[str, int, int], ...]
    points: tuple[MeetingPoint, ...]
    tasks: tuple[MeetingTask, ...]


@cache
def meeting() -> MeetingWords:
    """meeting.toml."""
    told = tomllib.loads((_FOLDER / "meeting.toml").read_text(encoding="utf-8"))
    points = tuple(
        MeetingPoint(entry["point"], entry["speaker"], entry.get("guest", False), _said(entry["said"]))
        for entry in told["entries"]
    )
    tasks = tuple(
        MeetingTask(
            row["point"],
            row["number"],
            row["title"],
            row["due_on"],
            tuple(row["kinds"]),
            tuple(row["fields"]),
        )
        for row in told["tasks"]
    )
    attendance = tuple((row["who"], row["due"], row["present"]) for row in told["attendance"])
    head = {name: told[name] for name in ("kind", "title", "held_on", "place", "chair", "stage")}
    return MeetingWords(**head, attendance=attendance, points=points, tasks=tasks)


def _said(rows: list[dict[str, str]]) -> tuple[Said, ...]:
    return tuple(Said(PassageKind(row["kind"]), row["text"], row.get("heading", "")) for row in rows)


@cache
def name_parts() -> Mapping[str, str]:
    """Surnames and the two characters of given names, from names.toml."""
    text = (_FOLDER / "names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def circular_words() -> Mapping[str, Mapping[str, Any]]:
    """The words of the circular, of what the bureau adds, and of a briefing, from circulars.toml."""
    return tomllib.loads((_FOLDER / "circulars.toml").read_text(encoding="utf-8"))


def draft_words() -> Mapping[str, dict[str, Any]]:
    """Two schools' summaries of the first stage, from drafts.toml: one that was signed, one that is being written."""
    return tomllib.loads((_FOLDER / "drafts.toml").read_text(encoding="utf-8"))


def talk_words() -> Mapping[str, Any]:
    """What two of a school wrote down of their talk, and which line one of them shared on, from talks.toml."""
    return tomllib.loads((_FOLDER / "talks.toml").read_text(encoding="utf-8"))


@cache
def heard_words() -> Mapping[str, Any]:
    """What came in by the bureau's own entrance, and what its givers heard, from heard.toml."""
    return tomllib.loads((_FOLDER / "heard.toml").read_text(encoding="utf-8"))


def autumn_words() -> Mapping[str, Any]:
    """What is said in the second round of listening, and of what came back, from autumn.toml."""
    return tomllib.loads((_FOLDER / "autumn.toml").read_text(encoding="utf-8"))


def paper_words() -> Mapping[str, Any]:
    """A batch of paper forms and what was written on some of them, from paper.toml."""
    return tomllib.loads((_FOLDER / "paper.toml").read_text(encoding="utf-8"))


@cache
def measure_words() -> Mapping[str, Any]:
    """What units write of a rectification, from measures.toml; `by_title` has the words of each problem by its title in the ledger."""
    told = tomllib.loads((_FOLDER / "measures.toml").read_text(encoding="utf-8"))
    by_title = {
        row["title"] if "title" in row else ledger_words()[row["matter"]].title: row for row in told["words"]
    }
    return {**told, "by_title": by_title}


@cache
def sample_words() -> Mapping[str, Any]:
    """What inspectors write who look at what was drawn, from samples.toml."""
    return tomllib.loads((_FOLDER / "samples.toml").read_text(encoding="utf-8"))


@cache
def selfcheck_words() -> Mapping[str, Any]:
    """Papers of self-examination, and what was pointed out to their authors, from selfchecks.toml."""
    return tomllib.loads((_FOLDER / "selfchecks.toml").read_text(encoding="utf-8"))


@cache
def look_words() -> Mapping[str, Any]:
    """What is written on sheets of looks, from looks.toml."""
    return tomllib.loads((_FOLDER / "looks.toml").read_text(encoding="utf-8"))


def letter_words() -> Mapping[str, Any]:
    """Feedback letters and what was answered to them, from letters.toml."""
    return tomllib.loads((_FOLDER / "letters.toml").read_text(encoding="utf-8"))


def public_words() -> Sequence[dict[str, Any]]:
    """The matters that everybody is told, from public.toml: `on`, `matter`, `unit`, `words`, `answer`."""
    told: list[dict[str, Any]] = tomllib.loads((_FOLDER / "public.toml").read_text(encoding="utf-8"))["told"]
    return told


def _records(name: str) -> Iterator[dict[str, str]]:
    heading, *rows = _rows(name)
    return (dict(zip(heading, row, strict=True)) for row in rows)


def _rows(name: str) -> list[list[str]]:
    text = (_FOLDER / name).read_text(encoding="utf-8-sig")
    return list(csv.reader(text.splitlines(keepends=True)))

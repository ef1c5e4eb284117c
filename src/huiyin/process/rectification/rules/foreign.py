"""A 问题清单, 整改台账 or stage-1 list of another system: its columns, and the problems and measures in it. Pure.

Nothing is lost: what no field here holds (states, progress, acceptance, notes, dates that are over) is written below the
manifestation, under its own heading.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from huiyin.kit.errors import BadInput
from huiyin.kit.sheets import Cell, Row, Sheet, column_letter, is_blank, normal_heading, read_date, text_of
from huiyin.kit.sheets.returned import FOOT, HEAD_WITHIN, RowFault, first_text, plain_text
from huiyin.process.opinions.rules.codes import Choices, match_code
from huiyin.process.rectification.rules.foreign_words import KNOWN, OPINION_WORDS, POSITION, STATES
from huiyin.process.rectification.rules.words import LONGEST

LONGEST_TITLE, LONGEST_SUMMARY = 200, 4000
_FIRST_SENTENCE = 60
_YEARS_AHEAD = 10
_ROOM = {"goal": 500, "leader": 100, "responsible": 100}
_NAMES = {
    "goal": "整改目标",
    "leader": "牵头领导",
    "responsible": "责任人",
    "due_on": "整改时限",
    "measures": "整改措施",
}
_NUMBERED = re.compile(
    r"\s*[①-⑳]\s*"
    r"|(?:^|(?<=[\n；;。]))\s*[（(]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:[)）]|[.．、](?!\d))\s*"
)
_OURS = "（建议）"


@dataclass(frozen=True, slots=True)
class ForeignColumn:
    """A column: its letters in Excel, its heading, and the field for which it is taken ("": its words go below the manifestation)."""

    letter: str
    heading: str
    field: str


@dataclass
class ForeignProblem:
    """A problem of the file with its measures; `unit` as written, codes of the template, `row_no` of its first row."""

    row_no: int
    title: str
    manifestation: str = ""
    unit: str = ""
    source: str = ""
    focus: str = ""
    cause: str = ""
    horizon: str = ""
    goal: str = ""
    leader: str = ""
    responsible: str = ""
    due_on: date | None = None
    measures: list[str] = field(default_factory=list)

    def as_words(self) -> None:
        """Put what only whoever works on it may write into the words of the problem."""
        said = [(_NAMES[name], str(getattr(self, name))) for name in ("goal", "leader", "responsible")]
        said.append((_NAMES["due_on"], self.due_on.isoformat() if self.due_on else ""))
        said += [(_NAMES["measures"], words) for words in self.measures]
        self.manifestation = _below(self.manifestation, [pair for pair in said if pair[1]])
        self.goal = self.leader = self.responsible = ""
        self.due_on, self.measures = None, []


@dataclass
class ForeignList:
    """What a file holds: columns, problems, rows that can't be taken, and what is to be known of rows that are."""

    columns: list[ForeignColumn] = field(default_factory=list)
    problems: list[ForeignProblem] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    notes: list[RowFault] = field(default_factory=list)
    states: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Lists:
    """The template's lists, by which names are read as codes."""

    source: Choices
    focus: Choices
    cause: Choices
    horizon: Choices


def read_foreign(sheet: Sheet, lists: Lists, today: date) -> ForeignList:
    """Read a list of problems. Rows of one title and unit are one problem, as where each measure has a row.

    BadInput where no column holds problems, and for a list of opinions.
    """
    head, at = _heading(sheet)
    headings = [plain_text(text_of(cell)) for cell in sheet.rows[head - sheet.first_row]]
    found = ForeignList(columns=_told(headings, at))
    found.states = [one.heading for one in found.columns if not one.field and STATES.search(one.heading)]
    reader = _Reader(sheet, headings, at, lists, today, found)
    for row_no, row in sheet.numbered():
        if row_no > head and not is_blank(row) and not FOOT.match(first_text(row)):
            reader.take(row_no, row)
    for problem in found.problems:
        _fit(problem, found)
    found.notes.sort(key=lambda note: note.row_no)
    return found


def _heading(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """The heading's row number, and each field's column: the row that knows the most fields."""
    best: tuple[int, dict[str, int]] = (0, {})
    opinions = False
    for row_no, row in list(sheet.numbered())[:HEAD_WITHIN]:
        ranked: dict[str, tuple[int, int]] = {}
        for at, cell in enumerate(row):
            word = normal_heading(cell) if isinstance(cell, str) and len(cell) <= 60 else ""
            opinions = opinions or word in OPINION_WORDS
            if word in KNOWN:
                name, order = KNOWN[word]
                ranked[name] = min(ranked.get(name, (order, at)), (order, at))
        if len(ranked) > len(best[1]):
            best = row_no, {name: at for name, (_, at) in ranked.items()}
    known = best[1]
    if opinions and "measures" not in known and "unit" not in known:
        raise BadInput(
            "这张表像是意见汇总表：意见请用意见导入，这里只收问题清单和整改台账。",
            "This looks like a list of opinions: import it as opinions. Only lists of problems come in here.",
        )
    if not {"title", "manifestation"} & known.keys() or len(known) < 2:
        raise BadInput(
            "找不到写问题的一列。表头里要有“问题”“存在问题”或“具体表现”，另有责任单位、整改措施等列。",
            "No column holds the problems: there must be a heading such as 问题, 存在问题 or 具体表现, and others beside it.",
        )
    return best


def _told(headings: Sequence[str], at: Mapping[str, int]) -> list[ForeignColumn]:
    fields = {place: name for name, place in at.items()}
    return [
        ForeignColumn(column_letter(place), heading, fields.get(place, ""))
        for place, heading in enumerate(headings)
        if heading and (place in fields or normal_heading(heading) not in POSITION)
    ]


class _Reader:
    """The rows below a heading, gathered into problems."""

    def __init__(
        self,
        sheet: Sheet,
        headings: Sequence[str],
        at: Mapping[str, int],
        lists: Lists,
        today: date,
        found: ForeignList,
    ) -> None:
        self.sheet, self.headings, self.at, self.lists, self.today = sheet, headings, at, lists, today
        self.found = found
        used = set(at.values())
        self.rest = [
            place
            for place, heading in enumerate(headings)
            if heading and place not in used and normal_heading(heading) not in POSITION
        ]
        self.known: dict[tuple[str, str], ForeignProblem] = {}
        self.last: ForeignProblem | None = None

    def take(self, row_no: int, row: Row) -> None:
        said = {name: self._text(row, place) for name, place in self.at.items()}
        if sum(normal_heading(text) in KNOWN for text in said.values()) > 2:
            return  # the heading again, on another page
        title, more = _title_of(said.get("title", ""), said.get("manifestation", ""))
        measures = split_measures(said.get("measures", ""))
        if not title and self.last is not None and measures:
            self.last.measures += measures  # the rest of a problem whose cells weren't merged but left empty
            return
        if not title:
            self.found.faults.append(
                RowFault(
                    row_no,
                    first_text(row),
                    "没有写问题是什么，没有读入",
                    "it doesn't say what the problem is: left out",
                )
            )
            return
        below = [(self.headings[place], self._text(row, place)) for place in self.rest]
        below = [pair for pair in below if pair[1] and not self._merged(row_no, pair[0])]
        name = title, said.get("unit", "")
        problem = self.known.get(name)
        if problem is None:
            problem = ForeignProblem(row_no, title, more, name[1])
            self.known[name] = problem
            self.found.problems.append(problem)
            self._codes(problem, said, below)
        elif more and more not in problem.manifestation:
            problem.manifestation = f"{problem.manifestation}\n{more}".strip()
        self._plan(row_no, row, problem, said, below)
        problem.measures += [one for one in measures if one not in problem.measures]
        lines = [pair for pair in below if f"{pair[0]}：{pair[1]}" not in problem.manifestation]
        problem.manifestation = _below(problem.manifestation, lines)
        self.last = problem

    def _codes(self, problem: ForeignProblem, said: Mapping[str, str], below: list[tuple[str, str]]) -> None:
        for name in ("source", "focus", "cause", "horizon"):
            words = said.get(name, "").removesuffix(_OURS)
            match = match_code(words, getattr(self.lists, name))
            if match.code is None and words:
                below.append((self.headings[self.at[name]], words))
            setattr(problem, name, match.code or "")

    def _plan(
        self,
        row_no: int,
        row: Row,
        problem: ForeignProblem,
        said: Mapping[str, str],
        below: list[tuple[str, str]],
    ) -> None:
        for name in ("goal", "leader", "responsible"):
            words = said.get(name, "")
            if not words or words == getattr(problem, name):
                continue
            if getattr(problem, name) or len(words) > _ROOM[name]:
                below.append((self.headings[self.at[name]], words))
            else:
                setattr(problem, name, words)
        if "due_on" not in self.at:
            return
        due, why = self._due(row)
        if not said["due_on"] or (why is None and due == problem.due_on):
            return
        if why is None and problem.due_on is None:
            problem.due_on = due
            return
        horizon = match_code(said["due_on"], self.lists.horizon).code
        if horizon and not problem.horizon:
            problem.horizon = horizon
            return
        below.append((self.headings[self.at["due_on"]], said["due_on"]))
        if why is not None:
            zh, en = why
            self.found.notes.append(
                RowFault(
                    row_no,
                    problem.title[:80],
                    f"整改时限：{zh}，没有作为时限，写在具体表现下面",
                    f"its time limit: {en}; kept as words below the manifestation",
                )
            )

    def _due(self, row: Row) -> tuple[date | None, tuple[str, str] | None]:
        cell = self._cell(row, self.at["due_on"])
        read = read_date(
            cell, default_year=self.today.year, today=date(self.today.year + _YEARS_AHEAD, 12, 31)
        )
        if read.zh:
            return None, (read.zh, read.en)
        if read.value is not None and read.value < self.today:
            return None, (f"{read.value} 已经过了", f"{read.value} is over")
        return read.value, None

    def _merged(self, row_no: int, heading: str) -> bool:
        return (row_no, self.headings.index(heading)) in self.sheet.merged_down

    def _cell(self, row: Row, place: int) -> Cell:
        return row[place] if place < len(row) else None

    def _text(self, row: Row, place: int) -> str:
        cell = self._cell(row, place)
        return cell.date().isoformat() if isinstance(cell, datetime) else plain_text(text_of(cell))


def split_measures(text: str) -> list[str]:
    """The measures of one cell: its numbered parts, else the whole.

    >>> split_measures("1.公示菜价；2.请家长看账。")
    ['公示菜价', '请家长看账']
    """
    marks = list(_NUMBERED.finditer(text))
    if len(marks) < 2 or text[: marks[0].start()].strip():
        body = _NUMBERED.sub("", text, count=1) if len(marks) == 1 and marks[0].start() == 0 else text
        return [body.strip()] if body.strip() else []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts = [
        text[mark.end() : end].strip().strip("；;。").strip() for mark, end in zip(marks, ends, strict=True)
    ]
    return [part for part in parts if part]


def _title_of(title: str, manifestation: str) -> tuple[str, str]:
    """A title that fits, and what is said below it: a long problem keeps its first sentence above and all of it below."""
    title = " ".join(title.split())
    if title and len(title) <= LONGEST_TITLE:
        return title, manifestation
    words = title or manifestation
    first = re.split(r"[。；;！？\n]", " ".join(words.split()), maxsplit=1)[0][:_FIRST_SENTENCE]
    return first, f"{title}\n{manifestation}".strip() if title else manifestation


def _below(words: str, lines: Sequence[tuple[str, str]]) -> str:
    """The words with what the other columns say below them."""
    return "\n".join([*([words] if words else []), *(f"{heading}：{text}" for heading, text in lines)])


def _fit(problem: ForeignProblem, found: ForeignList) -> None:
    """Measures that are too long become words; a problem whose words don't fit isn't taken."""
    long = [one for one in problem.measures if len(one) > LONGEST["what"]]
    problem.measures = [one for one in problem.measures if len(one) <= LONGEST["what"]]
    problem.manifestation = _below(problem.manifestation, [(_NAMES["measures"], one) for one in long])
    for one in long:
        zh = f"一条措施有 {len(one)} 字，超过 {LONGEST['what']} 字，写在具体表现下面；请分成几条"
        en = (
            f"a measure has {len(one)} characters: kept as words below the manifestation; cut it into several"
        )
        found.notes.append(RowFault(problem.row_no, problem.title[:80], zh, en))


def too_long(problem: ForeignProblem) -> RowFault | None:
    """What to say of a problem whose words don't fit into its place."""
    if len(problem.manifestation) <= LONGEST_SUMMARY:
        return None
    size = len(problem.manifestation)
    return RowFault(
        problem.row_no,
        problem.title[:80],
        f"具体表现和原表其他各列共 {size} 字，超过 {LONGEST_SUMMARY} 字，没有读入；请删减后再导",
        f"its words and the other columns have {size} characters, more than {LONGEST_SUMMARY}: left out; shorten them",
    )


def not_of_yours(problem: ForeignProblem, zh: str, en: str) -> RowFault:
    """What to say of a problem whose unit isn't known among the reader's own; `zh` and `en` say why, where there is more to say."""
    return RowFault(
        problem.row_no,
        problem.title[:80],
        f"{zh or '认不出责任单位'}，没有读入；只能导入您范围内单位的问题",
        f"{en or 'its unit is not known'}: left out; only problems of units that are yours come in",
    )

"""The numbers on the ledger's workbook: which problem or measure a row is, and what stood in each of its cells when it went out.

A number holds a mark of three letters for each cell that may be edited, so that what the clerk changed is told from what somebody
else changed meanwhile, cell by cell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.kit.sheets.returned import LETTERS, letters_of, plain_number, plain_text

PROBLEM_FIELDS = ("goal", "leader", "responsible", "due_on", "horizon", "cause", "mirror")
MEASURE_FIELDS = ("what", "doer", "until", "result", "progress")
DATES = frozenset({"due_on", "until"})

Values = Mapping[str, str]
"""Every field of a row as text: dates as 2014-05-23, codes of the template, "" for what is empty."""

_MARK, _CHECK = 3, 2
_NUMBER = r"\d{4}-\d{3,9}(?:-\d{1,4})?"
NUMBER = re.compile(_NUMBER)
_KEY = re.compile(
    rf"({_NUMBER})(?:\.(\d{{1,5}}))?-((?:[{LETTERS}]{{{_MARK}}}){{{len(MEASURE_FIELDS)},{len(PROBLEM_FIELDS)}}})"
    rf"([{LETTERS}]{{{_CHECK}}})"
)
KEY_SHAPE = re.compile(r"\s*\d{4}\s*[-－—–]\s*\d{3,9}[-－—–.\d\s]*[-－—–]\s*[0-9A-Za-z]{17,23}\s*")
"""What looks like such a number, even when it was mistyped."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a number says: the problem, the measure (None: the row is the problem's own), and a mark for each field."""

    problem: str
    measure: int | None
    marks: tuple[str, ...]

    def left_alone(self, field: str, value: str) -> bool:
        """Whether a cell that says `value` is as it went out."""
        fields = PROBLEM_FIELDS if self.measure is None else MEASURE_FIELDS
        return self.marks[fields.index(field)] == mark_of(field, value)


def problem_key(campaign: str, number: str, values: Values) -> str:
    """The number of a problem's row: `2014-037-` and 23 letters."""
    return _key(campaign, number, "".join(mark_of(field, values[field]) for field in PROBLEM_FIELDS))


def measure_key(campaign: str, number: str, measure: int, values: Values) -> str:
    """The number of a measure's row: `2014-037.2-` and 17 letters."""
    marks = "".join(mark_of(field, values[field]) for field in MEASURE_FIELDS)
    return _key(campaign, f"{number}.{measure}", marks)


def read_key(campaign: str, text: str) -> Key | None:
    """What was written for this campaign; None for anything else."""
    plain = plain_number(text)
    found = _KEY.fullmatch(plain)
    if found is None or letters_of(f"{campaign}\x1f{plain[:-_CHECK]}", _CHECK) != found[4]:
        return None
    number, measure, letters = found[1], found[2], found[3]
    wanted = PROBLEM_FIELDS if measure is None else MEASURE_FIELDS
    marks = tuple(letters[at : at + _MARK] for at in range(0, len(letters), _MARK))
    if len(marks) != len(wanted):
        return None
    return Key(number, int(measure) if measure else None, marks)


def mark_of(field: str, value: str) -> str:
    """The mark of what stands in a cell."""
    return letters_of(f"{field}\x1f{plain_text(value)}", _MARK)


def day_text(day: date | None) -> str:
    """A date as `Values` hold it."""
    return day.isoformat() if day else ""


def day_of(text: str) -> date | None:
    """The date of a value."""
    return date.fromisoformat(text) if text else None


def _key(campaign: str, name: str, marks: str) -> str:
    body = f"{name}-{marks}"
    return body + letters_of(f"{campaign}\x1f{body}", _CHECK)

"""The arrangements that Huiyin ships: library/calendar/YEAR.toml, each from the State Council office's notice of that year."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, StrictBool, StringConstraints, model_validator

from huiyin.platform.calendar.rules.work_calendar import WorkCalendar

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_FOLDER = Path(str(files("huiyin") / "library" / "calendar"))


class Noted(NamedTuple):
    """A day of an arrangement as a person enters it: whether it works, and the name of the festival ("" for none)."""

    day: date
    works: bool
    name: str


class Marked(BaseModel):
    """A shipped day: off, or a make-up day that works, and the festival that it belongs to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date
    works: StrictBool
    zh: Text
    en: Text


class Arrangement(BaseModel):
    """A year's days off and make-up days, each once and of that year, and the notice that they come from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int
    source: Text
    days: tuple[Marked, ...]

    @model_validator(mode="after")
    def each_once(self) -> Self:
        if {marked.day.year for marked in self.days} != {self.year}:
            raise ValueError(f"a day isn't of {self.year}")
        if len({marked.day for marked in self.days}) != len(self.days):
            raise ValueError("a day stands there twice")
        return self


@cache
def shipped_arrangements() -> Mapping[int, Arrangement]:
    """The shipped arrangements by year."""
    found = (_read(path) for path in sorted(_FOLDER.glob("*.toml")))
    return {arrangement.year: arrangement for arrangement in found}


def _read(path: Path) -> Arrangement:
    return Arrangement.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def shipped() -> WorkCalendar:
    """The working days of the years that Huiyin ships, without anybody's corrections."""
    arrangements = shipped_arrangements()
    days = {marked.day: marked.works for each in arrangements.values() for marked in each.days}
    return WorkCalendar(days, frozenset(arrangements))

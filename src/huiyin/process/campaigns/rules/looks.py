"""Sheets of looks (looks.toml): what a unit looks back at stage by stage, what inspectors look at in a unit, and the facts beside each (DOMAIN 1.7, 4.4)."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from huiyin.process.campaigns.rules.parts import Code, FactName, HandsDown, Named, Sheet, Text


class SheetLook(Named):
    """One thing to look at; `facts` are shown beside it, and frozen with what is said of it. `key_works`: so is what in the plan and the ledger
    serves each of the campaign's key works."""

    facts: tuple[FactName, ...] = ()
    key_works: StrictBool = False


class LookSheet(HandsDown, Named):
    """A sheet: its looks, and the form whose columns are filled in for each (but its number and the look itself).

    `by`: the unit writes it, or whoever is sent to it does (of what judges a unit it never says a word itself). `stage`: the one that it
    looks back at, from whose first day on it is written, and through to the end; `after`: also once the campaign is closed. `report` is the
    form whose title the paper bears, `to` whom it goes to; the items of the plan `done` and `told` are done with it.
    """

    stage: Code | None = None
    by: Literal["unit", "inspectors"] = "unit"
    after: StrictBool = False
    form: Code
    report: Code | None = None
    to: Text
    done: Code | None = None
    told: Code | None = None
    looks: Annotated[tuple[SheetLook, ...], Field(min_length=1)]

    def look(self, code: str) -> SheetLook | None:
        """The look of a code; None where there is none."""
        return next((one for one in self.looks if one.code == code), None)

    def fact_names(self) -> frozenset[str]:
        """The facts beside all of its looks."""
        return frozenset(name for look in self.looks for name in look.facts)


class Looks(Sheet):
    """looks.toml; without sheets a campaign has no look back. `given` are the columns of a form that nobody types: the row's number, the
    look's name, its facts."""

    given: tuple[Code, ...] = ("number", "look", "fact")
    sheets: tuple[LookSheet, ...] = ()

    def sheet(self, code: str) -> LookSheet | None:
        """The sheet of a code; None where there is none."""
        return next((one for one in self.sheets if one.code == code), None)

    def of_unit(self, stage: str | None) -> LookSheet | None:
        """What a unit writes looking back at a stage; None where there is nothing."""
        return next((one for one in self.sheets if one.by == "unit" and one.stage == stage), None)

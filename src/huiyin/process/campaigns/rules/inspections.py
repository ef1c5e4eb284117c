"""The work of the supervision group (inspections.toml): kinds of visits, ways of looking, questions to ask, the ladder of papers (DOMAIN 2.9, 5.1)."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from huiyin.process.campaigns.rules.parts import FactName, Named, Sheet, Sourced, Text


class VisitKind(Named):
    """A kind of visit. `listed`: it takes a number of the yearly list and a notice in time; `whole`: it counts against the yearly limit."""

    listed: StrictBool = True
    whole: StrictBool = False


class Question(Sourced):
    """What to ask on a visit; `fact`: the fact that stands beside it."""

    zh: Text
    en: Text
    fact: FactName | None = None


class LadderStep(Named):
    """A paper of the ladder. `sets_date`: it gives a new last day; `when`: it is issued before or after the last day that an earlier one
    gave; `signed`: the unit's head signs for it in person; `proposal`: it goes to the superior and only proposes."""

    sets_date: StrictBool = False
    when: Literal["any", "before", "after"] = "any"
    signed: StrictBool = False
    proposal: StrictBool = False


class Inspections(Sheet):
    """inspections.toml; without kinds a campaign has no visits, without a ladder no papers of it.

    `notice_months`: how long before a listed visit its scope is announced; `most_whole`: how many whole inspections a unit has in a year, but
    for units of the kinds `uncounted`, which are no schools: the limit isn't for them;
    `narrow_times`: how many different filters that lead to few givers are odd on one day; `seeking`: words of a search that look for who said something.
    """

    notice_months: Annotated[StrictInt, Field(ge=0, le=12)] = 0
    most_whole: Annotated[StrictInt, Field(ge=0, le=99)] = 99
    uncounted: tuple[Text, ...] = ()
    narrow_times: Annotated[StrictInt, Field(ge=1, le=99)] = 3
    seeking: tuple[Text, ...] = ()
    kinds: tuple[VisitKind, ...] = ()
    ways: tuple[Named, ...] = ()
    questions: tuple[Question, ...] = ()
    ladder: tuple[LadderStep, ...] = ()

    def counts(self, kind: str) -> bool:
        """Whether the yearly limit is for units of that kind; one that nobody named counts as a school."""
        return kind not in self.uncounted

    def kind(self, code: str) -> VisitKind | None:
        """The kind of a code; None where there is none."""
        return next((one for one in self.kinds if one.code == code), None)

    def step(self, code: str) -> LadderStep | None:
        """The paper of a code; None where there is none."""
        return next((one for one in self.ladder if one.code == code), None)

    def place(self, code: str) -> int:
        """How far down the ladder a paper stands, from 0; -1 for none."""
        return next((at for at, one in enumerate(self.ladder) if one.code == code), -1)

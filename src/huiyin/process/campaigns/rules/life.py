"""The life of a problem (life.toml): its states, and which act leads from which to which, by whom and on what conditions (DOMAIN 8.5)."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.rules.parts import Code, HandsDown, Named, Part, Sheet, Text


class Act(StrEnum):
    """What may be done in a problem's life. The engine knows these; a template says which of them there are, and for whom."""

    DECIDE = "decide"
    CLAIM = "claim"
    START = "start"
    FIX = "fix"
    CHECK = "check"
    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    REWORK = "rework"
    REOPEN = "reopen"
    CONFIRM = "confirm"
    HOLD = "hold"
    COME_BACK = "come_back"
    GO_UP = "go_up"
    TAKE_UP = "take_up"
    SEND_DOWN = "send_down"
    SOLVE = "solve"


class Need(StrEnum):
    """What an act may ask for, each a fact of the problem."""

    OWNER = "owner"
    DUE = "due"
    DELIBERATION = "deliberation"
    MEASURES = "measures"
    MEASURES_DONE = "measures_done"
    EVIDENCE = "evidence"
    RULE = "rule"
    PARTIES = "parties"
    LASTING = "lasting"
    NOT_LASTING = "not_lasting"
    AT_ONCE = "at_once"
    NOT_BOUNCED = "not_bounced"
    VOICES = "voices"
    HEARD = "heard"


Phase = Literal["before", "open", "done", "above", "awaiting", "closed"]
"""Where a state stands: before rectification, in it, done and not yet handed in, with the level above, handed in, or closed."""


class LifeState(Named):
    """A state of a problem."""

    phase: Phase


class LifeAct(HandsDown, Named):
    """An act: from which states to which, in what roles.

    `reason`: a text is asked for; `reasons` names the list (lists.toml) that a code is picked from. `own_hand`: the person
    signs in again (SPEC rule 11). `by_another`: by nobody who did, claimed or handed in what is judged, and by nobody of
    the owner's own (SPEC rule 4). `until`: a day is asked for. An act that leads back to where it starts leaves a step and no
    new state.
    """

    code: Act
    starts: Annotated[tuple[Code, ...], Field(min_length=1, alias="from")]
    to: Code
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    needs: tuple[Need, ...] = ()
    reason: StrictBool = False
    reasons: Code | None = None
    until: StrictBool = False
    own_hand: StrictBool = False
    by_another: StrictBool = False


class Party(Named):
    """A party of the acceptance (DOMAIN 4.5): who, by the roles that may speak for it."""

    roles: Annotated[tuple[Role, ...], Field(min_length=1)]


class MeasureWords(Part):
    """By which words a measure is looked through: attitudes that say no deed, deeds, and what can be seen when it's done."""

    attitudes: tuple[Text, ...] = ()
    deeds: tuple[Text, ...] = ()
    checkable: tuple[Text, ...] = ()


class Voices(Part):
    """How givers rate a fix by their receipts: by which list of lists.toml, which of its levels are summed as satisfied, and for how
    many days after the handing in acceptance waits for them (DOMAIN 4.5 (c), 4.6).
    """

    levels: Code
    summed: Annotated[tuple[Code, ...], Field(min_length=1)]
    days: Annotated[StrictInt, Field(ge=0, le=90)]


class LintBounds(Part):
    """From where on the ledger's lint speaks up. Counts are of problems, shares between 0 and 1.

    `last_days`: that many days up to a date are its last ones; `burst_least` closings of one date are looked at, and `burst_share` of them in
    its last days are a burst. `whole_least`: a unit with so many problems, all closed and none ever returned, is named. `same_day`: so many
    acceptances by one person on one day. `same_units`: so many units with word for word the same measure.
    """

    last_days: Annotated[StrictInt, Field(ge=1, le=60)] = 3
    burst_least: Annotated[StrictInt, Field(ge=2, le=1000)] = 10
    burst_share: Annotated[StrictFloat, Field(gt=0, le=1)] = 0.5
    whole_least: Annotated[StrictInt, Field(ge=2, le=1000)] = 10
    same_day: Annotated[StrictInt, Field(ge=2, le=1000)] = 10
    same_units: Annotated[StrictInt, Field(ge=2, le=1000)] = 2


class Life(Sheet):
    """life.toml. The first state is the one in which a problem is raised.

    All `parties` must accept before a problem is closed. `lasting` are the horizons of what is never closed and looked at every
    year instead, `at_once` those of what is put right at once, with fewer steps. What goes up is answered within `answer_days` working days; after `most_bounces` returns the office decides.
    Without `voices` no giver is asked. `again` is the source (lists.toml) of a problem that came back; without it that of the closed one stays.
    Owners are reminded of what is due within `remind_days` calendar days.
    """

    states: tuple[LifeState, ...] = ()
    acts: tuple[LifeAct, ...] = ()
    parties: tuple[Party, ...] = ()
    lasting: tuple[Code, ...] = ()
    at_once: tuple[Code, ...] = ()
    measure_words: MeasureWords = MeasureWords()
    voices: Voices | None = None
    answer_days: Annotated[StrictInt, Field(ge=1, le=365)] = 7
    most_bounces: Annotated[StrictInt, Field(ge=1, le=9)] = 2
    again: Code | None = None
    remind_days: Annotated[StrictInt, Field(ge=0, le=60)] = 7
    lint: LintBounds = LintBounds()

    def state(self, code: str) -> LifeState:
        """The state of a code; KeyError where the template has none."""
        return {state.code: state for state in self.states}[code]

    def states_in(self, phases: Iterable[Phase]) -> list[str]:
        """The codes of the states that stand in one of the phases."""
        wanted = set(phases)
        return [state.code for state in self.states if state.phase in wanted]

    def act(self, code: Act) -> LifeAct | None:
        """The act of a code, None where the template has none."""
        return next((act for act in self.acts if act.code == code), None)

    def acts_from(self, state: str) -> list[LifeAct]:
        """The acts that start in a state, in the order of the file."""
        return [act for act in self.acts if state in act.starts]

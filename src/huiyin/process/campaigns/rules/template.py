"""A campaign template, whole: what a running campaign freezes."""

import hashlib
import json
from functools import lru_cache
from typing import Annotated, Any

from pydantic import Field, StrictInt, model_validator

from huiyin.analysis.labels import Entry
from huiyin.process.campaigns.rules.concepts import Concepts
from huiyin.process.campaigns.rules.drafting import Drafting
from huiyin.process.campaigns.rules.forms import Form
from huiyin.process.campaigns.rules.gates import Fact, Gate, HeadActs, Parameter
from huiyin.process.campaigns.rules.inspections import Inspections
from huiyin.process.campaigns.rules.life import Life
from huiyin.process.campaigns.rules.lifemeetings import LifeMeetings
from huiyin.process.campaigns.rules.lists import KEY_WORKS, Cause, CodeList, Kept
from huiyin.process.campaigns.rules.local import LocalChange
from huiyin.process.campaigns.rules.looks import Looks
from huiyin.process.campaigns.rules.meetings import MeetingKind
from huiyin.process.campaigns.rules.parts import Code, Named, Part, Sourced, Text
from huiyin.process.campaigns.rules.protection import Protection
from huiyin.process.campaigns.rules.schedule import Event, Pause, PlanItem, Stage, Step, Tier
from huiyin.process.campaigns.rules.selfchecks import SelfChecks
from huiyin.process.campaigns.rules.talks import Talks
from huiyin.process.campaigns.rules.votes import VoteKind
from huiyin.process.campaigns.rules.words import Concern, Focus, FocusGroup, FocusLeaf, Signs, Topic


class Term(Part):
    """A word of the campaign's own vocabulary: one campaign says 督导组, another 巡回指导组."""

    zh: Text
    en: Text


class Campaign(Sourced):
    """campaign.toml: what the campaign is called, and which version of the template this is."""

    code: Text
    version: Annotated[StrictInt, Field(ge=1, le=9999)]
    zh: Text
    en: Text
    vocabulary: dict[Code, Term]
    note: str = ""


class Template(Part):
    """Everything that a campaign of this kind knows; plain frozen values, the same after a trip through JSON.

    Codes are unique within their list, and every reference from one file to another has been followed. `overlay` are the local
    additions and changes that are in it.
    """

    campaign: Campaign
    focus: Focus
    topics: tuple[Topic, ...]
    causes: tuple[Cause, ...]
    sources: tuple[Named, ...]
    horizons: tuple[Named, ...]
    mirrors: tuple[Named, ...]
    channels: tuple[Kept, ...]
    giver_kinds: tuple[Kept, ...]
    lists: dict[Code, CodeList]
    staged: bool
    stages: tuple[Stage, ...]
    loose_steps: tuple[Step, ...] = ()
    tiers: tuple[Tier, ...] = ()
    pauses: tuple[Pause, ...] = ()
    events: tuple[Event, ...]
    plan: tuple[PlanItem, ...]
    facts: tuple[Fact, ...]
    gates: tuple[Gate, ...]
    head_acts: HeadActs = HeadActs()
    forms: dict[Code, Form]
    meetings: tuple[MeetingKind, ...] = ()
    parameters: tuple[Parameter, ...]
    signs: Signs
    drafting: Drafting = Drafting()
    protection: Protection = Protection()
    talks: Talks = Talks()
    votes: tuple[VoteKind, ...] = ()
    concerns: tuple[Concern, ...] = ()
    concepts: Concepts = Concepts()
    life: Life = Life()
    lifemeetings: LifeMeetings = LifeMeetings()
    inspections: Inspections = Inspections()
    looks: Looks = Looks()
    selfchecks: SelfChecks = SelfChecks()
    overlay: tuple[LocalChange, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def reads_what_was_frozen_before(cls, data: Any) -> Any:
        """A plan frozen before dates could roll had event, offset and days in the item itself, and events without dates."""
        if isinstance(data, dict) and any(
            "offset" in item for item in data.get("plan", ()) if isinstance(item, dict)
        ):
            events = [{**event, "occasional": True} for event in data["events"]]
            return {**data, "events": events, "plan": [_with_due(item) for item in data["plan"]]}
        return data

    @property
    def code(self) -> str:
        return self.campaign.code

    @property
    def version(self) -> int:
        return self.campaign.version

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of the template as canonical JSON (sorted keys, no spaces, UTF-8)."""
        return digest_of_text(self.model_dump_json())

    def focus_groups(self) -> tuple[FocusGroup, ...]:
        return self.focus.groups

    def focus_leaves(self) -> tuple[FocusLeaf, ...]:
        return self.focus.leaves

    def focus_codes(self) -> frozenset[str]:
        return frozenset(leaf.code for leaf in self.focus.leaves)

    def topic_codes(self) -> frozenset[str]:
        return frozenset(topic.code for topic in self.topics)

    def concern_codes(self) -> frozenset[str]:
        """None where the template doesn't ask what givers want."""
        return frozenset(concern.code for concern in self.concerns)

    def focus_group_of(self, leaf_code: str) -> FocusGroup:
        """The group of a leaf; KeyError where the template has no such leaf."""
        groups = {group.code: group for group in self.focus.groups}
        return {leaf.code: groups[leaf.group] for leaf in self.focus.leaves}[leaf_code]

    def focus_lexicon(self) -> tuple[Entry, ...]:
        """The leaves' words, for `analysis.labels.Lexicon`."""
        return tuple(leaf.entry() for leaf in self.focus.leaves)

    def topic_lexicon(self) -> tuple[Entry, ...]:
        """The topics' words, for `analysis.labels.Lexicon`."""
        return tuple(topic.entry() for topic in self.topics)

    def concern_lexicon(self) -> tuple[Entry, ...]:
        """The concerns' words, for `analysis.labels.Lexicon`."""
        return tuple(concern.entry() for concern in self.concerns)

    def parameter(self, code: str) -> int | float:
        """The value of a number of the template; KeyError where it has none of that code."""
        return {parameter.code: parameter.value for parameter in self.parameters}[code]

    def key_works(self) -> tuple[Named, ...]:
        """The works of the year that items of the plan and problems may serve; none where the template names none."""
        return self.lists[KEY_WORKS].codes if KEY_WORKS in self.lists else ()

    def talk_rounds(self) -> int:
        """In how many rounds the required talks are held: as the parameter says that talks.toml names, else one."""
        return int(self.parameter(self.talks.rounds)) if self.talks.rounds else 1

    def term(self, code: str) -> Term:
        """A word of the campaign's vocabulary; KeyError where it has none of that code."""
        return self.campaign.vocabulary[code]

    def steps(self) -> tuple[tuple[Stage | None, Step], ...]:
        """Every step with its stage, in order; without stages, the steps alone."""
        staged = tuple((stage, step) for stage in self.stages for step in stage.steps)
        return staged + tuple((None, step) for step in self.loose_steps)

    def stage(self, code: str) -> Stage:
        """The stage of that code; KeyError where the template has none."""
        return {stage.code: stage for stage in self.stages}[code]

    def planned(self) -> tuple[PlanItem, ...]:
        """The items that are rows of a plan: those that hang on an event which happens once."""
        occasional = {event.code for event in self.events if event.occasional}
        return tuple(item for item in self.plan if item.due.event not in occasional)

    def first_event(self) -> Event | None:
        """The event whose date starts a campaign; None where the template plans nothing."""
        return next((event for event in self.events if event.after is None and not event.occasional), None)


def _with_due(item: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in item.items() if key not in ("event", "offset", "days")}
    return {**rest, "due": {key: item[key] for key in ("event", "offset", "days")}}


@lru_cache(maxsize=8)
def digest_of_text(text: str) -> str:
    """SHA-256, in hex, of a JSON text written canonically, whatever its order and spaces. ValueError where it isn't JSON.

    A template is 400 KB and takes 40 ms, and is asked about again and again: remembered by the text itself.
    """
    canonical = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()

"""A campaign template, whole: what a running campaign freezes."""

import hashlib
import json
from typing import Annotated

from pydantic import Field, StrictInt

from huiyin.analysis.labels import Entry
from huiyin.process.campaigns.rules.forms import Form
from huiyin.process.campaigns.rules.gates import Fact, Gate, Parameter
from huiyin.process.campaigns.rules.lists import Cause, CodeList
from huiyin.process.campaigns.rules.parts import Code, Named, Part, Sourced, Text
from huiyin.process.campaigns.rules.schedule import Event, PlanItem, Stage
from huiyin.process.campaigns.rules.words import Focus, FocusGroup, FocusLeaf, Signs, Topic


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

    Codes are unique within their list, and every reference from one file to another has been followed.
    """

    campaign: Campaign
    focus: Focus
    topics: tuple[Topic, ...]
    causes: tuple[Cause, ...]
    sources: tuple[Named, ...]
    horizons: tuple[Named, ...]
    mirrors: tuple[Named, ...]
    channels: tuple[Named, ...]
    giver_kinds: tuple[Named, ...]
    lists: dict[Code, CodeList]
    staged: bool
    stages: tuple[Stage, ...]
    events: tuple[Event, ...]
    plan: tuple[PlanItem, ...]
    facts: tuple[Fact, ...]
    gates: tuple[Gate, ...]
    forms: dict[Code, Form]
    parameters: tuple[Parameter, ...]
    signs: Signs

    @property
    def code(self) -> str:
        return self.campaign.code

    @property
    def version(self) -> int:
        return self.campaign.version

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of the template as canonical JSON (sorted keys, no spaces, UTF-8)."""
        canonical = json.dumps(
            self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(canonical.encode()).hexdigest()

    def focus_groups(self) -> tuple[FocusGroup, ...]:
        return self.focus.groups

    def focus_leaves(self) -> tuple[FocusLeaf, ...]:
        return self.focus.leaves

    def focus_codes(self) -> frozenset[str]:
        return frozenset(leaf.code for leaf in self.focus.leaves)

    def topic_codes(self) -> frozenset[str]:
        return frozenset(topic.code for topic in self.topics)

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

    def parameter(self, code: str) -> int | float:
        """The value of a number of the template; KeyError where it has none of that code."""
        return {parameter.code: parameter.value for parameter in self.parameters}[code]

    def term(self, code: str) -> Term:
        """A word of the campaign's vocabulary; KeyError where it has none of that code."""
        return self.campaign.vocabulary[code]

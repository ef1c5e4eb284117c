"""The files of a template's folder, one field each: `focus` is read from focus.toml."""

from huiyin.process.campaigns.rules.concepts import Concepts
from huiyin.process.campaigns.rules.drafting import Drafting
from huiyin.process.campaigns.rules.forms import Forms
from huiyin.process.campaigns.rules.gates import Facts, Gates, Parameters
from huiyin.process.campaigns.rules.inspections import Inspections
from huiyin.process.campaigns.rules.life import Life
from huiyin.process.campaigns.rules.lifemeetings import LifeMeetings
from huiyin.process.campaigns.rules.lists import Lists
from huiyin.process.campaigns.rules.looks import Looks
from huiyin.process.campaigns.rules.meetings import Meetings
from huiyin.process.campaigns.rules.parts import Part
from huiyin.process.campaigns.rules.protection import Protection
from huiyin.process.campaigns.rules.schedule import Plan, Stages
from huiyin.process.campaigns.rules.selfchecks import SelfChecks
from huiyin.process.campaigns.rules.talks import Talks
from huiyin.process.campaigns.rules.template import Campaign, Template
from huiyin.process.campaigns.rules.votes import Votes
from huiyin.process.campaigns.rules.words import Concerns, Focus, Signs, Topics


class Folder(Part):
    """A whole folder as it was written; `template()` puts its parts where the engine looks for them."""

    campaign: Campaign
    concepts: Concepts = Concepts()
    concerns: Concerns = Concerns()
    drafting: Drafting = Drafting()
    facts: Facts
    focus: Focus
    forms: Forms
    gates: Gates
    inspections: Inspections = Inspections()
    life: Life = Life()
    lifemeetings: LifeMeetings = LifeMeetings()
    lists: Lists
    looks: Looks = Looks()
    meetings: Meetings = Meetings()
    parameters: Parameters
    plan: Plan
    protection: Protection = Protection()
    selfchecks: SelfChecks = SelfChecks()
    signs: Signs
    stages: Stages
    talks: Talks = Talks()
    topics: Topics
    votes: Votes = Votes()

    def template(self) -> Template:
        lists = self.lists
        return Template(
            campaign=self.campaign,
            focus=self.focus,
            topics=self.topics.topics,
            causes=lists.causes.codes,
            sources=lists.sources.codes,
            horizons=lists.horizons.codes,
            mirrors=lists.mirrors.codes,
            channels=lists.channels.codes,
            giver_kinds=lists.giver_kinds.codes,
            lists=lists.more,
            staged=self.stages.staged,
            stages=self.stages.stages,
            loose_steps=self.stages.steps,
            tiers=self.plan.tiers,
            pauses=self.plan.pauses,
            events=self.plan.events,
            plan=self.plan.items,
            facts=self.facts.facts,
            gates=self.gates.gates,
            head_acts=self.gates.head_acts,
            forms=self.forms.forms,
            meetings=self.meetings.meetings,
            parameters=self.parameters.parameters,
            signs=self.signs,
            drafting=self.drafting,
            protection=self.protection,
            talks=self.talks,
            votes=self.votes.votes,
            concerns=self.concerns.concerns,
            concepts=self.concepts,
            life=self.life,
            lifemeetings=self.lifemeetings,
            inspections=self.inspections,
            looks=self.looks,
            selfchecks=self.selfchecks,
        )

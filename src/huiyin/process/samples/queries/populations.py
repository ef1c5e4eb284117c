"""What each kind of sample is drawn from: names that tell no order, one query a kind."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from huiyin.platform.orgs.models import Unit
from huiyin.process.ballots.models import Vote
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.rules.identity import keyed
from huiyin.process.problems.models import Problem
from huiyin.process.samples.rules.kinds import Kind, Parts
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.rules.states import State
from huiyin.process.talks.models import Talk
from huiyin.process.talks.rules.states import TalkState

_NO_TOPIC = "-"
_LETTERS = 16


@dataclass(frozen=True)
class Member:
    """One of a population: its name, the part it lies in, the key of its row."""

    name: str
    part: str
    key: int

    def line(self) -> str:
        return f"{self.name}\t{self.part}\t{self.key}"

    @classmethod
    def of_line(cls, line: str) -> "Member":
        """What `line` wrote."""
        name, part, key = line.split("\t")
        return cls(name, part, int(key))


def population(campaign: Campaign, scope: Unit, kind: Kind, parts: Parts) -> list[Member]:
    """All of a kind below a unit as it is now, in the order of their names. Problems and votes go by their public numbers, everything else by
    a name made under the campaign's key, so that no name tells a row or an order. One query."""
    under = Unit.objects.under(scope.path)
    return sorted(_READERS[kind](campaign, under, parts), key=lambda one: one.name)


def sizes(campaign: Campaign, scope: Unit) -> Mapping[Kind, int]:
    """How many of each kind there are now. One query a kind."""
    under = Unit.objects.under(scope.path)
    return {kind: rows(campaign, under).count() for kind, rows in ROWS.items()}


def _closed(campaign: Campaign, under: "QuerySet[Unit]") -> "QuerySet[Problem]":
    mine = Q(owner__in=under.values("pk"))
    if under.filter(pk=campaign.root_id).exists():
        mine |= Q(owner=None)
    return Problem.objects.of(campaign).standing().filter(mine, closed_on__isnull=False)


def _confirmed(campaign: Campaign, under: "QuerySet[Unit]") -> "QuerySet[Talk]":
    return Talk.objects.filter(
        participation__campaign=campaign,
        participation__unit__in=under.values("pk"),
        state=TalkState.CONFIRMED.value,
    )


def _counted(campaign: Campaign, under: "QuerySet[Unit]") -> "QuerySet[Vote]":
    return Vote.objects.filter(campaign=campaign, unit__in=under.values("pk")).exclude(
        state=Vote.State.ANNOUNCED
    )


def _passed(campaign: Campaign, under: "QuerySet[Unit]") -> "QuerySet[SelfCheck]":
    return SelfCheck.objects.of(campaign).filter(
        participation__unit__in=under.values("pk"), state__in=[State.PASSED.value, State.FINAL.value]
    )


ROWS: Mapping[Kind, "Callable[[Campaign, QuerySet[Unit]], QuerySet[Any]]"] = {
    Kind.PROBLEM: _closed,
    Kind.TALK: _confirmed,
    Kind.VOTE: _counted,
    Kind.PAPER: _passed,
}


def _problems(campaign: Campaign, under: "QuerySet[Unit]", parts: Parts) -> Iterator[Member]:
    rows = _closed(campaign, under).order_by().values_list("number", "pk", "owner__name", "topic")
    for number, pk, owner, topic in rows:
        part = {Parts.UNIT: owner or campaign.root.name, Parts.TOPIC: topic or _NO_TOPIC, Parts.NONE: ""}[
            parts
        ]
        yield Member(number, part, pk)


def _votes(campaign: Campaign, under: "QuerySet[Unit]", parts: Parts) -> Iterator[Member]:
    for number, pk, unit in _counted(campaign, under).order_by().values_list("number", "pk", "unit__name"):
        yield Member(f"vote-{number:03d}", unit if parts is Parts.UNIT else "", pk)


def _nameless(kind: Kind) -> "Callable[[Campaign, QuerySet[Unit], Parts], Iterator[Member]]":
    def read(campaign: Campaign, under: "QuerySet[Unit]", parts: Parts) -> Iterator[Member]:
        for pk, unit in ROWS[kind](campaign, under).order_by().values_list("pk", "participation__unit__name"):
            name = keyed(campaign.secret, f"sample {kind} {pk}")[:_LETTERS]
            yield Member(f"{kind}-{name}", unit if parts is Parts.UNIT else "", pk)

    return read


_READERS: Mapping[Kind, "Callable[[Campaign, QuerySet[Unit], Parts], Iterator[Member]]"] = {
    Kind.PROBLEM: _problems,
    Kind.VOTE: _votes,
    Kind.TALK: _nameless(Kind.TALK),
    Kind.PAPER: _nameless(Kind.PAPER),
}


@dataclass(frozen=True)
class Place:
    """Where a chosen thing is: its unit, and the problem where it is one."""

    unit: int
    problem: int | None = None


def places(campaign: Campaign, kind: Kind, keys: list[int]) -> dict[int, Place]:
    """Key → where it is. One query."""
    if kind is Kind.PROBLEM:
        rows = Problem.objects.filter(pk__in=keys).values_list("pk", "owner")
        return {pk: Place(owner or campaign.root_id, pk) for pk, owner in rows}
    if kind is Kind.VOTE:
        return {pk: Place(unit) for pk, unit in Vote.objects.filter(pk__in=keys).values_list("pk", "unit")}
    model: type[Talk | SelfCheck] = Talk if kind is Kind.TALK else SelfCheck
    found = model.objects.filter(pk__in=keys).values_list("pk", "participation__unit")
    return {pk: Place(unit) for pk, unit in found}

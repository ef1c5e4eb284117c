"""What was said at a unit's gates, round by round, and what became of what had to change (S17, SPEC rule 15)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.kit.clock import day_in_china
from huiyin.process.campaigns.models import Campaign, Participation, PlanItem
from huiyin.process.selfchecks.models import Version
from huiyin.process.selfchecks.rules.states import WRITTEN
from huiyin.process.supervision.models import GateVerdict, ReturnPoint
from huiyin.process.supervision.rules.verdicts import PointKind, VerdictKind
from huiyin.process.talks.rules.states import TalkState


def latest_verdicts(participations: Collection[int]) -> dict[int, dict[str, VerdictKind]]:
    """By participation, the last verdict on each gate that has one. One query."""
    found: dict[int, dict[str, VerdictKind]] = {pk: {} for pk in participations}
    rows = GateVerdict.objects.filter(participation__in=participations).order_by("round")
    for pk, gate, verdict in rows.values_list("participation_id", "gate", "verdict"):
        found[pk][gate] = VerdictKind(verdict)
    return found


@dataclass(frozen=True)
class PointNow:
    """Something that had to change, and what was done: since when it is (`done_on`, None while it isn't), the unit's own line on it, the
    item of the plan, the latest version of the paper that was handed in since (None: none)."""

    point: ReturnPoint
    done: bool
    done_on: date | None = None
    progress: str = ""
    item: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class Round:
    """A verdict with what it asked for."""

    verdict: GateVerdict
    points: tuple[PointNow, ...]

    @property
    def open(self) -> int:
        """How much of what had to change isn't done."""
        return sum(not point.done for point in self.points)


def rounds_of(participation: Participation, gates: Collection[str] | None = None) -> dict[str, list[Round]]:
    """By gate, what was said in each round, the latest first, with what became of each thing that had to change. 4 queries at most."""
    rows = GateVerdict.objects.filter(participation=participation).order_by("-round")
    verdicts = list(rows if gates is None else rows.filter(gate__in=gates))
    points = _points([one.pk for one in verdicts if one.verdict == VerdictKind.RETURN], participation)
    found: dict[str, list[Round]] = defaultdict(list)
    for verdict in verdicts:
        found[verdict.gate].append(Round(verdict, tuple(points.get(verdict.pk, ()))))
    return found


def _points(verdicts: Sequence[int], participation: Participation) -> dict[int, list[PointNow]]:
    if not verdicts:
        return {}
    related = ("problem", "paper__account", "talk__one", "talk__other", "verdict")
    points = list(
        ReturnPoint.objects.filter(verdict__in=verdicts).select_related(*related).order_by("number")
    )
    asks = [point.ask_id for point in points if point.ask_id]
    items = {item.ask_id: item for item in PlanItem.objects.filter(ask__in=asks, participation=participation)}
    papers = [point.paper_id for point in points if point.paper_id]
    versions: dict[int, Version] = {}
    if papers:
        handed_in = Version.objects.filter(paper__in=papers, why=Version.Why.HANDED_IN)
        versions = {version.paper_id: version for version in handed_in.order_by("number")}
    found: dict[int, list[PointNow]] = defaultdict(list)
    for point in points:
        found[point.verdict_id].append(_now(point, items, versions))
    return found


def _now(point: ReturnPoint, items: dict[int, PlanItem], versions: dict[int, Version]) -> PointNow:
    if point.kind == PointKind.PAPER and point.paper is not None and point.paper_id is not None:
        last = versions.get(point.paper_id)
        again = point.paper.state not in WRITTEN and last is not None
        return PointNow(
            point,
            again,
            day_in_china(last.at) if again and last else None,
            version=last.number if last else None,
        )
    if point.kind == PointKind.TALK and point.talk is not None:
        done = point.talk.state in (TalkState.CONFIRMED, TalkState.DROPPED)
        return PointNow(point, done, point.talk.held_on if done else None)
    item = items.get(point.ask_id or 0)
    if item is None:
        return PointNow(point, done=False)
    return PointNow(point, item.done_on is not None, item.done_on, item.progress, item.pk)


def standing_returns(campaign: Campaign) -> QuerySet[GateVerdict]:
    """Returns after which nothing was said yet, of units that still take part."""
    later = GateVerdict.objects.filter(
        participation=OuterRef("participation"), gate=OuterRef("gate"), round__gt=OuterRef("round")
    )
    rows = GateVerdict.objects.filter(participation__campaign=campaign, participation__ended_on=None)
    return rows.filter(~Exists(later), verdict=VerdictKind.RETURN.value)


def ready_again(campaign: Campaign) -> QuerySet[GateVerdict]:
    """Returns of which everything that had to change is reported done: to be judged again."""
    undone = PlanItem.objects.filter(
        ask=OuterRef("ask"), participation=OuterRef("verdict__participation"), done_on=None
    )
    open_ = ReturnPoint.objects.filter(verdict=OuterRef("pk")).filter(
        Q(Exists(undone))
        | Q(paper__state__in=[one.value for one in WRITTEN])
        | Q(talk__isnull=False) & ~Q(talk__state__in=[TalkState.CONFIRMED.value, TalkState.DROPPED.value])
    )
    return standing_returns(campaign).filter(~Exists(open_))

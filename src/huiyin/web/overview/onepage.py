"""One page that is true, for the leading group: where it stands, what is stuck and with whom, what came back, what nobody knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.effects.access import sees_whole
from huiyin.process.effects.models import Effect
from huiyin.process.effects.queries.reading import shown
from huiyin.process.effects.rules.words import Kind
from huiyin.process.figures.queries import Kept, flow_below
from huiyin.process.figures.queries.stuck import Stuck, came_back, longest_late, owing_answers, stuck_below
from huiyin.process.figures.rules.flow import CAME_BACK, FALSE, HELD, NOT_YET, UNLOOKED, UNMEASURED, Stage
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.rules.disposition import DISPOSITION_NAMES, Disposition
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.behind import excerpts, homes, raw_reach_of, tallies, words_reach
from huiyin.web.frame.effects import Said, said_of
from huiyin.web.frame.filters import address
from huiyin.web.frame.flow import STAGE_PARTS, STUCK, part_address
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

MOST = 10
_WHOLE, _GAP, _NAMED = 1000, 3, 3
_KINDS = {
    "opinions": {"waiting": "wait", "linked": "go", "answered": "go"},
    "problems": {"before": "wait", "above": "act", "awaiting": "wait", "closed": "go"},
    "closed": {CAME_BACK: "act", FALSE: "act", HELD: "go", UNLOOKED: "all"},
    "effects": {"proven": "go", "worse": "act", UNMEASURED: "all"},
}


@dataclass(frozen=True)
class Segment:
    """A part of a drawn stage: its name and number, where it lies in a thousandth of the width, and where its number leads."""

    name: str | Promise
    n: int
    x: int
    width: int
    kind: str
    address: str


@dataclass(frozen=True)
class Drawn:
    """A stage as the page draws it: one bar, and the same numbers as a table whose sum is shown."""

    title: str
    note: str
    stage: Stage
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Line:
    """Something stuck, or unknown: how many, with whom, where to look."""

    n: int
    says: str | Promise
    whom: str = ""
    address: str = ""


@dataclass(frozen=True)
class Back:
    """A problem that came back: in the givers' words where the reader may see them, else in the checked summary (SPEC rule 4)."""

    problem: Problem
    words: str
    summary: str
    unraised: bool


@page(Right.OVERVIEW_READ, "GET")
def one_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page. 15 queries at most, whatever the number of opinions."""
    campaign, scopes = visit.running, visit.scopes(Right.OVERVIEW_READ)
    kept = flow_below(campaign, scopes)
    stuck = stuck_below(campaign, scopes, visit.today)
    context = {
        "kept": kept,
        "stages": _stages(visit, kept),
        "stuck": [line for line in _stuck(visit, kept, stuck) if line.n],
        "late": longest_late(campaign, scopes, visit.today, MOST) if stuck.overdue else (),
        "back_all": part_address(campaign, "closed", CAME_BACK) if kept.flow.closed.of(CAME_BACK) else "",
        "back": _back(visit, came_back(campaign, scopes, MOST)),
        "unknown": [line for line in _unknown(visit, kept, stuck) if line.n],
        "reads_words": visit.may(Right.OPINION_READ_RAW),
        "answer": _answer(visit),
    }
    return show(request, visit, "overview/one_page", context)


def _answer(visit: Visit) -> Said | None:
    """What nights have told of all closed problems together; for who looks at the whole. One query."""
    if not sees_whole(visit.actors, visit.running):
        return None
    rows = Effect.objects.latest_of(visit.running).filter(kind=Kind.CAMPAIGN).exclude(verdict="")
    row = rows.select_related("run", "unit").first()
    return said_of(shown([row], row.run, 0, lambda _: True)[0]) if row else None


def _stages(visit: Visit, kept: Kept) -> list[Drawn]:
    flow = kept.flow
    raw = visit.may(Right.OPINION_READ_RAW)
    inbox = reverse("inbox", args=[visit.running.code])
    places = {place.value: _(DISPOSITION_NAMES[place]) for place in Disposition}
    names: dict[str, Mapping[str, str | Promise]] = {"opinions": places, **STAGE_PARTS}
    leads = {
        stage: {code: part_address(visit.running, stage, code) for code in parts}
        for stage, parts in STAGE_PARTS.items()
    }
    leads["opinions"] = {code: address(inbox, {"disposition": code}) for code in places} if raw else {}
    titles = {
        "opinions": (_("收到的意见"), _("一条意见只在一处")),
        "problems": (_("提出的问题"), _("意见进了台账，归到问题里")),
        "closed": (_("销号的问题"), _("验收以后怎么样了")),
        "effects": (_("销号的问题，成效"), _("销号以后还有没有人说")),
    }
    return [
        Drawn(*titles[stage.code], stage, _segments(stage, names[stage.code], leads[stage.code]))
        for stage in flow.stages
    ]


def _segments(
    stage: Stage, names: Mapping[str, str | Promise], leads: Mapping[str, str]
) -> tuple[Segment, ...]:
    """The parts side by side; what isn't nothing is always seen, and the last one ends where the bar does."""
    found, at, summed = [], 0, 0
    for part in stage.parts:
        summed += part.n
        end = round(summed * _WHOLE / stage.summed) if stage.summed else 0
        width = max(end - at - _GAP, 2) if part.n else 0
        kind = _KINDS[stage.code].get(part.code, "calm")
        found.append(Segment(names[part.code], part.n, at, width, kind, leads.get(part.code, "")))
        at = end
    return tuple(found)


def _stuck(visit: Visit, kept: Kept, stuck: Stuck) -> list[Line]:
    code, flow = visit.running.code, kept.flow
    unit, office = _("责任单位"), _("活动办、领导小组")
    leads = partial(part_address, visit.running)
    triage = address(reverse("triage", args=[code]), {"disposition": "waiting"})
    return [
        Line(stuck.overdue, STUCK["overdue"], unit, leads("stuck", "overdue")),
        Line(
            flow.problems.of("before"),
            STAGE_PARTS["problems"]["before"],
            _("责任单位主要负责人"),
            leads("problems", "before"),
        ),
        Line(stuck.returned, STUCK["returned"], unit, leads("stuck", "returned")),
        Line(
            stuck.findings,
            _("督导意见还没有答复"),
            _owing(visit) if stuck.findings else "",
            address(reverse("letters", args=[code]), {"open": "yes"}),
        ),
        Line(stuck.above, STUCK["above"], _("上一级"), leads("stuck", "above")),
        Line(stuck.asking, STUCK["asking"], _("上一级"), leads("stuck", "asking")),
        Line(flow.problems.of("awaiting"), _("报请了，等验收"), office, leads("problems", "awaiting")),
        Line(stuck.not_fixed, _("反映人说没有真改，还没有人定"), office, reverse("not_fixed", args=[code])),
        Line(flow.closed.of(FALSE), _("抽查不属实，还没有重新整改"), office, reverse("samples", args=[code])),
        Line(
            flow.opinions.of("waiting"),
            _("意见还没有定去向"),
            _("活动办"),
            triage if visit.may(Right.OPINION_TRIAGE) else "",
        ),
    ]


def _owing(visit: Visit) -> str:
    """The units that owe inspectors an answer: the first few by name. One query."""
    names = owing_answers(visit.running, visit.scopes(Right.OVERVIEW_READ), _NAMED)
    told = pick("、", ", ").join(names[:_NAMED])
    return _("%(units)s等") % {"units": told} if len(names) > _NAMED else told


def _unknown(visit: Visit, kept: Kept, stuck: Stuck) -> list[Line]:
    campaign, flow = visit.running, kept.flow
    whole = any(campaign.root.path.startswith(scope) for scope in visit.scopes(Right.OVERVIEW_READ))
    taking_part = stuck.taking_part if whole else kept.heard
    return [
        Line(
            max(0, taking_part - kept.heard),
            _("个单位一条意见也没有：没有人说，不等于没有问题"),
            address=reverse("overview", args=[campaign.code]),
        ),
        Line(kept.about_nobody, _("条意见还没有确定说的是哪个单位")),
        Line(
            flow.closed.of(UNLOOKED),
            _("个销号的问题没有人回头看过"),
            address=part_address(campaign, "closed", UNLOOKED),
        ),
        Line(
            flow.effects.of(NOT_YET) + flow.effects.of(UNMEASURED),
            _("个销号的问题说不出有没有成效：听到的还不够，或还没有算"),
            address=reverse("effects", args=[campaign.code]),
        ),
        Line(stuck.suggested, _("条后来的意见可能又说到了销号的问题，等人看")),
    ]


def _back(visit: Visit, problems: list[Problem]) -> list[Back]:
    """3 queries for who reads words, none for anybody else."""
    reaches = raw_reach_of(visit.actors, visit.running)
    behind = tallies([one.pk for one in problems], homes(visit.running), reaches) if reaches else {}
    first = {one.pk: _first_words(one) for one in problems if one.pk in behind}
    open_to_me = {
        one.pk for one in problems if one.pk in behind and words_reach(one, behind[one.pk], reaches)
    }
    # What is said again isn't behind the old problem: it may be about another unit, so it's asked for by itself.
    seen = visible_opinions(visit.actors, visit.running)
    said = excerpts(seen.filter(pk__in=[pk for pk in first.values() if pk])) if open_to_me else {}
    return [
        Back(
            one,
            said.get(first[one.pk], "") if one.pk in open_to_me else "",
            one.manifestation if one.checked_on else "",
            unraised=bool(getattr(one, "again", None)),
        )
        for one in problems
    ]


def _first_words(problem: Problem) -> int:
    """The opinion that is shown of what came back: the one that says it again, else the first behind it; 0 for none."""
    return getattr(problem, "again", None) or getattr(problem, "first_opinion", None) or 0

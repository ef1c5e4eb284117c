"""Before a gate: what a unit's facts say, and the decision to let it pass."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Actor, Right, Role
from huiyin.process.campaigns.access import get_participation
from huiyin.process.campaigns.models import Participation, UnitStage
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.gates import Gate
from huiyin.process.campaigns.rules.judging import Judged, Known
from huiyin.process.campaigns.rules.plans import StageState
from huiyin.process.campaigns.rules.wording import condition_in_words
from huiyin.process.supervision.commands import advance_stage as advance
from huiyin.process.supervision.models import StageDecision
from huiyin.process.supervision.queries import Sheet, sheet
from huiyin.process.supervision.rules.standing import Judgement, decider, may_decide
from huiyin.process.supervision.rules.verdicts import VERDICTS
from huiyin.web.campaigns.states import STAGES, Shown
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line, words
from huiyin.web.frame.figures import figure, shown_outcome
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_TYPED_LONGEST = 3000  # the command says what is too long


@dataclass(frozen=True)
class Line:
    """A condition in words, how it came out, and the facts behind it with their n."""

    said: str
    message: str
    blocks: bool
    shown: Shown
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class Gated:
    """A gate with its conditions."""

    code: str
    name: str
    judged_by: str
    lines: list[Line]
    verdict: str


@dataclass(frozen=True)
class StageLine:
    """A stage of the unit with the decision that ended it."""

    name: str
    shown: Shown
    stage: UnitStage
    decision: StageDecision | None
    role: Promise | str


@page(Right.CAMPAIGN_READ, "GET")
def stage_gate(request: HttpRequest, visit: Visit, unit: int) -> HttpResponse:
    """Where a unit stands, and the gates on its way out of its stage."""
    return _show(request, visit, get_participation(unit, visit.actors, visit.running))


@page(Right.STAGE_ADVANCE, "POST")
def advance_stage(request: HttpRequest, visit: Visit, unit: int) -> HttpResponse:
    """Let a unit pass; the capacity that counts is the one that may decide."""
    found = get_participation(unit, visit.actors, visit.running, Right.STAGE_ADVANCE)
    stage = line(request.POST, "stage", longest=40)
    try:
        why = words(request.POST, "why", longest=_TYPED_LONGEST)
        advance(found, stage, why, by=_capacity(visit, found, stage), at=visit.at)
    except HuiyinError as error:
        return _show(request, visit, found, error=error)
    messages.success(request, _("已通过，单位进入下一环节。"))
    return HttpResponseRedirect(reverse("stage_gate", args=[visit.running.code, unit]))


def _deciding(visit: Visit, found: Participation, stage: str) -> list[Actor]:
    """The visitor's capacities that decide on this stage, the leading group's first."""
    stages = {one.code: one for one in template_of(visit.running).stages}
    if stage not in stages:
        return []
    path, root = found.unit.path, visit.running.root.path
    best = [actor for actor in visit.actors if may_decide(actor, stages[stage], path, root)]
    return sorted(best, key=lambda actor: actor.role is not Role.LEADER)


def _capacity(visit: Visit, found: Participation, stage: str) -> Actor:
    """One that decides; where there is none, any with the right, for the command to refuse."""
    return next(iter(_deciding(visit, found, stage)), None) or visit.by(Right.STAGE_ADVANCE, found.unit.path)


def _show(
    request: HttpRequest, visit: Visit, found: Participation, *, error: HuiyinError | None = None
) -> HttpResponse:
    template = template_of(visit.running)
    judged = sheet(found, visit.today)
    names = {stage.code: pick(stage.zh, stage.en) for stage in template.stages}
    current = judged.stage
    rules = template.stage(current.stage) if current else None
    root = found.unit.path == visit.running.root.path
    context = {
        "unit": found.unit,
        "stages": _stages(found, names),
        "stage": current,
        "stage_name": names[current.stage] if current else "",
        "gates": [_gated(visit, found, judgement, judged) for judgement in judged.judgements],
        "failing": [
            *(_said(visit, check) for check in judged.standing.failing),
            *(_of_gate(gate, _("被退回，还没有再过关")) for gate in judged.standing.returned),
            *(_of_gate(gate, _("还没有结论")) for gate in judged.standing.unjudged),
        ],
        "unknown": [_fact_names(visit, check) for check in judged.standing.unknown],
        "decider": _(ROLE_NAMES[decider(rules, of_root=root)]) if rules else "",
        "decides": current is not None and bool(_deciding(visit, found, current.stage)),
        "typed": request.POST,
        "said": sentence(error) if error else "",
    }
    return show(
        request, visit, "campaigns/stage_gate", context, status=status_of(error) if error else HTTPStatus.OK
    )


def _stages(found: Participation, names: dict[str, str]) -> list[StageLine]:
    rows = UnitStage.objects.filter(participation=found).order_by("position")
    decisions = {
        one.unit_stage_id: one for one in StageDecision.objects.filter(unit_stage__participation=found)
    }
    return [
        StageLine(
            names.get(row.stage, row.stage),
            STAGES[StageState(row.state)],
            row,
            decision,
            _(ROLE_NAMES[Role(decision.role)]) if decision else "",
        )
        for row in rows
        for decision in [decisions.get(row.pk)]
    ]


def _gated(visit: Visit, found: Participation, judgement: Judgement, judged: Sheet) -> Gated:
    template, gate = template_of(visit.running), judgement.gate
    terms = {code: pick(term.zh, term.en) for code, term in template.campaign.vocabulary.items()}
    lines = [_line(visit, found, check, judged.facts) for check in judgement.checks]
    kind = judged.latest.get(gate.code)
    return Gated(
        gate.code,
        pick(gate.zh, gate.en),
        terms.get(gate.verdict_by, gate.verdict_by),
        lines,
        _(VERDICTS[kind]) if kind else "",
    )


def _of_gate(gate: Gate, what: str) -> str:
    return pick(f"“{gate.zh}”{what}", f"{gate.en}: {what}")


def _line(visit: Visit, found: Participation, check: Judged, known: dict[str, Known]) -> Line:
    template = template_of(visit.running)
    facts = {fact.name: fact for fact in template.facts}
    return Line(
        said=pick(*condition_in_words(check.check, facts)),
        message=check.check.message,
        blocks=check.check.severity == "blocks",
        shown=shown_outcome(visit, found.unit.path, check),
        facts=[
            (pick(facts[name].zh, name), figure(visit, found.unit.path, facts[name], known.get(name)))
            for name in check.facts
            if name in facts
        ],
    )


def _fact_names(visit: Visit, check: Judged) -> str:
    """What isn't known yet; the sentence for a failure would say that it failed."""
    facts = {fact.name: fact for fact in template_of(visit.running).facts}
    return pick("、", ", ").join(pick(facts[name].zh, name) for name in check.facts if name in facts)


def _said(visit: Visit, check: Judged) -> str:
    """The template's own sentence, which is Chinese; in English the condition itself."""
    facts = {fact.name: fact for fact in template_of(visit.running).facts}
    return pick(check.check.message, condition_in_words(check.check, facts).en)

"""A stage summed up: for all units together, from the same facts as their gates."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import visible_items, visible_participations
from huiyin.process.campaigns.models import UnitStage
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.progress import AskRow, StageCounts, ask_rows, stage_counts
from huiyin.process.supervision.models import StageDecision
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@dataclass(frozen=True)
class StepSum:
    """A step over all units: its items, how many are done and late."""

    name: str
    document: str
    rows: list[AskRow]

    @property
    def items(self) -> int:
        return sum(row.units for row in self.rows)

    @property
    def done(self) -> int:
        return sum(row.done for row in self.rows)

    @property
    def late(self) -> int:
        return sum(row.late for row in self.rows)


@page(Right.CAMPAIGN_READ, "GET")
def stage_summary(request: HttpRequest, visit: Visit, stage: str) -> HttpResponse:
    """What a stage came to, over the units in the visitor's scope. 8 queries beside the frame's."""
    template = template_of(visit.running)
    rules = next((one for one in template.stages if one.code == stage), None)
    if rules is None:
        raise Unseen
    visible = visible_participations(visit.actors, visit.running).filter(ended_on=None)
    rows = ask_rows(visit.running, visible_items(visit.actors, visit.running), visit.today)
    decisions = StageDecision.objects.filter(unit_stage__stage=stage, unit_stage__participation__in=visible)
    waived = Counter(
        message for messages in decisions.values_list("waived", flat=True) for message in messages
    )
    in_it = UnitStage.objects.filter(participation__in=visible, stage=stage).select_related(
        "participation__unit"
    )
    steps = [_step(visit, step.code, pick(step.zh, step.en), step.document, rows) for step in rules.steps]
    context = {
        "stage": rules,
        "counts": stage_counts(visible).get(stage, StageCounts(0, 0, 0)),
        "steps": steps,
        "items": sum(step.items for step in steps),
        "done": sum(step.done for step in steps),
        "late": sum(step.late for step in steps),
        "waived": waived.most_common(),
        "decided": decisions.count(),
        "still": [
            row.participation.unit
            for row in in_it.filter(state="open").order_by("participation__unit__path")[:200]
        ],
    }
    return show(request, visit, "campaigns/stage_summary", context)


def _step(visit: Visit, code: str, name: str, document: str | None, rows: list[AskRow]) -> StepSum:
    form = template_of(visit.running).forms.get(document or "")
    return StepSum(name, form.title if form else "", [row for row in rows if row.ask.step == code])

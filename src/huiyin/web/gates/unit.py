"""A unit's gates on one page, to be printed: the facts behind each, what was said there, and no score (R18)."""

from django.http import HttpRequest, HttpResponse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import get_participation
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.judging import judged
from huiyin.process.supervision.queries import facts, facts_over_time, head_acts, reached, rounds_of
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.gates.drawing import GateLine, drawn_gate


@page(Right.CAMPAIGN_READ, "GET")
def unit_gates(request: HttpRequest, visit: Visit, unit: int) -> HttpResponse:
    """The campaign's own gates with today's facts; the others by name."""
    part = get_participation(unit, visit.actors, visit.running)
    come = {gate.code for gate in reached(part)}
    lines = gate_lines(visit, part)
    context = {
        "part": part,
        "core": [line for line in lines if line.gate.core],
        "others": [line for line in lines if not line.gate.core],
        "come": come,
        "acts": head_acts([part], visit.today).get(part.pk),
        "called": called(visit),
    }
    return show(request, visit, "gates/unit_gates", context)


def gate_lines(visit: Visit, part: Participation) -> list[GateLine]:
    """Every gate of the template for a unit. Some 47 queries."""
    template = template_of(visit.running)
    known = facts([part], visit.today)[part.pk]
    rounds, went = rounds_of(part), facts_over_time(part, visit.today)
    return [
        drawn_gate(visit, part, gate, judged(gate, known), known, rounds.get(gate.code, ()), went)
        for gate in template.gates
    ]


def called(visit: Visit) -> str:
    """The campaign's own name for its gates; "" where it has none."""
    term = template_of(visit.running).campaign.vocabulary.get("gates")
    return pick(term.zh, term.en) if term else ""

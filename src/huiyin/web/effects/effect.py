"""The effect of one problem's fix: its verdict with what it means, the table, the weeks, and what it would take to tell."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.effects.access import sees_figures, visible_effects
from huiyin.process.effects.models import EffectRun
from huiyin.process.effects.queries import last_run
from huiyin.process.effects.queries.reading import Shown, shown
from huiyin.process.effects.rules.words import Kind
from huiyin.process.problems.access import get_problem
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.web.effects.drawing import drawing
from huiyin.web.frame.effects import said_of, verdict_words
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Right.PROBLEM_READ, "GET")
def effect(request: HttpRequest, visit: Visit, number: str) -> HttpResponse:
    """The page of one problem's effect, also where nothing was measured yet."""
    campaign = visit.running
    found = get_problem(number, actors=visit.actors, campaign=campaign)
    run = last_run(campaign)
    said = _effect_of(visit, found, run) if run else None
    context: dict[str, Any] = {
        "problem": found,
        "run": run,
        "said": said_of(said) if said else None,
        "names": names_of(campaign),
        "fewest": fewest_givers(campaign),
        "verdicts": verdict_words(),
        "chart": None,
    }
    if said and run and said.effect.closed_on and not said.figures.hidden:
        path = said.effect.unit.path if said.effect.unit else None
        if sees_figures(visit.actors, campaign, path):
            context["chart"] = drawing(said.effect.weekly, said.effect.since, said.effect.closed_on, run.on)
    return show(request, visit, "effects/effect", context)


def _effect_of(visit: Visit, found: Problem, run: EffectRun) -> Shown | None:
    campaign = visit.running
    row = (
        visible_effects(visit.actors, campaign)
        .filter(kind=Kind.PROBLEM, subject=str(found.pk))
        .select_related("unit")
        .first()
    )
    if row is None:
        return None
    [one] = shown(
        [row], run, fewest_givers(campaign), lambda path: sees_figures(visit.actors, campaign, path)
    )
    return one

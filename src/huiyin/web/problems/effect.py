"""成效 on a problem's page: the verdict of the last run and where the rest of it stands."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huiyin.analysis.effects import Verdict
from huiyin.process.effects.access import sees_figures, visible_effects
from huiyin.process.effects.queries import last_run
from huiyin.process.effects.queries.reading import shown
from huiyin.process.effects.rules.figures import Side
from huiyin.process.effects.rules.words import VERDICT_MEANINGS, VERDICT_NAMES, Kind
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.web.frame.visit import Visit

_SHAPES = {Verdict.PROVEN: ("✓", "go"), Verdict.WORSE: ("▲", "act"), Verdict.NOT_YET: ("○", "calm")}


@dataclass(frozen=True)
class Told:
    """The verdict in shape, colour and words, both sides where every number may be shown, as of a day."""

    shape: str
    look: str
    verdict: str
    means: str
    before: Side | None
    after: Side | None
    waits: int | None
    on: date


def effect_of(visit: Visit, problem: Problem) -> Told | None:
    """What the last run says of a closed problem; None where there is nothing. 2 queries, none for one that isn't closed."""
    if problem.closed_on is None:
        return None
    campaign, run = visit.running, last_run(visit.running)
    if run is None:
        return None
    mine = visible_effects(visit.actors, campaign).filter(kind=Kind.PROBLEM, subject=str(problem.pk))
    rows = list(mine.select_related("unit"))
    found = shown(rows, run, fewest_givers(campaign), lambda path: sees_figures(visit.actors, campaign, path))
    if not found:
        return None
    one = found[0]
    hidden, (shape, look) = one.figures.hidden, _SHAPES[one.verdict]
    return Told(
        shape,
        look,
        _(VERDICT_NAMES[one.verdict]),
        _(VERDICT_MEANINGS[one.verdict]),
        None if hidden else one.figures.before,
        None if hidden else one.figures.after,
        one.waits,
        one.on,
    )

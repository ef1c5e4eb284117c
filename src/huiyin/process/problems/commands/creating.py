"""The row of a new problem, with the next number of its year."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from huiyin.kit.clock import day_in_china
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.models import Group
from huiyin.process.problems.commands.wording import Wording
from huiyin.process.problems.models import Problem
from huiyin.process.problems.rules import problem_number


@dataclass(frozen=True)
class NewProblem:
    """What a problem begins with."""

    wording: Wording
    owner: Unit | None
    group: Group | None = None
    split_from: Problem | None = None
    checked: bool = False


def create_problem(campaign: Campaign, new: NewProblem, *, by: Actor, at: datetime) -> Problem:
    """Part of raising and splitting, in a transaction that has taken its turn: two queries."""
    day = day_in_china(at)
    last = Problem.objects.of(campaign).filter(year=day.year).aggregate(last=Max("serial"))["last"]
    serial = (last or 0) + 1
    wording = new.wording
    states = template_of(campaign).life.states
    return Problem.objects.create(
        campaign=campaign,
        number=problem_number(day.year, serial),
        year=day.year,
        serial=serial,
        title=wording.title.strip(),
        manifestation=wording.manifestation,
        checked_by=by.code if new.checked else "",
        checked_on=day if new.checked else None,
        owner=new.owner,
        source=wording.source,
        focus=wording.focus,
        topic=wording.topic,
        cause=wording.cause,
        horizon=wording.horizon,
        group=new.group,
        split_from=new.split_from,
        raised_by=by.code,
        raised_on=day,
        state=states[0].code if states else "",
    )


def create_again(problem: Problem, source: str, *, by: Actor, at: datetime) -> Problem:
    """Part of a look-back that found a closed matter again, in a transaction that has taken its turn: two queries.

    A new problem of the same year and place with the next occurrence (2014-037-2), at the beginning of its life. It takes over what the
    matter is (title, summary as it was checked, owner, labels), and nothing of what was planned or done (SPEC rule 6).
    """
    day = day_in_china(at)
    same = Problem.objects.of(problem.campaign).filter(year=problem.year, serial=problem.serial)
    occurrence = (same.aggregate(last=Max("occurrence"))["last"] or 1) + 1
    states = template_of(problem.campaign).life.states
    taken_over = ("title", "manifestation", "checked_by", "checked_on", "owner", "focus", "topic", "cause", "horizon", "mirror", "key_work", "common")  # fmt: skip
    return Problem.objects.create(
        campaign=problem.campaign,
        number=problem_number(problem.year, problem.serial, occurrence),
        year=problem.year,
        serial=problem.serial,
        occurrence=occurrence,
        follows=problem,
        source=source,
        raised_by=by.code,
        raised_on=day,
        state=states[0].code if states else "",
        **{name: getattr(problem, name) for name in taken_over},
    )

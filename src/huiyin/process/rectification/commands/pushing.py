"""What the level above causes is pushed down as a task to all whom it concerns (S10, 上下联动)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.commands import ask_units
from huiyin.process.campaigns.commands.asking import Wanted
from huiyin.process.campaigns.models import Ask, Participation
from huiyin.process.problems.commands.standing import needs_standing
from huiyin.process.problems.models import Problem


@transaction.atomic
def push_down(
    problem: Problem, wanted: Wanted, participations: Collection[Participation], *, by: Actor, at: datetime
) -> Ask:
    """Ask the units that a problem concerns for their part of it, by a task that names the problem (campaigns.ask_units)."""
    needs_standing(problem)
    ask = ask_units(
        problem.campaign, replace(wanted, source=f"problem:{problem.number}"), participations, by=by, at=at
    )
    facts = {"ask": ask.code, "units": len(participations)}
    record(act="problem.pushed_down", subject=f"problem:{problem.number}", by=by.code, at=at, facts=facts)
    return ask

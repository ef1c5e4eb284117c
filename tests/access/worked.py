"""What is done about the first school's problem, to look at: a measure, a file as evidence, a request for a later date."""

from datetime import timedelta

from huiyin.platform.files.rules import ready_evidence
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.commands import (
    Deliberated,
    Planned,
    add_evidence,
    ask_extension,
    decide_together,
    plan_rectification,
    write_measure,
)
from huiyin.process.rectification.commands.evidence import Named
from huiyin.process.rectification.rules.hints import Wanted
from huiyin.process.rectification.rules.words import EvidenceKind
from tests.world import World


def work_on(world: World, problem: Problem, words: str) -> int:
    """Plan and prove `problem` in these words; the id of the evidence."""
    by, at = world.clerk, world.at
    due = world.at.date() + timedelta(days=30)
    plan_rectification(problem, Planned(goal=words, due_on=due), by=by, at=at)
    write_measure(problem, Wanted(words, "总务主任", due, words), by=by, at=at)
    file = ready_evidence(words.encode(), f"{words}.txt")
    made = add_evidence(problem, Named(EvidenceKind.FILE, words), file, by=by, at=at)
    ask_extension(problem, due + timedelta(days=30), words, by=by, at=at)
    return made.pk


def decide(world: World, problem: Problem) -> None:
    """Have the unit's team talk `problem` over, so that it may be claimed or passed up."""
    talked = Deliberated(world.at.date(), "校长、书记", "报上级")
    decide_together([problem], talked, by=world.clerk, at=world.at)

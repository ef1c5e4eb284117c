"""The one way out for an opinion's words, and for what quotes them (SPEC rule 1)."""

from datetime import datetime

from django.db import transaction

from huiyin.analysis.quoting import quotes
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.answers.models import Answer, Answered
from huiyin.process.channels.commands import erase_given, erase_given_sealed
from huiyin.process.opinions.commands.erasing import untitle_deserted
from huiyin.process.opinions.models import Opinion, Tombstone
from huiyin.process.problems.commands.gone import note_gone
from huiyin.process.problems.models import Link, Problem
from huiyin.process.sealed.models import SealedMatter, SealedStep

GONE = "（题目引自已删除的意见原文）"


@transaction.atomic
def erase_opinion(
    opinion: Opinion, *, ground: str, lawful: bool, by: Actor, at: datetime, merged: bool = True
) -> Tombstone:
    """Let an opinion turn to nothing, when its retention is over or by a lawful deletion (`lawful`), on a `ground`.

    Its words, what came with them, its index rows, and what quotes it: the title of its group, titles and unchecked summaries of its
    problems, drafts of answers. Numbers, counts, decisions and the digest stay, and a tombstone. Conflict the second time, Refused
    before the retention is over. Without `merged` the caller merges the search index (platform.texts.merge_search) afterwards, and lets titles
    of groups without words go (untitle_deserted).
    """
    words = opinion.text
    tombstone = erase_given(opinion, ground=ground, lawful=lawful, by=by, at=at, merged=merged)
    for problem in Problem.objects.filter(pk__in=Link.objects.filter(opinion=opinion).values("problem")):
        _unquote(problem, words)
    drafts = Answer.objects.exclude(state=Answer.State.GIVEN)
    for draft in drafts.filter(pk__in=Answered.objects.filter(opinion=opinion).values("answer")):
        if quotes(draft.body, words):
            Answer.objects.filter(pk=draft.pk).update(body="")
    if merged:
        untitle_deserted([opinion.campaign_id])
    transaction.on_commit(lambda: note_gone(opinion.pk, tombstone.on))
    return tombstone


@transaction.atomic
def erase_matter(matter: SealedMatter, *, ground: str, lawful: bool, by: Actor, at: datetime) -> SealedStep:
    """Let a sealed matter turn to nothing as erase_opinion does: its words, what was said and noted of it, contact and files.

    By the discipline officer, whose matter it is to read. The digest stays, and a step that says who, when and on what `ground`.
    """
    step = erase_given_sealed(matter, ground=ground, lawful=lawful, by=by, at=at)
    transaction.on_commit(lambda: note_gone(matter.pk, step.on))
    return step


def _unquote(problem: Problem, words: str) -> None:
    changed = {}
    if quotes(problem.title, words):
        changed["title"] = GONE
    if problem.checked_on is None and quotes(problem.manifestation, words):
        changed["manifestation"] = ""
    if changed:
        Problem.objects.filter(pk=problem.pk).update(**changed)

"""The machine learns from what people decided, and suggests anew what nobody has decided on. No decision is ever touched."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.analysis.learning import Learned, Trial
from huiyin.analysis.normalise import Text
from huiyin.analysis.training import MOST_EXAMPLES, learn
from huiyin.kit.clock import day_in_china
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.queries import indexed
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.commands.suggesting import Suggester, write_suggestions
from huiyin.process.opinions.models import Lesson, Opinion, Suggestion
from huiyin.process.opinions.queries.lessons import (
    codes_of,
    decided_opinions,
    decided_words,
    last_lessons,
    learned_kinds,
)
from huiyin.process.opinions.queries.texts import words_of
from huiyin.process.opinions.rules.learning import worth_learning

BLOCK = 500
_BEGINNING = 2**63 - 1  # above every id: suggestions are made anew from the latest opinion down

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Taught:
    """What a lesson came to; `model` None where people always chose the same."""

    model: Learned | None
    trial: Trial
    examples: int


def learn_labels(campaign: Campaign, *, by: Actor, at: datetime) -> list[Lesson]:
    """Learn what people decided, each kind of label of which there is enough that is new; the lessons.

    The learning itself (seconds to a minute) happens before the transaction opens; when somebody else has learned meanwhile,
    theirs stands. A model leads only where it was better than the word lists on decisions held back; suggestions that follow
    are made by `refresh_suggestions`. 3 queries and 6 a lesson.
    """
    by.needs(Right.OPINION_TRIAGE, campaign.root.path)
    decided, last = decided_opinions(campaign), last_lessons(campaign)
    wanted = [
        kind
        for kind in learned_kinds(campaign)
        if worth_learning(decided, last[kind].decided if kind in last else 0)
    ]
    if not wanted:
        return []
    words, suggester = decided_words(campaign, MOST_EXAMPLES), Suggester(campaign)
    lessons = []
    for kind in wanted:
        examples = [(text, codes[kind]) for text, codes in words]
        taught = _taught(examples, codes_of(campaign, kind), suggester, kind)
        lesson = _keep(campaign, kind, last.get(kind), taught, decided, by=by, at=at)
        lessons += [lesson] if lesson else []
    return lessons


def _taught(
    examples: Sequence[tuple[Text, str]], codes: tuple[str, ...], suggester: Suggester, kind: Suggestion.Kind
) -> _Taught:
    known = [(text, code) for text, code in examples if code in codes]
    if len({code for _, code in known}) < 2:
        return _Taught(None, Trial(0, 0, 0), len(known))
    model, trial = learn(known, codes, suggester.lexicon(kind))
    return _Taught(model, trial, len(known))


@transaction.atomic
def _keep(
    campaign: Campaign,
    kind: Suggestion.Kind,
    before: Lesson | None,
    taught: _Taught,
    decided: int,
    *,
    by: Actor,
    at: datetime,
) -> Lesson | None:
    """Write the lesson; None when there is a later one than `before` already."""
    take_turn()
    now = last_lessons(campaign).get(kind)
    if (now and now.number) != (before and before.number):
        return None
    leads = taught.model is not None and taught.trial.model > taught.trial.lists
    numbers = taught.model.to_bytes() if taught.model is not None and leads else None
    Lesson.objects.filter(campaign=campaign, kind=kind).update(numbers=None, told_from=None)
    lesson = Lesson.objects.create(
        campaign=campaign,
        kind=kind,
        number=(before.number if before else 0) + 1,
        on=day_in_china(at),
        decided=decided,
        examples=taught.examples,
        held_back=taught.trial.n,
        lists_right=taught.trial.lists,
        model_right=taught.trial.model,
        leads=leads,
        numbers=numbers,
        digest=hashlib.sha256(numbers).hexdigest() if numbers else "",
        # Where the lists go on as before, nothing has to be suggested anew.
        told_from=_BEGINNING if leads or (before is not None and before.leads) else None,
    )
    facts = {
        "kind": kind.value,
        "number": lesson.number,
        "examples": lesson.examples,
        "held_back": lesson.held_back,
        "lists_right": lesson.lists_right,
        "model_right": lesson.model_right,
        "digest": lesson.digest,
    }
    record(act="labels.learned", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return lesson


def refresh_suggestions(
    campaign: Campaign, *, by: Actor, at: datetime, progress: Progress | None = None, most: int | None = None
) -> int:
    """Suggest anew, by the last lesson, what nobody has ever decided on, the latest first; how many were. At most about `most`.

    What a person has decided on keeps the suggestion that was there before, so that the two can be compared. One transaction
    and one record a block; stopped and started again, it goes on. About a millisecond an opinion.
    """
    by.needs(Right.OPINION_TRIAGE, campaign.root.path)
    told = 0
    suggester: Suggester | None = None
    for lesson in last_lessons(campaign).values():
        while lesson.told_from is not None and (most is None or told < most):
            if suggester is None or not suggester.holds():
                suggester = Suggester(campaign)
            block = _undecided(campaign, lesson.told_from)
            told += _refresh_block(campaign, lesson, block, suggester, by=by, at=at)
            lesson.refresh_from_db(fields=["told_from"])
            if progress is not None:
                progress(told, told)
    return told


def _undecided(campaign: Campaign, below: int) -> list[int]:
    """The next opinions that nobody has ever decided on, the latest first."""
    waiting = Opinion.objects.of(campaign).with_text().filter(triage_round=0, pk__lt=below)
    return list(waiting.order_by("-pk").values_list("pk", flat=True)[:BLOCK])


def _refresh_block(
    campaign: Campaign, lesson: Lesson, block: Sequence[int], suggester: Suggester, *, by: Actor, at: datetime
) -> int:
    kind = Suggestion.Kind(lesson.kind)
    # What isn't swept yet gets its first suggestions from the sweep, and by the same lesson.
    swept = indexed(campaign.pk, block)
    found = list(suggester.labels(kind, words_of([pk for pk in block if pk in swept])))
    with transaction.atomic():
        take_turn()
        then = block[-1] if len(block) == BLOCK else None
        mine = Lesson.objects.filter(pk=lesson.pk, told_from=lesson.told_from)
        if not suggester.holds() or not mine.update(told_from=then):
            return 0
        # Whoever decides on one at this moment holds its row: it is left to them, and nobody waits for the other.
        rows = Opinion.objects.with_text().filter(pk__in=swept, triage_round=0)
        free = set(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))
        if not free:
            return 0
        Suggestion.objects.filter(opinion__in=free, kind=kind).delete()
        write_suggestions(suggested for suggested in found if suggested[0] in free)
        facts = {"kind": lesson.kind, "number": lesson.number, "opinions": len(free)}
        subject = f"campaign:{campaign.code}"
        record(act="suggestions.refreshed", subject=subject, by=by.code, at=at, facts=facts)
    return len(free)

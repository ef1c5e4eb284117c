"""Which later opinions may speak again of closed problems: looked at once, when something changed, and kept as suggestions."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.kit.blocks import in_blocks
from huiyin.kit.clock import day_in_china
from huiyin.kit.precedence import stand_aside
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.commands import keep_pieces
from huiyin.platform.texts.queries import indexed, text_count, vocabulary_of
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, Unlooked
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.compared import SaidOnce, Weighed
from huiyin.process.recurrences.commands.keeping import Kept, forget_problem, keep, raise_bars, watch
from huiyin.process.recurrences.models import Looked, Watched
from huiyin.process.recurrences.queries.circles import circle_of, circles_around, later_counts
from huiyin.process.recurrences.queries.comparing import (
    Found,
    Near,
    compare,
    joined,
    near_to,
    new_of,
    whole_of,
)
from huiyin.process.recurrences.queries.looking import changed, weighed_otherwise

BLOCK = 50  # new opinions written in one transaction
THOUGHT_OF = 500
"""New opinions that are weighed before any of it is written: what they come near to is weighed once for all of them."""

KEPT = 500  # texts of which the pieces are kept in one transaction
MOST_WEIGHED = 500  # closed problems weighed anew a night: of more, those whose turn is longest ago
_SUBJECTS_A_QUERY = 400

Progress = Callable[[int, int], None]


def look_for_again(campaign: Campaign, *, by: Actor, at: datetime, progress: Progress | None = None) -> int:
    """Compare what is new with the closed problems of its units, and what changed of a closed problem with all that came after it; how many
    suggestions are new.

    The same threshold and order as `problems.queries.said_again`. A person's word is never touched: what was decided stays as it was,
    what somebody said is something else isn't suggested again. Before the first grouping (`group_opinions`) nothing is looked at. The
    thinking happens outside of transactions, one of which writes a problem or a block of opinions; stopped and started again, it goes
    on. Time grows with what changed: about 25 queries a block of new opinions, and what their units' closed problems hold, of which the words
    are read once (platform.texts keeps their pieces).
    """
    by.needs(Right.OPINION_GROUP, campaign.root.path)
    if text_count(campaign.pk) is None:
        return 0
    since = changed(campaign)
    _relist(campaign, since.judged)
    problems = _closed(campaign, since.problems)
    weighing = _Weighing.of(campaign)
    kept = _look_at_problems(problems, weighing, progress, at=at)
    # Those of a unit together, so that its problems are asked for once.
    listed = Unlooked.objects.filter(campaign=campaign).order_by("opinion__about__path", "pk")
    waiting = list(listed.values_list("pk", flat=True))
    for done, some in enumerate(in_blocks(waiting, THOUGHT_OF), start=1):
        kept += _look_at_opinions(campaign, some, weighing, at=at)
        if progress is not None:
            progress(min(done * THOUGHT_OF, len(waiting)), len(waiting))
    with transaction.atomic():
        Looked.objects.update_or_create(campaign=campaign, defaults={"seq": since.seq})
        _note(campaign, len(problems), len(waiting), kept, by=by, at=at)
    return kept.new


def weigh_anew(
    campaign: Campaign,
    *,
    by: Actor,
    at: datetime,
    progress: Progress | None = None,
    most: int = MOST_WEIGHED,
) -> int:
    """Compare closed problems with all that came after them where words have been counted anew since; how many problems.

    What is rare, and so tells, changes with what is said: a margin of last month may be another today. The `most` whose turn is longest
    ago; the others keep their suggestions until theirs. A person's word is never touched. Once a night, so that its time has a bound
    and doesn't grow with the store: about 20 queries and what came after it for each.
    """
    by.needs(Right.OPINION_GROUP, campaign.root.path)
    if text_count(campaign.pk) is None:
        return 0
    weighing = _Weighing.of(campaign)
    rows = weighed_otherwise(campaign, weighing.vocabulary)
    rows = rows.select_related("problem__owner", "problem__campaign__root").defer(
        "problem__campaign__template"
    )
    problems = [row.problem for row in rows[:most]]
    kept = _look_at_problems(problems, weighing, progress, at=at)
    with transaction.atomic():
        _note(campaign, len(problems), 0, kept, by=by, at=at)
    return len(problems)


@dataclass(frozen=True)
class _Weighing:
    """What words are weighed by, and the digest of it: of one counted meanwhile it is the older one, so that its problems are weighed again."""

    vocabulary: str
    weighed: Weighed

    @classmethod
    def of(cls, campaign: Campaign) -> "_Weighing":
        return cls(vocabulary_of(campaign.pk), Weighed(campaign, keeps=True))


@transaction.atomic
def _relist(campaign: Campaign, opinions: Collection[int]) -> None:
    """Those of which a person has said something are looked at again."""
    there = Opinion.objects.of(campaign).filter(pk__in=opinions).values_list("pk", flat=True)
    rows = [Unlooked(opinion_id=pk, campaign=campaign) for pk in there]
    if rows:
        Unlooked.objects.bulk_create(rows, ignore_conflicts=True)


def _note(campaign: Campaign, problems: int, opinions: int, kept: Kept, *, by: Actor, at: datetime) -> None:
    if problems or any(kept):
        facts = {"problems": problems, "opinions": opinions, "suggestions": kept.new}
        subject = f"campaign:{campaign.code}"
        record(act="recurrences.looked", subject=subject, by=by.code, at=at, facts=facts)


def _closed(campaign: Campaign, numbers: Collection[str]) -> list[Problem]:
    """Those of these problems that are closed, and those into which they were merged; those that were watched and aren't any more."""
    found: dict[int, Problem] = {}
    for some in in_blocks(sorted(numbers), _SUBJECTS_A_QUERY):
        rows = Problem.objects.of(campaign).filter(number__in=some).select_related("owner", "campaign__root")
        found.update((row.pk, row) for row in rows.defer("campaign__template"))
    into = {row.merged_into_id for row in found.values() if row.merged_into_id} - found.keys()
    for row in Problem.objects.filter(pk__in=into).select_related("owner", "campaign__root"):
        found[row.pk] = row
    watched = set(Watched.objects.filter(problem__in=found).values_list("pk", flat=True))
    return [row for pk, row in sorted(found.items()) if row.closed_on is not None or pk in watched]


def _look_at_problems(
    problems: Sequence[Problem], weighing: _Weighing, progress: Progress | None, *, at: datetime
) -> Kept:
    kept = Kept()
    for done, problem in enumerate(problems, start=1):
        stand_aside()
        kept += _look_at_problem(problem, weighing, at=at)
        if progress is not None:
            progress(done, len(problems))
    return kept


def _look_at_problem(problem: Problem, weighing: _Weighing, *, at: datetime) -> Kept:
    """Look at everything that came after a closing; one that isn't closed any more, lives on in another or lost its words is left."""
    circle = circle_of(problem)
    if circle is None:
        with transaction.atomic():
            take_turn()
            if circle_of(problem) is None:
                forget_problem(problem)
        return Kept()
    campaign = problem.campaign
    counted = later_counts(campaign, [circle])
    near = near_to(campaign, weighing.weighed, [circle], {circle.problem: whole_of(circle)}, counted)
    found = compare(weighing.weighed, near)
    _keep_pieces(weighing.weighed)
    with transaction.atomic():
        take_turn()
        if circle_of(problem) != circle:
            return Kept()  # the next look finds the record of what happened meanwhile
        day = day_in_china(at)
        watch(circle, counted[circle.problem], weighing.vocabulary, day)
        return keep(found, day, problems={circle.problem})


@dataclass(frozen=True)
class _Block:
    """New opinions to be written in one transaction, as they were read, and the problems around them with how many came after each."""

    opinions: Sequence[int]
    rows: Sequence[SaidOnce]
    counted: Mapping[int, int]
    own: Sequence[int]


def _look_at_opinions(
    campaign: Campaign, opinions: Sequence[int], weighing: _Weighing, *, at: datetime
) -> Kept:
    """Look at some new opinions; the list keeps those that changed meanwhile."""
    blocks: list[_Block] = []
    near: list[Near] = []
    for block in in_blocks(opinions, BLOCK):
        stand_aside()
        rows = new_of(campaign, block)
        circles = circles_around(campaign, rows)
        counted = later_counts(campaign, circles)
        later = {circle.problem: circle.later_among(rows) for circle in circles}
        near += near_to(campaign, weighing.weighed, circles, later, counted)
        own = [circle.problem for circle in circles if circle.behind & set(block)]
        blocks.append(_Block(block, rows, counted, own))
    found = compare(weighing.weighed, joined(near))
    _keep_pieces(weighing.weighed)
    kept = Kept()
    for one in blocks:
        stand_aside()
        kept += _write(campaign, one, found, at=at)
    for pk in sorted({pk for one in blocks for pk in one.own}):
        # One behind it is about another unit now, or came back: all of it is looked at anew.
        problem = Problem.objects.select_related("owner", "campaign__root").get(pk=pk)
        kept += _look_at_problem(problem, weighing, at=at)
    return kept


@transaction.atomic
def _write(campaign: Campaign, block: _Block, found: Iterable[Found], *, at: datetime) -> Kept:
    take_turn()
    steady = _steady(campaign, block.rows, block.opinions)
    Unlooked.objects.filter(opinion__in=steady).delete()
    raise_bars(block.counted)
    return keep([one for one in found if one.opinion in steady], day_in_china(at), opinions=steady)


def _keep_pieces(weighed: Weighed) -> None:
    """What was read for the first time is kept, so that the words needn't be read the next time."""
    read, weighed.read = list(weighed.read.items()), {}
    for some in in_blocks(read, KEPT):
        stand_aside()
        with transaction.atomic():
            keep_pieces(dict(some))


def _steady(campaign: Campaign, rows: Iterable[SaidOnce], block: Sequence[int]) -> set[int]:
    """Those of a block that are as they were read: about the same unit, with their words; or gone altogether."""
    read = {row.pk: row.about for row in rows}
    there = dict(Opinion.objects.of(campaign).filter(pk__in=block).values_list("pk", "about_id"))
    known = indexed(campaign.pk, list(block))
    return {pk for pk in block if pk not in read or (pk in known and there.get(pk, 0) == read[pk])}

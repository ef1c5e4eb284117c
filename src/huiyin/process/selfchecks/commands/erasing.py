"""The one way out for what reviewers wrote of papers (SPEC rule 1): the words turn to nothing, and that they were there stays."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.bulk import gone_for_good
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.selfchecks.models import Review, ReviewTombstone
from huiyin.process.selfchecks.queries.lapsing import lapsed_reviews, name_of

Progress = Callable[[int, int], None]


@transaction.atomic
def erase_review(review: Review, *, by: Actor, at: datetime) -> ReviewTombstone:
    """Let a reviewer's remark and comments turn to nothing when their time is over; verdict, defects, date and digest stay, and a tombstone.

    Refused before its time, Conflict the second time. The database checks the same by its own clock.
    """
    paper, today = review.version.paper, day_in_china(at)
    by.needs(Right.OPINION_ERASE, paper.participation.campaign.root.path)
    take_turn()
    if review.retain_until is None or review.retain_until >= today:
        raise Refused("保存期还没有满，现在不能删除。", "It is kept for longer.")
    if ReviewTombstone.objects.filter(review=review).exists():
        raise Conflict("这一条审阅意见已经删除。", "These words are gone already.")
    stays = ReviewTombstone.objects.create(review=review, by=by.code, on=today)
    Review.objects.filter(pk=review.pk).update(remark="", comments=[], salt="")
    facts = {"row": review.pk}
    record(act="selfcheck.review_erased", subject=f"selfcheck:{paper.pk}", by=by.code, at=at, facts=facts)
    return stays


def expire_reviews(*, by: Actor, at: datetime, progress: Progress | None = None) -> list[str]:
    """Erase what is kept no longer (queries.lapsing says which, for a look beforehand); their names as there.

    One transaction a review, so it may stop anywhere; afterwards the words are in no part of the file. Not inside a transaction.
    """
    found = lapsed_reviews(day_in_china(at))
    if not found:
        return []
    with gone_for_good("selfchecks_review"):
        for done, one in enumerate(found, start=1):
            erase_review(one, by=by, at=at)
            if progress is not None:
                progress(done, len(found))
    return [name_of(one) for one in found]

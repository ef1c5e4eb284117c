"""Words are read at night, so that a look by day needn't."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.blocks import in_blocks
from huiyin.kit.precedence import stand_aside
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.commands import keep_pieces
from huiyin.platform.texts.queries import text_count, unread_texts
from huiyin.platform.texts.rules import STAMP
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.queries.compared import Weighed, heard
from huiyin.process.recurrences.commands.looking import KEPT, Progress
from huiyin.process.recurrences.queries.looking import waits_for_reading

MOST_READ = 100_000  # a night


def read_ahead(
    campaign: Campaign,
    *,
    by: Actor,
    at: datetime,
    progress: Progress | None = None,
    most: int = MOST_READ,
) -> int:
    """Read the words of opinions that nobody compared yet, and keep their pieces; of how many.

    The first later opinion that comes near to a closed problem is compared with all that was said earlier about its units: without this it would
    wait for all of these to be read. Each is read once, so that a night's time grows with what is new. Nothing before the first grouping, and
    where no problem is closed. 4 queries for each KEPT.
    """
    by.needs(Right.OPINION_GROUP, campaign.root.path)
    if text_count(campaign.pk) is None or not waits_for_reading(campaign):
        return 0
    weighed = Weighed(campaign, keeps=True)
    waiting = unread_texts(campaign.pk, most)
    for done, some in enumerate(in_blocks(waiting, KEPT), start=1):
        stand_aside()
        # One without words by now is none that waits.
        pieces = dict.fromkeys(some, (bytes(STAMP), b""))
        pieces |= weighed.reading(heard(Opinion.objects.filter(pk__in=some)))
        with transaction.atomic():
            keep_pieces(pieces)
        if progress is not None:
            progress(min(done * KEPT, len(waiting)), len(waiting))
    with transaction.atomic():
        subject, facts = f"campaign:{campaign.code}", {"opinions": len(waiting)}
        record(act="recurrences.read", subject=subject, by=by.code, at=at, facts=facts)
    return len(waiting)

"""The words of a whole campaign, for the sweep and the grouping."""

from collections.abc import Collection, Iterator
from datetime import date

from huiyin.analysis.normalise import Text
from huiyin.platform.audit.queries import last_of
from huiyin.platform.prepared import PreparedAmong, PreparedRows
from huiyin.platform.texts.queries import text_count
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, OpinionQuerySet, Unplaced
from huiyin.process.opinions.queries.scopes import Scopes
from huiyin.process.opinions.rules.gathering import Said

FEWEST_UNDATED = 5
FEW_NEW = 200


def unindexed(campaign: Campaign) -> list[int]:
    """Ids of the opinions that have words and wait to be indexed, the earliest said first (undated ones last). One query, O(what waits)."""
    return _in_order(_listed(campaign, indexed=False))


_WORDS = PreparedAmong(
    lambda opinions: Opinion.objects.filter(pk__in=opinions).order_by().values_list("pk", "title", "body")
)


def words_of(ids: Collection[int]) -> dict[int, Text]:
    """The words of opinions by id, in the order of `ids`, for what keeps none itself; empty where they are gone. One query a 400."""
    wanted = list(ids)
    by_id = {pk: Text(title or "", body or "") for pk, title, body in _WORDS.all(wanted)}
    return {pk: by_id[pk] for pk in wanted if pk in by_id}


def said_in(campaign: Campaign, scopes: Scopes, among: Collection[int] | None = None) -> Iterator[Said]:
    """Every opinion in scope that still has words as grouping reads it, the earliest said first; all, or those `among` some. One query."""
    ordered = Opinion.objects.of(campaign).with_text().in_scope().in_order_said()
    if among is not None:
        ordered = ordered.filter(pk__in=among)
    for pk, title, body, about in ordered.values_list("id", "title", "body", "about_id").iterator(
        chunk_size=2000
    ):
        scope = scopes.of(about)
        yield Said(pk, scopes.mask(scope)(Text(title or "", body or "")), scope)


def unplaced(campaign: Campaign) -> list[int]:
    """Ids of the indexed opinions that wait to be placed, the earliest said first. One query, O(what waits)."""
    return [pk for (pk,) in _UNPLACED.all(campaign.pk)]


def waits_for_placing(campaign: Campaign) -> bool:
    """Whether an indexed opinion waits to be placed: it came in, came back, or somebody has said whom it is about. One query."""
    return Unplaced.objects.filter(campaign=campaign, indexed=True).exists()


def grouping_is_old(campaign: Campaign) -> bool:
    """Whether so many opinions wait to be placed that another whole pass is due: a tenth, and FEW_NEW at least. 2 queries."""
    counted = text_count(campaign.pk)
    if counted is None:
        return True
    return Unplaced.objects.filter(campaign=campaign, indexed=True).count() > max(FEW_NEW, counted // 10)


def kept_too_long(day: date) -> list[int]:
    """Ids of the opinions whose words are there although their retention was over before `day`, the earliest first. One query."""
    over = Opinion.objects.with_text().filter(retain_until__lt=day)
    return list(over.order_by("retain_until", "pk").values_list("pk", flat=True))


def changed_since_grouped(campaign: Campaign) -> bool:
    """Whether anything was placed or judged since the last whole pass. One query."""
    subject = f"campaign:{campaign.code}"
    return last_of(
        ("opinions.grouped", "opinions.placed", "opinions.judged", "opinions.unjudged"), subject
    ) not in {
        None,
        "opinions.grouped",
    }


def waits_for_sweep(campaign: Campaign) -> bool:
    """Whether opinions wait to be indexed, so many that the sweep's record dates nobody. 2 queries, O(what waits).

    Those of an import are dated by its record anyway. Of those that came one by one only the day may be known (SPEC rules 5
    and 7): they wait until there are a few of them, or until the day's seal.
    """
    waiting = _listed(campaign, indexed=False).order_by()
    one_by_one = waiting.filter(sealed_in=None).values_list("pk", flat=True)[:FEWEST_UNDATED]
    return waiting.exclude(sealed_in=None).exists() or len(one_by_one) == FEWEST_UNDATED


def _listed(campaign: Campaign | int, *, indexed: bool) -> OpinionQuerySet:
    """What is on the list of what the machine has yet to do, led by that list's own index and not by the campaign's opinions."""
    waiting = Unplaced.objects.filter(campaign=campaign, indexed=indexed)
    return Opinion.objects.with_text().filter(pk__in=waiting.values("opinion_id"))


def _in_order(opinions: OpinionQuerySet) -> list[int]:
    return list(opinions.in_order_said().values_list("id", flat=True).iterator())


_UNPLACED = PreparedRows(
    lambda campaign: _listed(campaign, indexed=True).in_order_said().values_list("pk"), -1
)

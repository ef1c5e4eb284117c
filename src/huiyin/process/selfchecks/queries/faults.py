"""What the record of papers says against the tables: words of reviews that were changed, or went without a tombstone."""

from collections.abc import Iterator

from huiyin.platform.audit.queries import facts_of
from huiyin.platform.audit.rules import Fault
from huiyin.process.selfchecks.models import Review, ReviewTombstone
from huiyin.process.selfchecks.rules.words import digest_of


def review_faults() -> Iterator[Fault]:
    """Each review's words, while they are there, against the digest that the record has of them. 2 queries and the record."""
    acts = ("selfcheck.reviewed", "selfcheck.sent_back")
    kept = {
        int(facts["row"]): str(facts["words"])
        for act in acts
        for _, _, facts in facts_of(act)
        if facts.get("words")
    }
    if not kept:
        return
    erased = set(ReviewTombstone.objects.values_list("review", flat=True))
    rows = {row.pk: row for row in Review.objects.filter(pk__in=kept)}
    for pk, told in sorted(kept.items()):
        row = rows.get(pk)
        if (
            row is None
            or row.digest != told
            or (row.salt and digest_of(row.salt, row.remark, row.comments) != told)
        ):
            yield _fault(pk)
        elif not row.salt and pk not in erased:
            yield Fault(
                f"审阅意见 {pk}", "原话没有了，却没有删除标记。", "The words are gone without a tombstone."
            )


def _fault(pk: int) -> Fault:
    return Fault(
        f"审阅意见 {pk}",
        f"第 {pk} 号审阅意见与当时的不符，或不见了：被改过。",
        f"What review {pk} says isn't what was recorded, or is gone.",
    )

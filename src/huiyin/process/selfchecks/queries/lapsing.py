"""Whose words of a review are kept no longer: what one look says, one deletion does."""

from datetime import date

from django.db.models import QuerySet

from huiyin.process.selfchecks.models import Review


def _lapsed(day: date) -> QuerySet[Review]:
    related = ("version__paper__participation__campaign__root", "version__paper__participation__unit")
    rows = Review.objects.filter(retain_until__lt=day).exclude(remark="", comments=[])
    return rows.select_related(*related).order_by("pk")


def lapsed_reviews(day: date) -> list[Review]:
    """Reviews whose words' time was over before `day` and whose words are still there. One query."""
    return list(_lapsed(day))


def name_of(review: Review) -> str:
    """What it is called in a list: paper and number, never a word of it."""
    return f"selfcheck-{review.version.paper_id}-review-{review.pk}"


def reviews_kept_too_long(day: date) -> bool:
    """Whether there are any. One query."""
    return _lapsed(day).exists()

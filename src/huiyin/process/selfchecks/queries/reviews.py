"""What reviewers said of a paper, by version."""

from huiyin.process.campaigns.rules.selfchecks import Verdict
from huiyin.process.selfchecks.models import Review, SelfCheck, Version
from huiyin.process.selfchecks.rules.states import Given


def given_on(paper: SelfCheck) -> list[Given]:
    """Every verdict on any version of the paper. One query."""
    rows = Review.objects.filter(version__paper=paper).values_list("version__number", "level", "verdict")
    return [Given(number, level, Verdict(verdict)) for number, level, verdict in rows]


def reviews_of(paper: SelfCheck) -> list[Review]:
    """Every review with its version, in the order in which they were given. One query."""
    return list(Review.objects.filter(version__paper=paper).select_related("version").order_by("pk"))


def writers_of(paper: SelfCheck) -> frozenset[str]:
    """The codes of everybody who wrote any of it. One query."""
    wrote = Version.objects.filter(paper=paper).values_list("by", flat=True)
    own = {paper.account.code} if paper.account else {paper.begun_by}
    return frozenset(wrote) | own

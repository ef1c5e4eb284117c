"""What waits of samples, and what it is called on a desk."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.process.campaigns.models import Campaign
from huiyin.process.samples.queries.waiting import false_and_closed, seen_now, undrawn, unsettled, unvisited
from huiyin.reports.desk.todos import Kind, Place

SAMPLING: Mapping[Kind, tuple[str, str, Place]] = {
    Kind.SAMPLE_FALSE: (
        "个|销号抽查不属实，等定要不要重新整改",
        "closing(s) were found false: decide whether to reopen",
        Place("samples"),
    ),
    Kind.SAMPLE_DRAW: (
        "次|抽样公布了种子，等冻结名单和抽取",
        "sample(s) were announced: freeze the population and draw",
        Place("samples"),
    ),
    Kind.SAMPLE_VISIT: (
        "个|抽中的还没有去看",
        "thing(s) that were drawn aren't looked at yet",
        Place("samples"),
    ),
    Kind.SAMPLE_SAY: ("个|去看过的等您写明看法", "visit(s) wait for your word", Place("samples")),
    Kind.SAMPLE_SEEN: (
        "个|本单位的事项正在被核查",
        "thing(s) of your unit are being looked at",
        Place("samples"),
    ),
}
"""Kind → Chinese (measure word|rest), English, where it is done."""


def waiting_samples(
    actors: Sequence[Actor], campaign: Campaign, own: Sequence[str]
) -> Iterator[tuple[Kind, "QuerySet[Any, Any]"]]:
    """By kind: for inspectors what is to be drawn, seen and said; for those above closings that were found false; for a unit (`own`, the
    paths of one's very units) what a visit has begun to, and nothing before that."""
    if scopes_with(actors, Right.SAMPLE_DRAW):
        yield Kind.SAMPLE_DRAW, undrawn(actors, campaign)
        yield Kind.SAMPLE_VISIT, unvisited(actors, campaign)
        yield Kind.SAMPLE_SAY, unsettled(actors, campaign)
    if scopes_with(actors, Right.PROBLEM_ACCEPT):
        yield Kind.SAMPLE_FALSE, false_and_closed(actors, campaign)
    if own:
        yield Kind.SAMPLE_SEEN, seen_now(own, campaign)

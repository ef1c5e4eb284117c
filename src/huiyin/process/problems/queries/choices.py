"""One opinion beside up to five others that may speak of the same, for a person to mark those that do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.analysis.certainty import Certainty, of_pair
from huiyin.analysis.placing import likeness
from huiyin.analysis.shared import SharedWord, shared_words, word_weight
from huiyin.platform.texts.queries import frequencies
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, OpinionQuerySet, Placement
from huiyin.process.opinions.queries import open_beside, scopes_of
from huiyin.process.problems.models import Problem, ProblemQuerySet
from huiyin.process.problems.queries.likely import Likely, likely_problems

MOST_CHOICES = 5


@dataclass(frozen=True)
class Choice:
    """An opinion that may speak of the same: the number of its group (None: alone) with how many opinions that has, the problem behind which it
    stands where that is why it's here, the words that it shares with the one read (with their places in both), and how sure it is.
    """

    opinion: Opinion
    group: int | None
    members: int
    problem: Problem | None
    shared: tuple[SharedWord, ...]
    certainty: Certainty | None


def choices_beside(
    opinion: Opinion,
    other: int,
    visible: OpinionQuerySet,
    problems: ProblemQuerySet,
    suggested: Mapping[str, Sequence[str]],
) -> tuple[Choice, ...]:
    """`other`, with which the opinion is in doubt, and after it the nearest opinion of each of the likeliest matters of the unit
    (`likely_problems`, whose arguments these are), MOST_CHOICES together, one of each group; without those of which it's known whether
    they are the same. 24 queries at most.
    """
    likely = likely_problems(opinion, visible, problems, suggested)
    still = open_beside(opinion.campaign, opinion.pk, [other, *(row.opinion for row in likely)])
    wanted = [pk for pk in dict.fromkeys((other, *(row.opinion for row in likely))) if pk in still]
    return choices_of(opinion, wanted[:MOST_CHOICES], visible, {row.opinion: row for row in likely})


def choices_of(
    opinion: Opinion,
    wanted: Sequence[int],
    visible: OpinionQuerySet,
    likely: Mapping[int, Likely] | None = None,
) -> tuple[Choice, ...]:
    """Some opinions (ids) beside one, in their order, as far as the reader sees them and they have words. 6 queries."""
    campaign: Campaign = opinion.campaign
    found = visible.in_scope().with_text().select_related("about").in_bulk(list(wanted))
    others = [found[pk] for pk in wanted if pk in found]
    placed = Placement.objects.filter(opinion__in=[other.pk for other in others], group__isnull=False)
    group_of = {
        pk: (number, givers)
        for pk, number, givers in placed.values_list("opinion_id", "group__number", "group__givers")
    }
    scopes, weights = scopes_of(campaign), frequencies(campaign.pk)
    masks = [scopes.mask(scopes.of(one.about_id)) for one in (opinion, *others)]
    words = [mask(one.words) for mask, one in zip(masks, (opinion, *others), strict=True)]
    texts = [mask.blanked(one.text) for mask, one in zip(masks, (opinion, *others), strict=True)]
    cosines = likeness(words[0], words[1:], weights).tolist() if weights is not None and others else None
    weight = word_weight(weights) if weights is not None else None
    rows = []
    for place, other in enumerate(others):
        group, members = group_of.get(other.pk, (None, 1))
        why = (likely or {}).get(other.pk)
        rows.append(
            Choice(
                opinion=other,
                group=group,
                members=members,
                problem=why.problem if why else None,
                shared=tuple(shared_words(texts[0], texts[place + 1], weight)),
                certainty=of_pair(cosines[place]) if cosines is not None else None,
            )
        )
    return tuple(rows)

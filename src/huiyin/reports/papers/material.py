"""Everything that the papers of a campaign are made of, read once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from huiyin.platform.audit.queries import head
from huiyin.platform.orgs.models import Unit
from huiyin.platform.texts.queries import near_duplicates
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import (
    Balance,
    GroupedOpinions,
    Labels,
    Rate,
    balance,
    focus_rate,
    groups,
    in_scope_labels,
    labels,
    placements,
    specificity_rate,
)
from huiyin.process.problems.queries import ProblemRow, candidates, problem_rows

SUGGESTED = "（建议）"


@dataclass(frozen=True)
class Names:
    """What the codes of a template are called."""

    focus: dict[str, str]
    wind: dict[str, str]
    topic: dict[str, str]
    concern: dict[str, str]
    source: dict[str, str]
    cause: dict[str, str]
    horizon: dict[str, str]
    channel: dict[str, str]
    giver_kind: dict[str, str]

    @classmethod
    def of(cls, template: Template) -> "Names":
        winds = {group.code: group.zh for group in template.focus_groups()}
        return cls(
            focus={leaf.code: leaf.zh for leaf in template.focus_leaves()},
            wind={leaf.code: winds[leaf.group] for leaf in template.focus_leaves()},
            topic={topic.code: topic.zh for topic in template.topics},
            concern={concern.code: concern.zh for concern in template.concerns},
            source={row.code: row.zh for row in template.sources},
            cause={row.code: row.zh for row in template.causes},
            horizon={row.code: row.zh for row in template.horizons},
            channel={row.code: row.zh for row in template.channels},
            giver_kind={row.code: row.zh for row in template.giver_kinds},
        )


class Material:
    """A campaign's facts for its papers. Each is one or a few queries, made when first asked for and kept. O(n) memory
    in ids and codes; the opinions' words are only streamed.
    """

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.template = template_of(campaign)
        self.names = Names.of(self.template)

    @cached_property
    def balance(self) -> Balance:
        return balance(self.campaign)

    @cached_property
    def labels(self) -> dict[int, Labels]:
        return labels(self.campaign)

    @cached_property
    def in_scope_labels(self) -> dict[int, Labels]:
        return in_scope_labels(self.campaign, self.labels)

    @cached_property
    def focus_rate(self) -> Rate:
        return focus_rate(self.campaign, self.labels)

    @cached_property
    def specificity_rate(self) -> Rate:
        return specificity_rate(self.campaign, self.labels)

    @cached_property
    def twins(self) -> dict[int, int]:
        return near_duplicates(self.campaign.pk)

    @cached_property
    def group_numbers(self) -> dict[int, int]:
        return placements(self.campaign)

    @cached_property
    def groups(self) -> list[GroupedOpinions]:
        return groups(self.campaign)

    @cached_property
    def candidates(self) -> list[GroupedOpinions]:
        return candidates(self.campaign, int(self.template.parameter("candidate_group_size")))

    @cached_property
    def problems(self) -> list[ProblemRow]:
        return problem_rows(self.campaign)

    @cached_property
    def units(self) -> dict[int, str]:
        return dict(Unit.objects.under(self.campaign.root.path).values_list("pk", "name"))

    @cached_property
    def source_ids(self) -> dict[int, str]:
        rows = Opinion.objects.of(self.campaign)
        return dict(rows.values_list("pk", "source_id").iterator())

    @cached_property
    def head(self) -> str:
        return head()

    def opinions(self) -> Iterator[Opinion]:
        """All opinions as they stand in the papers: the earliest said first, undated ones last. Streamed."""
        return Opinion.objects.of(self.campaign).in_order_said().iterator(chunk_size=2000)

    def typical_words(self, group: GroupedOpinions) -> str:
        """The words of the group's most typical opinion."""
        return self._words.get(group.typical or group.opinions[0], "")

    @cached_property
    def _words(self) -> dict[int, str]:
        chosen = [group.typical or group.opinions[0] for group in self.candidates]
        chosen += [row.opinions[0] for row in self.problems if row.opinions]
        return {pk: opinion.text for pk, opinion in Opinion.objects.in_bulk(chosen).items()}

    def first_words(self, row: ProblemRow) -> str:
        """What a problem shows itself in: as somebody wrote it, else the words of its first opinion."""
        if row.problem.manifestation or not row.opinions:
            return row.problem.manifestation
        return self._words.get(row.opinions[0], "")

    def unit_of(self, group: GroupedOpinions) -> str:
        """The one unit that all of a group's opinions are about, or nothing."""
        return self.units.get(group.units[0] or 0, "") if len(group.units) == 1 else ""

    def leading_focus(self, opinions: tuple[int, ...]) -> str:
        """The focus leaf that most of `opinions` carry (first of equals by code), or ""."""
        counted = Counter(leaf for pk in opinions for leaf in self.labels.get(pk, Labels()).focus[:1])
        return min(counted, key=lambda leaf: (-counted[leaf], leaf), default="")

    def numbers_of(self, opinions: tuple[int, ...], most: int = 30) -> str:
        """The source numbers of opinions for one cell, the surplus as a count."""
        shown = "、".join(self.source_ids[pk] for pk in opinions[:most])
        return shown if len(opinions) <= most else f"{shown} 等 {len(opinions)} 条"

"""What a reader sees of groups and common matters: their own counts over the members that they may read, never everybody's."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huiyin.process.opinions.models import CommonMatter, OpinionQuerySet, Placement
from huiyin.process.opinions.rules.disposition import OUT_OF_THE_MATTER

ORIGINAL = Coalesce("repeats", "opinion_id")
IN_THE_MATTER = ~Q(opinion__disposition__in=OUT_OF_THE_MATTER)


def in_sight(visible: OpinionQuerySet) -> Exists:
    """Of placements, those of an opinion in the matter that the reader sees."""
    return Exists(visible.in_scope().filter(pk=OuterRef("opinion_id")))


def seen_commons(visible: OpinionQuerySet) -> "QuerySet[CommonMatter]":
    """The common matters of which the reader sees opinions about two units and more: to others they have nothing in common."""
    members = (
        Placement.objects.filter(in_sight(visible), common=OuterRef("pk"))
        .annotate(of=Coalesce("group__unit", "opinion__about"))
        .filter(of__isnull=False)
    )
    another = members.filter(Q(of__lt=OuterRef("one_unit")) | Q(of__gt=OuterRef("one_unit")))
    found = CommonMatter.objects.annotate(one_unit=Subquery(members.values("of")[:1]))
    return found.filter(Exists(another))


def commons_of_groups(groups: Collection[int], visible: OpinionQuerySet) -> dict[int, int]:
    """Group → the number of the common matter that its members belong to, where the reader sees one. 2 queries."""
    placed = Placement.objects.filter(group__in=groups).exclude(common=None)
    common_of = dict(placed.order_by().values_list("group_id", F("common_id")).distinct())
    if not common_of:
        return {}
    numbers = dict(seen_commons(visible).filter(pk__in=set(common_of.values())).values_list("pk", "number"))
    return {group: numbers[common] for group, common in common_of.items() if common in numbers}

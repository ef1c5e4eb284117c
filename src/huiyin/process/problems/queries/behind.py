"""Who stands behind some problems: counted in the database, with everything that lives on in them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, Count, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, Left

from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.models import IndexedText
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.models import OpinionQuerySet, in_reach
from huiyin.process.opinions.rules.reach import Reach, raw_reaches
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.rules import home_of

EXCERPT = 200


@dataclass(frozen=True)
class Tally:
    """What stands behind a problem: opinions, givers (near duplicates once), and how many of the opinions are within reach."""

    opinions: int = 0
    givers: int = 0
    reached: int = 0


def original_of(opinion: str) -> Coalesce:
    """The opinion that a near duplicate repeats, else itself. `opinion` names the column with its id."""
    indexed = IndexedText.objects.filter(text=OuterRef(opinion)).values("near_duplicate_of")
    return Coalesce(Subquery(indexed[:1]), F(opinion))


def excerpts(opinions: OpinionQuerySet) -> dict[int, str]:
    """The first EXCERPT characters of each, title and body in one line; empty where the words are gone. One query."""
    rows = opinions.annotate(head=Left("title", EXCERPT), start=Left("body", EXCERPT))
    return {
        pk: " ".join(f"{head or ''} {start or ''}".split())[:EXCERPT]
        for pk, head, start in rows.values_list("pk", "head", "start")
    }


def raw_reach_of(actors: Iterable[Actor], campaign: Campaign) -> list[Reach]:
    return list(raw_reaches(actors, Right.OPINION_READ_RAW, campaign.root.path))


def fewest_givers(campaign: Campaign) -> int:
    """From how many givers a figure may be shown to whoever may not read their words (SPEC rule 5)."""
    return int(template_of(campaign).parameter("givers_min"))


def homes(campaign: Campaign) -> dict[int, int]:
    """Merged problem → the one in which it lives now, for a whole campaign. One query, O(merged)."""
    merged = Problem.objects.of(campaign).filter(merged_into__isnull=False)
    return home_of(dict(merged.values_list("pk", "merged_into_id")))


def tallies(problems: Collection[int], home: Mapping[int, int], reaches: Iterable[Reach]) -> dict[int, Tally]:
    """Tallies of standing problems, with those of all that lives on in them (`home`, from `homes`). One query."""
    wanted = set(problems)
    moved = {pk: into for pk, into in home.items() if into in wanted}
    lives_in = Case(
        *(When(problem_id=pk, then=Value(into)) for pk, into in sorted(moved.items())),
        default=F("problem_id"),
        output_field=BigIntegerField(),
    )
    counted = (
        Link.objects.filter(problem__in=wanted | moved.keys())
        .annotate(home=lives_in, original=original_of("opinion_id"))
        .values("home")
        .annotate(
            opinions=Count("opinion_id", distinct=True),
            givers=Count("original", distinct=True),
            reached=Count("opinion_id", distinct=True, filter=in_reach(reaches, "opinion__about")),
        )
        .order_by()
    )
    found = {row["home"]: Tally(row["opinions"], row["givers"], row["reached"]) for row in counted}
    return {pk: found.get(pk, Tally()) for pk in wanted}


def givers_behind(problems: Collection[int], campaign: Campaign) -> int:
    """How many givers stand behind some standing problems together, one who speaks of two counted once. 2 queries."""
    wanted = set(problems)
    wanted |= {pk for pk, into in homes(campaign).items() if into in wanted}
    linked = Link.objects.filter(problem__in=wanted).annotate(original=original_of("opinion_id"))
    return linked.order_by().values("original").distinct().count()


def words_reach(problem: Problem, tally: Tally, reaches: Iterable[Reach]) -> bool:
    """Whether a reader with these reaches may read every word behind a problem; of one that nobody stands behind, about its unit."""
    if tally.opinions:
        return tally.reached == tally.opinions
    owner = problem.owner.path if problem.owner else None
    return any(reach.covers(owner) for reach in reaches)


def opinions_behind(problem: Problem, visible: OpinionQuerySet) -> OpinionQuerySet:
    """Those of `visible` that stand behind a standing problem and behind all that lives on in it. One query, and that of the caller."""
    within = [pk for pk, into in homes(problem.campaign).items() if into == problem.pk]
    behind = Link.objects.filter(problem__in=[problem.pk, *within])
    return visible.filter(pk__in=behind.order_by().values("opinion_id"))

"""The workbench of grouping (归并核对台): two opinions side by side, one key each for same, different, later and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.opinions.access import get_pair, visible_opinions
from huiyin.process.opinions.commands import judge_pair as judge_pair_command
from huiyin.process.opinions.commands import put_off_doubt as put_off_doubt_command
from huiyin.process.opinions.models import Doubt, Opinion, OpinionQuerySet, Placement
from huiyin.process.opinions.queries import (
    Place,
    doubt_after,
    doubt_before,
    place_of,
    standing_judgements,
    waiting_doubts,
)
from huiyin.process.opinions.rules.reach import may_work
from huiyin.process.problems.queries import Pair, Side, pair
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.marking import Piece, pieces
from huiyin.web.frame.names import Names, names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.opinions.judged_lately import lately, note_judged
from huiyin.web.opinions.reading import about_line

MOST_COUNTED = 1000
HEAVIEST = 3  # so many of the shared words are marked strongly


@dataclass(frozen=True)
class Bench:
    """What waits for this visitor's word; `in_lists`: what can be asked as a list, one opinion beside some others."""

    visit: Visit
    in_lists: bool = False

    @cached_property
    def visible(self) -> OpinionQuerySet:
        return visible_opinions(self.visit.actors, self.visit.running, Right.OPINION_GROUP)

    @cached_property
    def waiting(self) -> "QuerySet[Doubt]":
        found = waiting_doubts(self.visit.running, self.visible)
        return found.filter(inside=False) if self.in_lists else found

    def at(self, name: str, *args: object) -> str:
        return reverse(name, args=[self.visit.running.code, *args])

    def to(self, doubt: Doubt | None) -> str:
        """The page of a pair in doubt, or of its list; where there is none, the end of the queue (of the lists: the pairs)."""
        if doubt is None:
            return self.at("doubts")
        if self.in_lists:
            return self.at("doubt_list", *read_first(doubt))
        return self.at("pair", doubt.one_id, doubt.other_id)

    def behind(self, place: Place | None) -> str:
        """The page of what comes behind a place, or again of the first, after a word was said: as things are now."""
        now = Bench(self.visit, self.in_lists)
        found = doubt_after(now.waiting, place) if place else None
        return now.to(found or doubt_after(now.waiting))


@page(Right.OPINION_GROUP, "GET")
def doubts(request: HttpRequest, visit: Visit) -> HttpResponse:
    """To the first pair in doubt; when there is none, a page that says so and what comes next."""
    bench = Bench(visit)
    first = doubt_after(bench.waiting)
    if first is not None:
        return HttpResponseRedirect(bench.to(first))
    context = {
        "judged": judged_so_far(bench),
        "here": bench.at("doubts"),
        **lately(request, visit, bench.visible),
    }
    response = show(request, visit, "opinions/doubts_done", context, part="part")
    response.headers["HX-Push-Url"] = context["here"]
    return response


@page(Right.OPINION_GROUP, "GET")
def two_opinions(request: HttpRequest, visit: Visit, one: int, other: int) -> HttpResponse:
    """Two opinions side by side, whether they are in doubt or were judged."""
    opinions = get_pair(one, other, actors=visit.actors, campaign=visit.running)
    return _shown(request, Bench(visit), opinions)


@page(Right.OPINION_GROUP, "POST")
def judge_pair(request: HttpRequest, visit: Visit, one: int, other: int) -> HttpResponse:
    """Say that the two are the same matter, or that they aren't, and go on to the next."""
    bench = Bench(visit)
    opinions = get_pair(one, other, actors=visit.actors, campaign=visit.running)
    asked = doubt_of(bench, opinions)
    try:
        said = str(request.POST.get("same", ""))
        if said not in {"yes", "no"}:
            raise BadInput("请选“是同一件事”或“不是”。", "Choose the same matter or not.")
        made = judge_pair_command(
            visit.running, one, other, same=said == "yes", by=by_of(visit, opinions), at=visit.at
        )
    except HuiyinError as error:
        return _shown(request, bench, opinions, said=sentence(error), status=status_of(error))
    note_judged(request, [made.pk])
    return HttpResponseRedirect(bench.behind(place_of(asked) if asked else None))


@page(Right.OPINION_GROUP, "POST")
def put_off_doubt(request: HttpRequest, visit: Visit, one: int, other: int) -> HttpResponse:
    """Not now: the pair comes again behind the others. On to the next pair, or the next list where it was put off there."""
    bench = Bench(visit, in_lists=request.POST.get("from") == "list")
    opinions = get_pair(one, other, actors=visit.actors, campaign=visit.running)
    asked = doubt_of(bench, opinions)
    if asked is None:
        messages.info(request, _("这一对已经不再待定。"))
        return HttpResponseRedirect(bench.at("doubts"))
    place = place_of(asked)
    try:
        put_off_doubt_command(asked, by=by_of(visit, opinions), at=visit.at)
    except HuiyinError as error:
        messages.error(request, sentence(error))
    return HttpResponseRedirect(bench.behind(place))


def by_of(visit: Visit, opinions: Sequence[Opinion]) -> Actor:
    """The capacity in which somebody judges: one that reaches all of these opinions, which bring their units."""
    root = visit.running.root.path
    paths = {opinion.about.path if opinion.about else None for opinion in opinions}
    for actor in visit.actors:
        if all(may_work(actor, Right.OPINION_GROUP, path, root) for path in paths):
            return actor
    return visit.by(Right.OPINION_GROUP)


def read_first(doubt: Doubt) -> tuple[int, int]:
    """The pair in the order in which a list shows it: first the one of the smaller group, beside which the other is put. One query."""
    groups = Placement.objects.filter(opinion__in=[doubt.one_id, doubt.other_id], group__isnull=False)
    size_of = dict(groups.values_list("opinion_id", "group__givers"))
    if size_of.get(doubt.other_id, 1) < size_of.get(doubt.one_id, 1):
        return doubt.other_id, doubt.one_id
    return doubt.one_id, doubt.other_id


def doubt_of(bench: Bench, opinions: Sequence[Opinion]) -> Doubt | None:
    one, other = sorted(opinion.pk for opinion in opinions)
    return bench.waiting.filter(one=one, other=other).first()


def judged_so_far(bench: Bench) -> int:
    return standing_judgements(bench.visit.running, bench.visible)[:MOST_COUNTED].count()


def progress(bench: Bench) -> dict[str, int]:
    """How many pairs were judged and how many are left, both up to MOST_COUNTED. 4 queries."""
    judged, left = judged_so_far(bench), bench.waiting[:MOST_COUNTED].count()
    done = round(100 * judged / (judged + left)) if judged + left else 100
    return {"judged": judged, "left": left, "done": done, "most_counted": MOST_COUNTED}


@dataclass(frozen=True)
class Column:
    """One of the two as it is read."""

    side: Side
    line: list[str]
    pieces: list[Piece]


def _column(side: Side, found: Pair, names: Names) -> Column:
    left = side is found.one
    marks = [
        ("shared" if rank < HEAVIEST else "shared-light", start, end)
        for rank, word in enumerate(found.shared)
        for start, end in (word.left if left else word.right)
    ]
    line = [part for part in about_line(side.opinion, names) if part]
    return Column(side, line, pieces(side.opinion.text, marks))


def _shown(
    request: HttpRequest,
    bench: Bench,
    opinions: tuple[Opinion, Opinion],
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    visit, campaign = bench.visit, bench.visit.running
    asked = doubt_of(bench, opinions)
    place = place_of(asked) if asked else None
    names = names_of(campaign)
    found = pair(campaign, opinions, bench.visible)
    one, other = sorted(opinion.pk for opinion in opinions)
    earlier = doubt_before(bench.waiting, place) if place else None
    later = doubt_after(bench.waiting, place)
    context: dict[str, Any] = {
        "pair": found,
        "columns": [_column(side, found, names) for side in (found.one, found.other)],
        "names": names,
        "doubt": asked,
        "standing": standing_judgements(campaign, bench.visible).filter(one=one, other=other).first(),
        "heaviest": HEAVIEST,
        "said": said,
        **progress(bench),
        "judge": bench.at("judge_pair", *(opinion.pk for opinion in opinions)),
        "put_off": bench.at("put_off_doubt", *(opinion.pk for opinion in opinions)),
        "earlier": bench.to(earlier) if earlier else "",
        "later": bench.to(later) if later else "",
        "here": bench.at("pair", *(opinion.pk for opinion in opinions)),
        "as_list": (
            bench.at("doubt_list", *read_first(asked))
            if asked and not asked.inside
            else bench.at("doubt_lists")
        ),
        **lately(request, visit, bench.visible),
    }
    response = show(request, visit, "opinions/pair", context, part="part", status=status)
    response.headers["HX-Push-Url"] = context["here"]
    return response

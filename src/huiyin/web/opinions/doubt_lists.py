"""The workbench's lists: one opinion beside up to five that may speak of the same, marked in one go; a key 1 to 5 for each, Enter saves."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.opinions.access import get_opinion, get_pair
from huiyin.process.opinions.commands import judge_pairs as judge_pairs_command
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import (
    doubt_after,
    doubt_before,
    place_of,
    read_opinion,
    standing_judgements,
)
from huiyin.process.opinions.rules.judging import Judged
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import MOST_CHOICES, Choice, choices_beside, choices_of
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.marking import Piece, pieces, window
from huiyin.web.frame.names import Names, names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.opinions.doubts import HEAVIEST, Bench, by_of, doubt_of, progress
from huiyin.web.opinions.judged_lately import lately, note_judged
from huiyin.web.opinions.reading import about_line

LONGEST_SHOWN = 400
MOST_WORDS = 6


@dataclass(frozen=True)
class Marked:
    """The list as it was sent: which opinions stood on it, and which of them were marked as the same or left open."""

    listed: tuple[int, ...] = ()
    same: frozenset[int] = frozenset()
    unsure: frozenset[int] = frozenset()

    def judged(self, opinion: int) -> list[Judged]:
        """What it says of pairs: whatever isn't marked speaks of something else. BadInput for a list that can't be."""
        marked = self.same | self.unsure
        if not self.listed or opinion in self.listed or not marked <= set(self.listed):
            raise BadInput(
                "勾选的意见不在这一列里，请重新看过。", "What was chosen isn't on this list: look again."
            )
        if self.same & self.unsure:
            raise BadInput(
                "同一条不能既勾“同一件事”又勾“拿不准”。", "One can't be both the same matter and left open."
            )
        return [
            Judged(opinion, other, same=other in self.same)
            for other in self.listed
            if other not in self.unsure
        ]


@dataclass(frozen=True)
class Row:
    """One of the list as it's read. `key`: the digit that marks it."""

    choice: Choice
    key: int
    line: list[str]
    pieces: list[Piece]
    same: bool
    unsure: bool


@page(Right.OPINION_GROUP, "GET")
def doubt_lists(_: HttpRequest, visit: Visit) -> HttpResponse:
    """To the first list; when there is none, to the pairs that are left."""
    bench = Bench(visit, in_lists=True)
    return HttpResponseRedirect(bench.to(doubt_after(bench.waiting)))


@page(Right.OPINION_GROUP, "GET")
def doubt_list(request: HttpRequest, visit: Visit, one: int, other: int) -> HttpResponse:
    """One opinion beside another and up to four more."""
    return _shown(request, visit, one, other)


@page(Right.OPINION_GROUP, "POST")
def judge_list(request: HttpRequest, visit: Visit, one: int, other: int) -> HttpResponse:
    """Say of the whole list which are the same matter and which aren't, and go on to the next list."""
    bench = Bench(visit, in_lists=True)
    pair = get_pair(one, other, actors=visit.actors, campaign=visit.running)
    asked = doubt_of(bench, pair)
    place = place_of(asked) if asked else None
    marked = Marked(
        _ids(request, "choice"), frozenset(_ids(request, "same")), frozenset(_ids(request, "unsure"))
    )
    try:
        said = marked.judged(one)
        opinions = _seen(bench, {one, *marked.listed})
        made = []
        if said:
            made = judge_pairs_command(visit.running, said, by=by_of(visit, opinions), at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, one, other, marked, said=sentence(error), status=status_of(error))
    note_judged(request, [judgement.pk for judgement in made], bench.at("doubt_list", one, other))
    alike = sum(judgement.same for judgement in made)
    messages.success(
        request,
        gettext("记下了：%(same)d 条是同一件事，%(other)d 条不是。")
        % {"same": alike, "other": len(made) - alike},
    )
    return HttpResponseRedirect(bench.behind(place))


def _ids(request: HttpRequest, name: str) -> tuple[int, ...]:
    given = [pk for pk in map(str, request.POST.getlist(name)[: MOST_CHOICES + 1]) if _is_id(pk)]
    return tuple(dict.fromkeys(map(int, given)))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


def _seen(bench: Bench, wanted: set[int]) -> list[Opinion]:
    """Unseen unless the visitor works on all of them."""
    if len(wanted) > MOST_CHOICES + 1:
        raise BadInput(
            "勾选的意见不在这一列里，请重新看过。", "What was chosen isn't on this list: look again."
        )
    found = list(bench.visible.filter(pk__in=wanted).select_related("about"))
    if len(found) != len(wanted):
        raise Unseen
    return found


def _choices(visit: Visit, bench: Bench, opinion: Opinion, other: int) -> tuple[Choice, ...]:
    reading = read_opinion(opinion)
    suggested = {
        "topic": [one.code for one in reading.topic],
        "focus": [one.code for one in reading.focus],
    }
    problems = (
        visible_problems(visit.actors, visit.running)
        if visit.may(Right.PROBLEM_READ)
        else Problem.objects.none()
    )
    return choices_beside(opinion, other, bench.visible, problems, suggested)


def _row(choice: Choice, key: int, names: Names, marked: Marked) -> Row:
    places = [
        ("shared" if rank < HEAVIEST else "shared-light", start, end)
        for rank, word in enumerate(choice.shared)
        for start, end in word.right
    ]
    pk = choice.opinion.pk
    line = [part for part in about_line(choice.opinion, names) if part]
    return Row(
        choice,
        key,
        line,
        window(choice.opinion.text, places, LONGEST_SHOWN),
        same=pk in marked.same,
        unsure=pk in marked.unsure,
    )


def _words(opinion: Opinion, choices: Sequence[Choice]) -> list[Piece]:
    """The whole text of the one that is read, with what any of the others shares with it."""
    marks = [("shared-light", *place) for choice in choices for word in choice.shared for place in word.left]
    return pieces(opinion.text, marks)


def _shown(
    request: HttpRequest,
    visit: Visit,
    one: int,
    other: int,
    marked: Marked | None = None,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    bench, campaign = Bench(visit, in_lists=True), visit.running
    pair = get_pair(one, other, actors=visit.actors, campaign=campaign)
    opinion = get_opinion(one, actors=visit.actors, campaign=campaign, right=Right.OPINION_GROUP)
    asked = doubt_of(bench, pair)
    place = place_of(asked) if asked else None
    names = names_of(campaign)
    # What was sent is shown as it was sent, whatever has changed meanwhile: the message says what.
    listed = [pk for pk in marked.listed if pk != one][:MOST_CHOICES] if marked else []
    choices = choices_of(opinion, listed, bench.visible) if listed else _choices(visit, bench, opinion, other)
    earlier, later = doubt_before(bench.waiting, place) if place else None, doubt_after(bench.waiting, place)
    low, high = sorted((one, other))
    context = {
        "opinion": opinion,
        "line": [part for part in about_line(opinion, names) if part],
        "pieces": _words(opinion, choices),
        "rows": [_row(choice, key, names, marked or Marked()) for key, choice in enumerate(choices, start=1)],
        "most_words": MOST_WORDS,
        "doubt": asked,
        "standing": standing_judgements(campaign, bench.visible).filter(one=low, other=high).exists(),
        "said": said,
        **progress(bench),
        "judge": bench.at("judge_list", one, other),
        "put_off": bench.at("put_off_doubt", low, high),
        "pair": bench.at("pair", low, high),
        "earlier": bench.to(earlier) if earlier else "",
        "later": bench.to(later) if later else "",
        "here": bench.at("doubt_list", one, other),
        **lately(request, visit, bench.visible),
    }
    response = show(request, visit, "opinions/doubt_list", context, part="part", status=status)
    response.headers["HX-Push-Url"] = str(context["here"])
    return response

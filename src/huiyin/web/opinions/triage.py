"""Triage: read, decide, compare; the next one is there when a decision was made, and every decision can be taken back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.opinions.access import get_opinion, visible_opinions
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.opinions.queries import (
    Reading,
    count_up_to,
    inbox,
    neighbours_in,
    read_opinion,
)
from huiyin.process.opinions.rules.wanted import Wanted, read_wanted
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.commands import decide_opinion
from huiyin.process.problems.commands import undo_decision as undo_decision_command
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries import (
    Likely,
    Sought,
    alike,
    alike_elsewhere,
    ledger,
    likely_problems,
    problem_of_group,
)
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import address, without_empty
from huiyin.web.frame.language import pick
from huiyin.web.frame.names import Names, names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.opinions.deciding import Form, read_form, read_then
from huiyin.web.opinions.reading import about_line, first_concern, none_proposed, proposed, state, words_of

LENGTH_OF_QUEUE = 25
MOST_COUNTED = 1000
LAST = "lately_decided"
MOST_TAKEN_BACK = 50
KEYS = "zxcvb"  # side by side on the keyboard; digits and other letters stand on other choices
_MOST_WORDS = 3  # of a concept that are shown of each text


@dataclass(frozen=True)
class Queue:
    """What waits for this visitor under the filters of the address; without any, what nobody has decided on yet."""

    visit: Visit
    visible: OpinionQuerySet
    wanted: Wanted
    filters: dict[str, str]

    def at(self, name: str, *args: object) -> str:
        """An address of the campaign that keeps the filters."""
        return address(reverse(name, args=[self.visit.running.code, *args]), self.filters)

    def from_here(self, pk: int | None) -> str:
        """The page of an opinion, or of the queue when there is none."""
        return self.at("triage_opinion", pk) if pk is not None else self.at("triage")


def queue_of(request: HttpRequest, visit: Visit) -> Queue:
    """The queue that the address names. BadInput for a filter that can't be."""
    filters = without_empty(request.GET)
    asked = (
        filters
        if {"disposition", "triaged"} & filters.keys()
        else {**filters, "disposition": "waiting", "triaged": "no"}
    )
    visible = visible_opinions(visit.actors, visit.running, Right.OPINION_TRIAGE)
    return Queue(visit, visible, read_wanted(asked), filters)


@page(Right.OPINION_TRIAGE, "GET")
def triage(request: HttpRequest, visit: Visit) -> HttpResponse:
    """To the first of the queue; when nothing waits, a page that says so and what comes next."""
    queue = queue_of(request, visit)
    first = inbox(queue.visible, queue.wanted, campaign=visit.running, size=1).rows
    if first:
        return HttpResponseRedirect(queue.from_here(first[0].pk))
    return show(
        request,
        visit,
        "opinions/triage_done",
        {"filters": queue.filters, "groups": visit.may(Right.OPINION_GROUP), **_undo(request, queue)},
        part="part",
    )


@page(Right.OPINION_TRIAGE, "GET", "POST")
def triage_opinion(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One opinion in three columns; POST decides and goes on to the next."""
    queue = queue_of(request, visit)
    found = get_opinion(pk, actors=visit.actors, campaign=visit.running, right=Right.OPINION_TRIAGE)
    reading = read_opinion(found)
    if request.method == "GET":
        return _shown(request, queue, found, reading, Form.of(reading))
    form = read_form(request.POST)
    earlier, later = neighbours_in(queue.visible, queue.wanted, pk, campaign=visit.running)
    try:
        form.needs_unchanged(found)
        form.needs_its_button()
        about = found.about.path if found.about else None
        then = read_then(form, visit, queue.visible)
        decide_opinion(found, form.decided(then), by=visit.by(Right.OPINION_TRIAGE, about), at=visit.at)
    except HuiyinError as error:
        return _shown(request, queue, found, reading, form, said=sentence(error), status=status_of(error))
    request.session[LAST] = [*_lately(request), pk][-MOST_TAKEN_BACK:]
    return HttpResponseRedirect(queue.from_here(later if later is not None else earlier))


@page(Right.OPINION_TRIAGE, "POST")
def undo_decision(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Take back one's own last decision on an opinion and go back to it."""
    queue = queue_of(request, visit)
    found = get_opinion(pk, actors=visit.actors, campaign=visit.running, right=Right.OPINION_TRIAGE)
    about = found.about.path if found.about else None
    try:
        undo_decision_command(found, by=visit.by(Right.OPINION_TRIAGE, about), at=visit.at)
        messages.success(
            request, _("已撤回对 %(number)s 的决定，记录里两次都在。") % {"number": found.source_id}
        )
    except HuiyinError as error:
        messages.error(request, sentence(error))
    request.session[LAST] = [other for other in _lately(request) if other != pk]
    return HttpResponseRedirect(queue.at("triage_opinion", pk))


def _shown(
    request: HttpRequest,
    queue: Queue,
    found: Opinion,
    reading: Reading,
    form: Form,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    visit, campaign = queue.visit, queue.visit.running
    names = names_of(campaign)
    earlier, later = neighbours_in(queue.visible, queue.wanted, found.pk, campaign=campaign)
    rows = inbox(
        queue.visible, queue.wanted, campaign=campaign, before=found.pk + 1, size=LENGTH_OF_QUEUE
    ).rows
    focus = proposed(reading.focus, names, leaves=True)
    topic = proposed(reading.topic, names, leaves=False)
    problems = _problems(visit, found)
    context: dict[str, Any] = {
        "opinion": found,
        "line": [part for part in about_line(found, names) if part],
        "words": words_of(found, reading),
        "reading": reading,
        "names": names,
        "form": form,
        "said": said,
        "disposition": names.disposition[found.disposition],
        "may_seal": True,
        "state": state(found),
        "proposed_focus": focus,
        "proposed_topic": topic,
        "no_focus": none_proposed(reading.focus),
        "no_topic": none_proposed(reading.topic),
        "focus_elsewhere": form.focus and form.focus not in {one.code for one in focus},
        "topic_elsewhere": form.topic and form.topic not in {one.code for one in topic},
        "first_concern": first_concern(reading, names),
        "leaves": _leaves(names),
        "queue": [(row, queue.at("triage_opinion", row.pk)) for row in rows],
        "left": count_up_to(queue.visible, queue.wanted, campaign=campaign, limit=MOST_COUNTED),
        "most_counted": MOST_COUNTED,
        "filters": queue.filters,
        "queue_address": queue.at("triage"),
        "earlier": queue.at("triage_opinion", earlier) if earlier is not None else "",
        "later": queue.from_here(later) if later is not None else "",
        "here": queue.at("triage_opinion", found.pk),
        "alike": alike(found, queue.visible),
        "elsewhere": alike_elsewhere(found, queue.visible),
        **problems,
        **_likely(queue, found, reading, names, problems["ready"]),
        **_undo(request, queue),
    }
    response = show(request, visit, "opinions/triage_opinion", context, part="part", status=status)
    response.headers["HX-Push-Url"] = context["here"]
    return response


def _leaves(names: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The focus leaves under their groups."""
    return [
        (wind, [(code, names.focus[code]) for code, group in names.wind_of.items() if group == key])
        for key, wind in names.wind.items()
    ]


def _problems(visit: Visit, found: Opinion) -> dict[str, Any]:
    """The problem that the opinion's group was raised as, and others of its unit to choose from."""
    if not visit.may(Right.PROBLEM_READ):
        return {"ready": None, "others": ()}
    visible = visible_problems(visit.actors, visit.running)
    wanted = Sought(owner=found.about_id)
    others = (
        ledger(visit.running, visible, wanted, actors=visit.actors, size=20).rows if found.about_id else ()
    )
    return {"ready": problem_of_group(found, visible), "others": others}


def _likely(
    queue: Queue, found: Opinion, reading: Reading, names: Names, ready: Problem | None
) -> dict[str, Any]:
    """Problems and groups of its unit to which the opinion may belong, each with its key; and the problem that is suggested first.

    `ready`, as which its own group was raised, has the main button and is first.
    """
    visit = queue.visit
    if not visit.may(Right.PROBLEM_READ):
        return {"likely": (), "first_likely": ""}
    suggested = {kind: [one.code for one in getattr(reading, kind)] for kind in ("topic", "focus")}
    visible = visible_problems(visit.actors, visit.running)
    rows = [
        row
        for row in likely_problems(found, queue.visible, visible, suggested)
        if row.problem != ready or not ready
    ]
    called = {**names.topic, **names.focus}
    first = ready or next((row.problem for row in rows if row.problem), None)
    return {
        "likely": [
            (row, key, [called.get(code, code) for code in row.agreed], _told(row))
            for row, key in zip(rows, KEYS, strict=False)
        ],
        "first_likely": first.number if first else "",
        "may_group": visit.may(Right.OPINION_GROUP),
        "may_raise": visit.may(Right.PROBLEM_RAISE),
    }


def _told(row: Likely) -> list[tuple[str, str]]:
    """What the opinion and the nearest both speak of, in the language of the page, with the words by which they do."""
    told = []
    for concept, mine, theirs in row.told:
        words = tuple("、".join(said[:_MOST_WORDS]) for said in (mine, theirs))
        told.append((pick(concept.zh, concept.en), " ~ ".join(dict.fromkeys(words))))
    return told


def _lately(request: HttpRequest) -> list[int]:
    """The opinions on which the visitor has decided in this session, the last one last."""
    return list(request.session.get(LAST, []))


def _undo(request: HttpRequest, queue: Queue) -> dict[str, Any]:
    """The visitor's last decision, when it can be taken back from here."""
    lately = _lately(request)
    found = queue.visible.filter(pk=lately[-1]).only("source_id").first() if lately else None
    if found is None:
        return {"undo": ""}
    return {"undo": queue.at("undo_decision", found.pk), "undo_number": found.source_id}

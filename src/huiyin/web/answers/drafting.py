"""Writing an answer beside the words of those whom it is for; and writing it otherwise, while it waits or once it was returned."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.answers.access import get_answer, phrase_unit, phrases_of
from huiyin.process.answers.commands import draft_answer as draft_answer_command
from huiyin.process.answers.commands import edit_answer as edit_answer_command
from huiyin.process.answers.commands import redraft_answer as redraft_answer_command
from huiyin.process.answers.commands.drafting import needs_its_writer
from huiyin.process.answers.models import Answer, Phrase
from huiyin.process.answers.queries import (
    Answerable,
    answerable,
    beside,
    opinions_of,
    same_elsewhere,
)
from huiyin.process.answers.rules.answers import LONGEST_ANSWER
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.models import Group, Opinion, OpinionQuerySet
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.problems.access import get_problem
from huiyin.process.problems.queries import opinions_behind
from huiyin.web.answers.acting import acting
from huiyin.web.answers.drawing import drawn
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line, words
from huiyin.web.frame.filters import place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_PHRASE = "phrase-"
_FEW = 3  # so many other answers that say the same make it a stock answer


@dataclass(frozen=True)
class Typed:
    """What stands in the form: which opinions are ticked, the words, whether it settles, and the sentence why it wasn't taken."""

    body: str = ""
    settles: bool = False
    chosen: frozenset[int] = frozenset()
    said: str = ""
    status: int = 200


@dataclass(frozen=True)
class Matter:
    """What an answer is begun from: one opinion, a problem, a group. `query` leads there again, `back` to its own page."""

    name: str
    query: dict[str, str]
    back: str
    found: Answerable = field(default_factory=lambda: Answerable((), 0, 0, 0, 0))


@page(Right.ANSWER_WRITE, "GET", "POST")
def draft_answer(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form; POST hands the answer in for approval, or inserts a phrase, or only looks what is left out."""
    asked = request.GET if request.method == "GET" else request.POST
    matter = _matter(visit, asked)
    opinions = matter.found.opinions
    everything = frozenset(opinion.pk for opinion in opinions)
    if request.method == "GET":
        return _form(request, visit, matter, Typed(chosen=everything))
    typed = _typed(visit, request.POST, everything)
    if typed.status != 200 or _only_looks(request.POST):
        return _form(request, visit, matter, typed)
    chosen = [opinion for opinion in opinions if opinion.pk in typed.chosen]
    try:
        made = draft_answer_command(
            visit.running,
            typed.chosen,
            typed.body,
            settles=typed.settles,
            by=acting(visit, Right.ANSWER_WRITE, chosen),
            at=visit.at,
        )
    except HuiyinError as error:
        return _form(request, visit, matter, _refused(typed, error))
    messages.success(request, _("已提交，等另一位同志审批。"))
    return HttpResponseRedirect(reverse("answer", args=[visit.running.code, made.pk]))


@page(Right.ANSWER_WRITE, "GET", "POST")
def edit_answer(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Change a draft that waits, or write a returned answer anew; the returned one stays as it is."""
    found = get_answer(pk, actors=visit.actors, campaign=visit.running, right=Right.ANSWER_WRITE)
    if found.state == Answer.State.DRAFT:
        needs_its_writer(found, visit.account.code)
    opinions = tuple(opinions_of(found))
    everything = frozenset(opinion.pk for opinion in opinions)
    if request.method == "GET":
        return _edit_form(request, visit, found, opinions, Typed(found.body, found.settles, everything))
    typed = _typed(visit, request.POST, everything)
    if typed.status != 200 or _only_looks(request.POST):
        return _edit_form(request, visit, found, opinions, typed)
    try:
        by = acting(visit, Right.ANSWER_WRITE, opinions)
        if found.state == Answer.State.RETURNED:
            made = redraft_answer_command(found, typed.body, settles=typed.settles, by=by, at=visit.at)
        else:
            version = place(request.POST, "version") or 0
            edit_answer_command(found, version, typed.body, settles=typed.settles, by=by, at=visit.at)
            made = found
    except HuiyinError as error:
        return _edit_form(request, visit, found, opinions, _refused(typed, error))
    messages.success(request, _("已提交，等另一位同志审批。"))
    return HttpResponseRedirect(reverse("answer", args=[visit.running.code, made.pk]))


def _matter(visit: Visit, asked: QueryDict) -> Matter:
    """What the address names; Unseen where it names nothing that the visitor may answer."""
    mine = visible_opinions(visit.actors, visit.running, Right.ANSWER_WRITE)
    code = visit.running.code
    if problem := line(asked, "problem", longest=40):
        standing = get_problem(problem, actors=visit.actors, campaign=visit.running)
        found = answerable(opinions_behind(standing, mine))
        back = reverse("problem", args=[code, problem])
        return Matter(f"{standing.number} {standing.title}", {"problem": problem}, back, found)
    if number := place(asked, "group"):
        return _of_group(visit, number, mine)
    one = mine.filter(pk=place(asked, "opinion") or 0)
    row = one.first()
    if row is None:
        raise Unseen
    back = reverse("opinion", args=[code, row.pk])
    return Matter(row.source_id, {"opinion": str(row.pk)}, back, answerable(one, anew=True))


def _of_group(visit: Visit, number: int, mine: OpinionQuerySet) -> Matter:
    group = Group.objects.filter(campaign=visit.running, number=min(number, 2**31 - 1)).first()
    members = mine.filter(placed__group=group)
    if group is None or not members.exists():
        raise Unseen
    name = _("第 %(number)d 组") % {"number": number}
    back = reverse("group", args=[visit.running.code, number])
    return Matter(name, {"group": str(number)}, back, answerable(members))


def _typed(visit: Visit, given: QueryDict, known: frozenset[int]) -> Typed:
    """What was sent, with the phrase that was to be inserted; one that is too long stays whole in its field."""
    chosen = known & {int(pk) for pk in given.getlist("opinion_of") if pk.isascii() and pk.isdigit()}
    settles, body = bool(given.get("settles")), str(given.get("body", "")).replace("\r\n", "\n")
    typed = Typed(body, settles, frozenset(chosen))
    try:
        words(given, "body", longest=LONGEST_ANSWER)
    except HuiyinError as error:
        return _refused(typed, error)
    phrase = _phrase(visit, str(given.get("then", "")))
    if phrase is None:
        return typed
    return Typed(f"{body.rstrip()}\n{phrase.body}".lstrip(), settles, frozenset(chosen))


def _phrase(visit: Visit, then: str) -> Phrase | None:
    number = then.removeprefix(_PHRASE)
    if not then.startswith(_PHRASE) or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return phrases_of(phrase_unit(visit.actors, visit.running)).filter(pk=int(number)).first()


def _only_looks(given: QueryDict) -> bool:
    then = str(given.get("then", ""))
    return then == "look" or then.startswith(_PHRASE)


def _refused(typed: Typed, error: HuiyinError) -> Typed:
    return Typed(typed.body, typed.settles, typed.chosen, sentence(error), status_of(error))


def _form(request: HttpRequest, visit: Visit, matter: Matter, typed: Typed) -> HttpResponse:
    context = {
        "matter": matter,
        "query": matter.query.items(),
        "action": reverse("draft_answer", args=[visit.running.code]),
        "again": f"?{urlencode(matter.query)}",
        **_shown(visit, matter.found.opinions, typed),
    }
    return show(request, visit, "answers/draft_answer", context, status=typed.status)


def _edit_form(
    request: HttpRequest, visit: Visit, found: Answer, opinions: tuple[Opinion, ...], typed: Typed
) -> HttpResponse:
    context = {
        "answer": found,
        "action": reverse("edit_answer", args=[visit.running.code, found.pk]),
        **_shown(visit, opinions, typed, but=found),
    }
    return show(request, visit, "answers/edit_answer", context, status=typed.status)


def _shown(
    visit: Visit, opinions: tuple[Opinion, ...], typed: Typed, but: Answer | None = None
) -> dict[str, object]:
    rows = drawn(beside(opinions, typed.body))
    return {
        "rows": rows,
        "typed": typed,
        "left": any(row.clauses or row.questions for row in rows),
        "same": stock_of(visit, typed.body, but),
        "phrases": phrases_of(phrase_unit(visit.actors, visit.running)),
        "waiting": any(opinion.disposition == Disposition.WAITING for opinion in opinions),
        "names": names_of(visit.running),
        "longest": LONGEST_ANSWER,
    }


def stock_of(visit: Visit, body: str, but: Answer | None = None) -> int:
    """How many other answers say the same, 0 where they are few."""
    same = same_elsewhere(visit.running, body, but) if body.strip() else 0
    return same if same >= _FEW else 0

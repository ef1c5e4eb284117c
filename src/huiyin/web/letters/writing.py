"""Writing a letter: first the unit, then what is said of its stage; and writing a draft anew."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.letters import commands
from huiyin.process.letters.access import writable_units
from huiyin.process.letters.models import Finding, FindingTie, Letter
from huiyin.process.letters.queries.offers import meeting_findings, unit_items, unit_problems
from huiyin.process.letters.rules.hands import may_write
from huiyin.process.letters.rules.states import LONGEST
from huiyin.process.letters.rules.wording import Pointed, Words
from huiyin.process.problems.access import visible_problems
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.filters import place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.letters.drawing import letter_title, praise_names, stage_names
from huiyin.web.letters.letter import got, writer

ROWS = 6
_LONGEST = 4000  # the command says what is too long
_OFFERED = 40  # characters of a title in a list to choose from


@page(Right.LETTER_WRITE, "GET", "POST")
def draft_letter(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form for a new letter; POST keeps it as a draft."""
    given = request.POST if request.method == "POST" else request.GET
    part = _part(visit, place(given, "unit"))
    if request.method != "POST" or part is None:
        return _shown(request, visit, part, dict(_blank(part)) if part else {})
    path = part.unit.path
    by = next(one for one in visit.actors if may_write(one, path))
    try:
        stage = line(request.POST, "stage", longest=40)
        made = commands.draft_letter(part, stage, _words(request.POST, visit), by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, part, request.POST.dict(), error)
    messages.success(request, _("草稿已存，等另一位同志签发。"))
    return HttpResponseRedirect(reverse("letter", args=[visit.running.code, made.pk]))


@page(Right.LETTER_WRITE, "GET", "POST")
def change_letter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The form with what the draft says; POST puts other words in its place."""
    found = got(visit, pk)
    by = writer(visit, found)
    if request.method != "POST":
        return _shown(request, visit, found.participation, _standing(found), letter=found)
    try:
        version = place(request.POST, "version") or 0
        commands.change_letter(found, _words(request.POST, visit), version, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, found.participation, request.POST.dict(), error, letter=found)
    messages.success(request, _("草稿已改。"))
    return HttpResponseRedirect(reverse("letter", args=[visit.running.code, pk]))


def _part(visit: Visit, unit: int | None) -> Participation | None:
    """The unit of that number, among those to which one may write; Unseen for another."""
    if unit is None:
        return None
    found = next((one for one in writable_units(visit.actors, visit.running) if one.unit_id == unit), None)
    if found is None:
        raise Unseen
    return found


def _words(given: QueryDict, visit: Visit) -> Words:
    """What was typed; points without words are left out."""
    points = []
    for at in range(1, ROWS + 1):
        text = words(given, f"text.{at}", longest=_LONGEST)
        passage, item = place(given, f"passage.{at}"), place(given, f"item.{at}")
        problem = line(given, f"problem.{at}", longest=40)
        if text:
            points.append(
                Pointed(
                    text,
                    line(given, f"focus.{at}", longest=20),
                    passage,
                    (problem,) if problem else (),
                    (item,) if item is not None else (),
                )
            )
    praised = {code: words(given, f"praise.{code}", longest=_LONGEST) for code in praise_names(visit.running)}
    if not any(points) and not words(given, "judgement", longest=_LONGEST):
        raise BadInput("请写总体评价和需要改进的问题。", "Write the judgement and what is to be improved.")
    return Words(
        words(given, "judgement", longest=_LONGEST),
        tuple(points),
        words(given, "demand", longest=_LONGEST),
        praised,
        day(given, "answer_by", "答复时限", "answer by"),
    )


def _blank(part: Participation) -> dict[str, str]:
    """A new form: findings of the unit's meetings that no letter has taken up stand there already."""
    typed = dict[str, str]()
    for at, passage in enumerate(meeting_findings(part)[:ROWS], start=1):
        typed[f"text.{at}"] = passage.text or passage.heading
        typed[f"passage.{at}"] = str(passage.pk)
    return typed


def _standing(letter: Letter) -> dict[str, str]:
    """What a draft says, as the form's fields. 2 queries."""
    typed = {
        "judgement": letter.judgement,
        "demand": letter.demand,
        "answer_by": letter.answer_by.isoformat() if letter.answer_by else "",
        **{f"praise.{code}": said for code, said in letter.praised.items()},
    }
    ties = FindingTie.objects.filter(finding__letter=letter).select_related("problem", "finding")
    for finding in Finding.objects.filter(letter=letter).order_by("number")[:ROWS]:
        typed[f"text.{finding.number}"] = finding.text
        typed[f"focus.{finding.number}"] = finding.focus
        typed[f"passage.{finding.number}"] = str(finding.passage_id or "")
    for tie in ties:
        at = tie.finding.number
        typed[f"problem.{at}" if tie.problem else f"item.{at}"] = (
            tie.problem.number if tie.problem else str(tie.item_id)
        )
    return typed


def _shown(
    request: HttpRequest,
    visit: Visit,
    part: Participation | None,
    typed: Mapping[str, Any],
    error: HuiyinError | None = None,
    *,
    letter: Letter | None = None,
) -> HttpResponse:
    campaign = visit.running
    context: dict[str, Any] = {
        "part": part,
        "letter": letter,
        "called": letter_title(campaign),
        "units": writable_units(visit.actors, campaign) if part is None else (),
        "typed": typed,
        "stages": stage_names(campaign),
        "names": names_of(campaign),
        "longest": LONGEST,
        "said": sentence(error) if error else "",
    }
    if part is not None:
        taken = meeting_findings(part, letter)
        context |= {
            "praises": [
                (code, name, typed.get(f"praise.{code}", "")) for code, name in praise_names(campaign).items()
            ],
            "passages": {str(one.pk): one for one in taken},
            # Each point offers all of them, so that they are worded once and not once a point.
            "problems": [
                (one.number, f"{one.number} {Truncator(one.title).chars(_OFFERED)}")
                for one in unit_problems(part, visible_problems(visit.actors, campaign))
            ],
            "items": [(str(one.pk), Truncator(one.ask.title).chars(_OFFERED)) for one in unit_items(part)],
            "points": [_point(typed, at, {str(one.pk) for one in taken}) for at in range(1, ROWS + 1)],
        }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "letters/write_letter", context, status=status)


def _point(typed: Mapping[str, Any], at: int, passages: set[str]) -> dict[str, Any]:
    passage = typed.get(f"passage.{at}", "")
    return {
        "at": at,
        "text": typed.get(f"text.{at}", ""),
        "focus": typed.get(f"focus.{at}", ""),
        "passage": passage if passage in passages else "",
        "problem": typed.get(f"problem.{at}", ""),
        "item": typed.get(f"item.{at}", ""),
    }

"""The office's own sentences, to be inserted into an answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, Unseen
from huiyin.kit.ids import HIGHEST_ID
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.answers.access import phrase_unit, phrases_of
from huiyin.process.answers.commands import add_phrase as add_phrase_command
from huiyin.process.answers.commands import retire_phrase as retire_phrase_command
from huiyin.process.answers.models import Phrase
from huiyin.process.answers.rules.answers import LONGEST_PHRASE, LONGEST_TITLE
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Right.ANSWER_WRITE, "GET", "POST")
def add_phrase(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list with the form under it; POST keeps one more."""
    if request.method == "GET":
        return _shown(request, visit)
    unit = phrase_unit(visit.actors, visit.running)
    if unit is None:
        raise Unseen
    title, body = str(request.POST.get("title", "")), str(request.POST.get("body", "")).replace("\r\n", "\n")
    try:
        by = visit.by(Right.ANSWER_WRITE, unit.path)
        add_phrase_command(unit, title, body, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, (title, body), said=sentence(error), status=status_of(error))
    messages.success(request, _("用语已收下。"))
    return HttpResponseRedirect(reverse("add_phrase", args=[visit.running.code]))


@page(Right.ANSWER_WRITE, "POST")
def retire_phrase(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Offer it no more."""
    unit = phrase_unit(visit.actors, visit.running)
    found = Phrase.objects.select_related("unit").filter(unit=unit, pk=min(pk, HIGHEST_ID))
    phrase = found.first() if unit else None
    if unit is None or phrase is None:
        raise Unseen
    retire_phrase_command(phrase, by=visit.by(Right.ANSWER_WRITE, unit.path), at=visit.at)
    messages.success(request, _("“%(title)s”不再列出。") % {"title": phrase.title})
    return HttpResponseRedirect(reverse("add_phrase", args=[visit.running.code]))


def _shown(
    request: HttpRequest,
    visit: Visit,
    typed: tuple[str, str] = ("", ""),
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    unit = phrase_unit(visit.actors, visit.running)
    rows = list(phrases_of(unit))
    context = {
        "unit": unit,
        "rows": rows,
        "people": names_of_people(row.by for row in rows),
        "title": typed[0],
        "body": typed[1],
        "longest": {"title": LONGEST_TITLE, "body": LONGEST_PHRASE},
        "said": said,
    }
    return show(request, visit, "answers/add_phrase", context, status=status)

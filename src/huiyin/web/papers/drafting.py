"""A paper begins with facts: somebody picks them, and gets a structure in which the figures already stand (R44)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import get_paper
from huiyin.process.campaigns.commands import draft_paper as draft_paper_command
from huiyin.process.campaigns.commands.papers import Draft
from huiyin.process.campaigns.models import Paper
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.papers import LONGEST_TITLE
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.reports.papers.candidates import chosen, frozen, gather, structure
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line
from huiyin.web.frame.names import form_names
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Right.PAPER_WRITE, "GET", "POST")
def draft_paper(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The facts to pick from; POST drafts the paper and goes to it. `supersedes` names the signed one that it stands in for."""
    campaign = visit.running
    asked = request.GET if request.method == "GET" else request.POST
    old = _superseded(visit, line(asked, "supersedes"))
    unit = old.unit if old else _unit(visit, line(asked, "unit"))
    sections = gather(campaign, unit, visit.today, visit.actors)
    kinds, names = kinds_on_facts(visit), form_names(campaign)
    context = {
        "unit": unit,
        "units": writing_units(visit),
        "sections": sections,
        "kinds": {code: names[code] for code in kinds},
        "old": old,
        "fewest": fewest_givers(campaign),
        "longest": LONGEST_TITLE,
        "typed": {"title": line(asked, "title"), "kind": line(asked, "kind")},
        "ticked": request.POST.getlist("fact"),
    }
    if request.method == "GET":
        return show(request, visit, "papers/draft_paper", context)
    try:
        picked = chosen(sections, request.POST.getlist("fact"))
        if not picked:
            raise BadInput(
                "请至少选一个事实：文稿从事实写起。", "Pick at least one fact: a paper begins with facts."
            )
        kind = old.kind if old else line(request.POST, "kind")
        draft = Draft(kind, line(request.POST, "title"), structure(picked), frozen(picked, visit.today))
        by = visit.by(Right.PAPER_WRITE, unit.path)
        made = draft_paper_command(campaign, unit, draft, supersedes=old, by=by, at=visit.at)
    except HuiyinError as error:
        context["said"] = sentence(error)
        return show(request, visit, "papers/draft_paper", context, status=status_of(error))
    messages.success(request, _("数字已放好。请把【待写】的地方写出来。"))
    return HttpResponseRedirect(reverse("paper", args=[campaign.code, made.pk]))


def writing_units(visit: Visit) -> list[Unit]:
    """The very units for which the visitor writes papers. One query."""
    root = visit.running.root.path
    paths = [actor.scope or root for actor in visit.actors if actor.may(Right.PAPER_WRITE, actor.scope)]
    return list(Unit.objects.filter(path__in=paths))


def kinds_on_facts(visit: Visit) -> list[str]:
    """The codes of the forms that are written on picked facts: what comes out in issues, then what answers what was said."""
    forms = template_of(visit.running).forms
    issued = [code for code, form in forms.items() if form.head is not None]
    return issued + [code for code, form in forms.items() if form.answers and form.head is None]


def _unit(visit: Visit, pk: str) -> Unit:
    units = writing_units(visit)
    found = next((unit for unit in units if str(unit.pk) == pk), None)
    if found is None and (pk or not units):
        raise Unseen
    return found or units[0]


def _superseded(visit: Visit, pk: str) -> Paper | None:
    if not pk:
        return None
    if not pk.isdecimal() or len(pk) > 18:
        raise Unseen
    return get_paper(int(pk), actors=visit.actors, campaign=visit.running)

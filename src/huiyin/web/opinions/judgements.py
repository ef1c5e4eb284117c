"""The words of people that two opinions are one matter or not: a list of those that stand, each of which can be taken back."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, Unseen
from huiyin.kit.ids import HIGHEST_ID
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.commands import undo_judgement as undo_judgement_command
from huiyin.process.opinions.commands import undo_judgements as undo_judgements_command
from huiyin.process.opinions.models import Judgement, Opinion
from huiyin.process.opinions.queries import judgements_page, standing_judgements
from huiyin.process.problems.queries import excerpts
from huiyin.web.frame.failing import sentence
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.opinions.doubts import by_of
from huiyin.web.opinions.judged_lately import forget_judged, judged_with


@dataclass(frozen=True)
class Row:
    """A judgement with how both opinions begin and who said it."""

    judgement: Judgement
    one: str
    other: str
    by: str


@page(Right.OPINION_GROUP, "GET")
def judgements(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Those that stand, the newest first."""
    here = reverse("judgements", args=[visit.running.code])
    visible = visible_opinions(visit.actors, visit.running, Right.OPINION_GROUP)
    found = judgements_page(
        standing_judgements(visit.running, visible),
        before=place(request.GET, "before"),
        after=place(request.GET, "after"),
    )
    both = {pk for row in found.rows for pk in (row.one_id, row.other_id)}
    begins = excerpts(Opinion.objects.filter(pk__in=both)) if both else {}
    people = names_of_people(row.by for row in found.rows)
    context = {
        "rows": [Row(row, begins[row.one_id], begins[row.other_id], people[row.by]) for row in found.rows],
        "earlier": address(here, {"before": found.before}) if found.before else "",
        "later": address(here, {"after": found.after}) if found.after else "",
    }
    return show(request, visit, "opinions/judgements", context, part="list")


@page(Right.OPINION_GROUP, "POST")
def undo_judgement(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Take a judgement back; to the list when it was pressed there, else to the pair, which can be judged anew.

    With `together`, all that stands of what the visitor said with it, and back to where that was said.
    """
    visible = visible_opinions(visit.actors, visit.running, Right.OPINION_GROUP)
    seen = Judgement.objects.filter(
        campaign=visit.running, one__in=visible.values("pk"), other__in=visible.values("pk")
    )
    found = seen.select_related("campaign__root", "one__about", "other__about").filter(pk=min(pk, HIGHEST_ID))
    judgement = found.first()
    if judgement is None:
        raise Unseen
    if request.POST.get("together"):
        return _undo_together(request, visit, seen, judgement)
    forget_judged(request, {judgement.pk})
    both = {"one": judgement.one.source_id, "other": judgement.other.source_id}
    try:
        undo_judgement_command(judgement, by=by_of(visit, [judgement.one, judgement.other]), at=visit.at)
        messages.success(request, _("已撤回对 %(one)s 和 %(other)s 的判断，记录里两次都在。") % both)
    except HuiyinError as error:
        messages.error(request, sentence(error))
    code = visit.running.code
    if request.POST.get("from") == "list":
        return HttpResponseRedirect(reverse("judgements", args=[code]))
    return HttpResponseRedirect(reverse("pair", args=[code, judgement.one_id, judgement.other_id]))


def _undo_together(
    request: HttpRequest, visit: Visit, seen: "QuerySet[Judgement]", judgement: Judgement
) -> HttpResponse:
    """Take back what was said in one go with a judgement."""
    made, back = judged_with(request, judgement.pk)
    standing = list(seen.filter(pk__in=made, taken_back=False).select_related("one__about", "other__about"))
    forget_judged(request, made)
    opinions = {opinion.pk: opinion for row in standing for opinion in (row.one, row.other)}
    try:
        by = by_of(visit, list(opinions.values()))
        undo_judgements_command(visit.running, standing, by=by, at=visit.at)
        messages.success(request, _("已撤回一起保存的 %(n)d 个判断，记录里两次都在。") % {"n": len(standing)})
    except HuiyinError as error:
        messages.error(request, sentence(error))
    pair = reverse("pair", args=[visit.running.code, judgement.one_id, judgement.other_id])
    return HttpResponseRedirect(back or pair)

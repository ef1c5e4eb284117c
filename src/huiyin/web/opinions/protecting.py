"""What protects people, from an opinion's page: an accusation goes to the discipline officer, a contact is seen with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.channels.commands import open_contact as open_contact_command
from huiyin.process.channels.commands import seal_opinion as seal_opinion_command
from huiyin.process.opinions.access import get_opinion
from huiyin.process.opinions.models import LONGEST_WHY, Opinion
from huiyin.process.opinions.rules.reach import may_work
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import words
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.opinions.opinion import show_opinion


@page(Right.OPINION_TRIAGE, "POST")
def seal_opinion(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Hand it over; from here on there is no such opinion."""
    found = get_opinion(pk, actors=visit.actors, campaign=visit.running, right=Right.OPINION_TRIAGE)
    try:
        seal_opinion_command(found, by=_by(visit, found, Right.OPINION_TRIAGE), at=visit.at)
    except HuiyinError as error:
        return show_opinion(request, visit, found, status=status_of(error), no_seal=sentence(error))
    messages.success(request, _("已密封移交纪检，这里不再有它。题目、归纳或笔记里引用过原话的，请自行改写。"))
    return HttpResponseRedirect(reverse("triage", args=[visit.running.code]))


@page(Right.CONTACT_OPEN, "POST")
def open_contact(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Show once how the giver may be reached."""
    found = get_opinion(pk, actors=visit.actors, campaign=visit.running)
    try:
        why = words(request.POST, "why", longest=LONGEST_WHY)
        contact = open_contact_command(found, why, by=_by(visit, found, Right.CONTACT_OPEN), at=visit.at)
    except HuiyinError as error:
        return show_opinion(request, visit, found, status=status_of(error), no_contact=sentence(error))
    return show_opinion(request, visit, found, contact=contact)


def _by(visit: Visit, found: Opinion, right: Right) -> Actor:
    """The capacity that has the right and reaches the words."""
    about, root = found.about.path if found.about else None, visit.running.root.path
    reads = Right.OPINION_TRIAGE if right is Right.OPINION_TRIAGE else Right.OPINION_READ_RAW
    able = (actor for actor in visit.actors if actor.may(right, actor.scope))
    return next((actor for actor in able if may_work(actor, reads, about, root)), None) or visit.by(right)

"""Papers that come out of a meeting's record, and papers that came with the meeting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.meetings import commands
from huiyin.process.meetings.access import get_meeting, get_paper
from huiyin.reports.papers.meeting_minutes import minutes_title, write_meeting_minutes
from huiyin.reports.papers.meeting_news import news_title, write_meeting_news
from huiyin.web.frame.downloads import document
from huiyin.web.frame.files import kept_file, uploaded_paper
from huiyin.web.frame.page import page
from huiyin.web.frame.visit import Visit
from huiyin.web.meetings.desk import shown


@page(Right.CAMPAIGN_READ, "GET")
def meeting_news(_request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The news report, to be edited in Word."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    name = f"{meeting.title}{news_title(meeting)}"
    return document(name, lambda path: write_meeting_news(meeting, path))


@page(Right.CAMPAIGN_READ, "GET")
def meeting_minutes(_request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The minutes, to be edited in Word."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    name = f"{meeting.title}{minutes_title(meeting)}"
    return document(name, lambda path: write_meeting_minutes(meeting, path))


@page(Right.MEETING_RECORD, "POST")
def attach_paper(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Keep a document of the meeting."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    by = visit.by(Right.MEETING_RECORD, meeting.host.unit.path)
    try:
        ready = uploaded_paper(request)
        if ready is None:
            raise BadInput("请选择一个文件。", "Choose a file.")
        commands.attach_paper(meeting, ready, by=by, at=visit.at)
    except HuiyinError as error:
        return shown(request, visit, pk, error)
    messages.success(request, _("材料已存。"))
    return HttpResponseRedirect(reverse("meeting", args=[visit.running.code, pk]) + "#papers")


@page(Right.CAMPAIGN_READ, "GET")
def meeting_paper(_request: HttpRequest, visit: Visit, pk: int, paper: int) -> HttpResponse:
    """A document of the meeting, to be saved."""
    meeting = get_meeting(pk, actors=visit.actors, campaign=visit.running)
    return kept_file(get_paper(paper, meeting).attachment_id)

"""Who waits for an answer: opinions whose givers hold a receipt, the oldest first, with the last day of each."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.answers.access import answering, unread_receipts
from huiyin.process.answers.queries import Asked, DuePage, DueRow, due_page, due_receipts, limits_of
from huiyin.process.answers.rules.limits import Wanted
from huiyin.process.opinions.access import visible_opinions
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

FILTERS: tuple[tuple[Wanted, Promise], ...] = (
    (Wanted.UNANSWERED, _("还没有答复的")),
    (Wanted.OVERDUE, _("已过时限")),
    (Wanted.WAITING, _("时限以内")),
    (Wanted.UNREAD, _("反映人又说了话")),
    (Wanted.ANSWERED, _("已答复")),
)


@page(Right.OPINION_READ_RAW, "GET")
def answers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One page of the list."""
    campaign = visit.running
    here = reverse("answers", args=[campaign.code])
    chosen = str(request.GET.get("due", "")) or Wanted.UNANSWERED
    found, said, status = DuePage(), "", 200
    limits = limits_of(campaign)
    try:
        wanted = _wanted(chosen)
        unread = unread_receipts(visit.actors, campaign)
        listed = unread
        if wanted is not Wanted.UNREAD:
            before = limits.overdue_before(visit.today)
            seen = visible_opinions(visit.actors, campaign)
            listed = due_receipts(seen, wanted, campaign=campaign, overdue_before=before)
        asked = Asked(visit.today, after=place(request.GET, "after"), before=place(request.GET, "before"))
        found = due_page(listed, asked, limits=limits, unread=unread)
    except HuiyinError as error:
        said, status = sentence(error), status_of(error)
    context = {
        "said": said,
        "rows": [(row, _may_answer(visit, row)) for row in found.rows],
        "earlier": address(here, {"due": chosen, "before": found.earlier}) if found.earlier else "",
        "later": address(here, {"due": chosen, "after": found.later}) if found.later else "",
        "filters": [(address(here, {"due": code}), name, code == chosen) for code, name in FILTERS],
        "chosen": chosen,
        "limits": limits,
        "names": names_of(campaign),
        "may_write": visit.may(Right.ANSWER_WRITE),
    }
    return show(request, visit, "answers/answers", context, part="list", status=status)


def _may_answer(visit: Visit, row: DueRow) -> bool:
    return answering(visit.actors, visit.running, Right.ANSWER_WRITE, [row.about]) is not None


def _wanted(chosen: str) -> Wanted:
    try:
        return Wanted(chosen)
    except ValueError:
        raise BadInput("没有这样的筛选条件。", "There is no such filter.") from None

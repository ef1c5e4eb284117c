"""The sheet of slips to print and cut: shown once, as the answer to what made the codes, and kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.kit.errors import BadInput, Conflict, HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.ballots import commands
from huiyin.process.ballots.access import get_vote
from huiyin.process.ballots.queries import issued
from huiyin.process.ballots.rules.codes import printed
from huiyin.process.ballots.rules.counting import Form
from huiyin.reports.layout.qr import QrCode, qr_code
from huiyin.web.ballots.names import names_of_form
from huiyin.web.ballots.vote import MOST_SLIPS, vote_page
from huiyin.web.frame.fields import line
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

ON_A_SHEET = 24


@dataclass(frozen=True)
class Slip:
    """A code in blocks of four, and the address with it as a drawing."""

    code: str
    qr: QrCode


@page(Right.BALLOT_HOLD, "POST")
def issue_slips(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Make codes for a group: the page with them is the answer, and can't be asked for again."""
    found = get_vote(pk, actors=visit.actors, campaign=visit.running)
    group, typed = line(request.POST, "group"), line(request.POST, "count")
    try:
        by = visit.by(Right.BALLOT_HOLD, found.unit.path)
        count = _count(typed)
        if line(request.POST, "seen") != str(sum(issued(found).values())):
            raise Conflict(
                "刚刚发过一批票（也许同一张表单提交了两次），没有再发。确实还要，请再按一次“发票”。",
                "Slips were issued a moment ago (the form may have been sent twice); none were added. Press again if you do need more.",
            )
        codes = commands.issue_slips(found, group=group, count=count, by=by, at=visit.at)
    except HuiyinError as error:
        return vote_page(request, visit, found, error=error, typed={"group": group, "count": typed})
    names = names_of_form(found, Form.of_json(found.form))
    address = _address(request)
    context = {
        "vote": found,
        "title": names.title,
        "group": names.groups[group],
        "sheets": _sheets(codes, address),
        "count": count,
        "address": address,
        "given": bool(settings.HUIYIN_ADDRESS),
    }
    return show(request, visit, "ballots/slips", context)


def _count(typed: str) -> int:
    if not typed.isdecimal() or len(typed) > 4 or not 0 < int(typed) <= MOST_SLIPS:
        raise BadInput(
            f"一次发 1 到 {MOST_SLIPS} 张，还要再发一批。",
            f"From 1 to {MOST_SLIPS} slips at once; more in another go.",
        )
    return int(typed)


def _address(request: HttpRequest) -> str:
    """Where people vote: by HUIYIN_ADDRESS, else where the page was opened."""
    here = reverse("ballot")
    return f"{settings.HUIYIN_ADDRESS}{here}" if settings.HUIYIN_ADDRESS else request.build_absolute_uri(here)


def _sheets(codes: Sequence[str], address: str) -> list[list[Slip]]:
    """The slips, as many on a sheet of A4 as it holds."""
    slips = [Slip(printed(code), qr_code(f"{address}#{code}")) for code in codes]
    return [slips[start : start + ON_A_SHEET] for start in range(0, len(slips), ON_A_SHEET)]

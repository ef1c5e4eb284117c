"""The three pages of whoever votes: the code, the ballot, the thanks. No account, no cookie, no script needed, nothing logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huiyin.kit.clock import now
from huiyin.kit.errors import BadInput, HuiyinError
from huiyin.process.answers.rules.receipts import fresh_nonce
from huiyin.process.ballots import commands
from huiyin.process.ballots.models import Slip
from huiyin.process.ballots.queries import slip_of
from huiyin.process.ballots.queries.voting import no_such_slip
from huiyin.process.ballots.rules.codes import typed as as_code
from huiyin.process.ballots.rules.counting import Form
from huiyin.process.channels.rules.tokens import GOOD_FOR, make_token, read_token
from huiyin.web.ballots.names import FormNames, names_of_form
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line
from huiyin.web.frame.givers import giver_page, show_giver
from huiyin.web.frame.language import in_english

_FORM = ":vote"
"""What the token of these pages is signed for; no entrance's code begins with a colon."""


@giver_page("GET", "POST")
def ballot(request: HttpRequest) -> HttpResponse:
    """The field for the code; POST opens its ballot. Trying codes is slowed by the form's token, as with receipts."""
    if request.method == "GET":
        return _code_form(request)
    written = line(request.POST, "code", longest=60)
    try:
        token = _token(request, oldest=GOOD_FOR)
        opened = _opened(written)
    except HuiyinError as error:
        return _code_form(request, written, error)
    return _ballot(request, opened, token)


@giver_page("POST")
def cast_ballot(request: HttpRequest) -> HttpResponse:
    """Cast it. Nothing is acknowledged before it is kept; where it can't be, the marks stay on the page."""
    written = line(request.POST, "code", longest=60)
    try:
        token = _token(request)
        opened = _opened(written)
    except HuiyinError as error:
        return _code_form(request, written, error)
    filled = _filled(request, opened.form)
    try:
        filled.needs_to_be_meant(sent_again=request.POST.get("blank") == "yes")
        commands.cast_ballot(as_code(written) or "", filled.marks, abstains=filled.abstains, at=now())
    except HuiyinError as error:
        return _ballot(request, opened, token, filled, error)
    except Error:
        return _not_kept(request, opened, token, filled)
    response = HttpResponseRedirect(reverse("ballot_cast") + ("?language=en" if in_english() else ""))
    response.status_code = HTTPStatus.SEE_OTHER
    return response


@giver_page("GET")
def ballot_cast(request: HttpRequest) -> HttpResponse:
    """Thanks. The same page for everybody, and for whoever opens it without having voted."""
    return show_giver(request, "voting/ballot_cast", {})


@dataclass(frozen=True)
class Filled:
    """What stands on a ballot that was sent: item → level, and the two boxes."""

    marks: Mapping[str, str]
    abstains: bool
    not_member: bool

    def needs_to_be_meant(self, *, sent_again: bool) -> None:
        """BadInput without the word that a team member doesn't vote, for two things at once, and for nothing at all the first time."""
        if not self.not_member:
            raise BadInput(
                "请确认您不是该单位的班子成员：班子成员不参加投票。",
                "Confirm that you aren't on the unit's leadership team: its members don't vote.",
            )
        if self.abstains and self.marks:
            raise BadInput(
                "您勾了弃权，又选了等次。请只留一样。",
                "You abstained and marked something: leave one of the two.",
            )
        if not self.abstains and not self.marks and not sent_again:
            raise BlankBallot(
                "您一项也没有选。要投空白票，请再按一次“投票”；要弃权，请勾上“弃权”。",
                "You marked nothing. Press the button again to cast a blank ballot, or tick that you abstain.",
            )


class BlankBallot(BadInput):
    """Nothing is marked: it's cast when it is sent again."""


def _filled(request: HttpRequest, form: Form) -> Filled:
    given = {code: line(request.POST, f"mark-{code}", longest=40) for code in form.item_codes}
    return Filled(
        {code: level for code, level in given.items() if level},
        abstains=request.POST.get("abstains") == "yes",
        not_member=request.POST.get("not_member") == "yes",
    )


@dataclass(frozen=True)
class Opened:
    """A code as it was written, and the ballot that belongs to it."""

    written: str
    slip: Slip
    form: Form
    names: FormNames


def _opened(written: str) -> Opened:
    code = as_code(written)
    if code is None:
        raise no_such_slip()
    slip = slip_of(code, now())
    form = Form.of_json(slip.vote.form)
    return Opened(written, slip, form, names_of_form(slip.vote, form))


class TooFast(BadInput):
    """The form was sent in less time than a person takes; its token grows old enough."""


def _token(request: HttpRequest, *, oldest: timedelta | None = None) -> str:
    """The form's token. BadInput where it isn't ours, was sent too fast for a person, or is older than `oldest`."""
    given = line(request.POST, "token", longest=100)
    token = read_token(settings.HUIYIN_GIVERS_KEY, _FORM, given, now())
    if token is None or (oldest is not None and token.age > oldest):
        raise BadInput(
            "这一页打开太久了，请再按一次。", "This page has been open for too long: press the button again."
        )
    if token.too_fast:
        raise TooFast(
            "按得太快了，请过三秒再按一次。", "That was too quick: wait three seconds and press again."
        )
    return given


def _code_form(request: HttpRequest, written: str = "", error: HuiyinError | None = None) -> HttpResponse:
    token = line(request.POST, "token", longest=100) if isinstance(error, TooFast) else ""
    if not token:
        token = make_token(settings.HUIYIN_GIVERS_KEY, _FORM, fresh_nonce(), now())
    context = {"code": written, "token": token, "said": sentence(error) if error else ""}
    status = status_of(error) if error else HTTPStatus.OK
    return show_giver(request, "voting/ballot", context, status=status)


def _ballot(
    request: HttpRequest,
    opened: Opened,
    token: str,
    filled: Filled | None = None,
    error: HuiyinError | None = None,
) -> HttpResponse:
    filled = filled or Filled({}, abstains=False, not_member=False)
    names = opened.names
    context = {
        "vote": opened.slip.vote,
        "title": names.title,
        "group": names.groups[opened.slip.group],
        "items": [(code, names.items[code], filled.marks.get(code, "")) for code in opened.form.item_codes],
        "levels": list(names.levels.items()),
        "filled": filled,
        "blank": isinstance(error, BlankBallot),
        "code": opened.written,
        "token": token,
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show_giver(request, "voting/cast_ballot", context, status=status)


def _not_kept(request: HttpRequest, opened: Opened, token: str, filled: Filled) -> HttpResponse:
    """The database didn't take it: the marks stay, and no line of a log says at what moment somebody voted."""
    error = BadInput(
        "没有存下来，您的票还没有投出。所选都还在，请过一会儿再按一次“投票”。",
        "It couldn't be kept: your ballot isn't cast yet. Your marks are still here; press the button again in a while.",
    )
    response = _ballot(request, opened, token, filled, error)
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return response

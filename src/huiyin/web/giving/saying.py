"""Saying something: the form of an entrance, one more look where it's worth it, and the receipt. No cookie, no address, no account."""

from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.kit.clock import day_in_china, now
from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.platform.files.commands import hold_given, let_held_go
from huiyin.platform.files.queries import held_given
from huiyin.platform.files.rules import Kind, Ready, read_upload, ready_given
from huiyin.platform.files.rules.holding import Ticket
from huiyin.process.answers.queries import receipt_of
from huiyin.process.answers.rules.receipts import fresh_nonce, receipt_code
from huiyin.process.campaigns.queries import retention_days, template_of
from huiyin.process.channels.commands import Submitted, submit_opinion
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.queries import Hints, entrance_of, hints_for, is_open
from huiyin.process.channels.rules.given import (
    LONGEST_CONTACT,
    LONGEST_DETAIL,
    LONGEST_TEXT,
    MOST_FILES,
    Given,
)
from huiyin.process.channels.rules.taking_out import without
from huiyin.process.channels.rules.tokens import Token, make_token, read_token
from huiyin.process.opinions.queries.protection import care_of
from huiyin.web.frame.failing import sentence
from huiyin.web.frame.givers import giver_page, show_giver
from huiyin.web.frame.marking import layers
from huiyin.web.frame.names import NameOf, names_of
from huiyin.web.giving.form import Form, read_form
from huiyin.web.giving.printing import show_receipt

SEND, SEALED, CHANGE, TAKE_OUT = "send", "sealed", "change", "take_out"


@giver_page("GET", "POST")
def say(request: HttpRequest, code: str) -> HttpResponse:
    """The form of an entrance. Sent, its words are kept together with a receipt, or the page that comes back still has them all."""
    entrance = entrance_of(code)
    if entrance is None:
        raise Unseen(
            "没有这个收集点，多半是链接少了几个字。请重新扫二维码，或向学校、活动办要新的链接。",
            "There is no such link: some of its letters may be missing. Scan the code again, or ask for a new link.",
        )
    at = now()
    asked = _Asked(request, entrance, at)
    if request.method == "GET":
        if not is_open(entrance, day_in_china(at)):
            return show_giver(request, "giving/closed", asked.context(), status=HTTPStatus.GONE)
        return asked.form(Form())
    return _sent(asked, read_form(request.POST))


def _sent(asked: "_Asked", form: Form) -> HttpResponse:
    act = str(asked.request.POST.get("act", SEND))
    if act == TAKE_OUT:
        tellings = care_of(asked.entrance.campaign, form.text).tellings
        return asked.form(form.with_text(without(form.text, tellings)), _("已经去掉，请看看是否还通顺。"))
    if act == CHANGE:
        return asked.form(form)
    given = form.given(asked.entrance, asked.kinds, accuses=act == SEALED)
    try:
        given.needs_words()
        if (again := asked.press_again(form)) is not None:
            return again
        lost = asked.lost_files(form)
        if lost and asked.sent_before():
            lost = False  # the same form once more: what was held went with the first
        if not form.looked or lost:
            hints = hints_for(asked.entrance.campaign, form.text, given.body())
            if hints:
                return asked.look(form, hints, lost=lost)
        if lost:
            return asked.form(form, lost=True, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return asked.receipt(asked.keep(given, form), sealed=given.accuses)
    except HuiyinError as error:
        return asked.form(form, error=sentence(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _choosing(form: Form, *, lost: bool) -> dict[str, Any]:
    """What the part of a page about files says: how many are held, or that they are to be chosen once more."""
    held = 0 if lost else len(form.tickets)
    return {"held": held, "choose_again": bool(form.chosen) and not held, "lost": lost}


class _Asked:
    """One request of an entrance's page."""

    def __init__(self, request: HttpRequest, entrance: Entrance, at: datetime) -> None:
        self.request = request
        self.entrance = entrance
        self._opened: dict[str, Ready | None] = {}
        self.at = at
        sent = str(request.POST.get("token", ""))
        key = settings.HUIYIN_GIVERS_KEY
        self._token: Token | None = read_token(key, entrance.code, sent, at)
        if self._token is not None and self._token.too_old:
            self._token = None
        self._printed = sent if self._token else make_token(key, entrance.code, fresh_nonce(), at)

    @property
    def kinds(self) -> NameOf:
        """The kinds of giver to choose from; none where the entrance is for one."""
        return {} if self.entrance.giver_kind else names_of(self.entrance.campaign).giver

    def press_again(self, form: Form) -> HttpResponse | None:
        """The form with all that was written, where its token doesn't let it through yet; None where it does."""
        if self._token is None:
            note = _("这一页打开得太久了。您写的都在，请再按一次“提交”。")
        elif self._token.too_fast:
            note = _("请再按一次“提交”。")
        else:
            return None
        return self.form(form, note, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def keep(self, given: Given, form: Form) -> Submitted:
        """Keep it, with the files that were held and those that came just now."""
        if self._token is None:
            raise ValueError("press_again comes first")
        held = [] if form.dropped else [ready for one in form.tickets if (ready := self._held(one))]
        files = [*held, *self._files(len(held))]
        kept = submit_opinion(self.entrance, given, files=files, nonce=self._token.nonce, at=self.at)
        let_held_go(form.tickets)
        return kept

    def sent_before(self) -> bool:
        """Whether this very form was kept already."""
        return (
            self._token is not None
            and receipt_of(receipt_code(settings.HUIYIN_GIVERS_KEY, self._token.nonce)) is not None
        )

    def _carried(self, form: Form) -> tuple[Form, str]:
        """The form with the files of this request held for its next page, too; what is wrong with them, where something is."""
        if form.dropped:
            let_held_go(form.tickets)
            form = form.holding([])
        there = [one for one in form.tickets if self._held(one)]
        if form.chosen and not self.request.FILES and len(there) < max(1, len(form.tickets)):
            return form, ""  # they are asked for once more
        try:
            new = self._files(len(there))
        except BadInput as error:
            return replace(form.holding(there), chosen="1"), sentence(error)
        return form.holding([*there, *(hold_given(one, at=self.at) for one in new)]), ""

    def _held(self, ticket: Ticket) -> Ready | None:
        if ticket.name not in self._opened:
            self._opened[ticket.name] = held_given(ticket)
        return self._opened[ticket.name]

    def _files(self, more: int) -> list[Ready]:
        """What came with this request, beside so many that are held."""
        uploads = self.request.FILES.getlist("files")
        if len(uploads) + more > MOST_FILES:
            raise BadInput(
                f"照片和文件最多 {MOST_FILES} 个，请重新选择。",
                f"{MOST_FILES} photos or documents at most: choose again.",
            )
        return [ready_given(read_upload(upload, Kind.GIVEN)) for upload in uploads]

    def lost_files(self, form: Form) -> bool:
        """Whether files that were chosen on a page before would stay behind without their giver saying so."""
        if not form.chosen or form.dropped or self.request.FILES:
            return False
        there = [one for one in form.tickets if self._held(one)]
        return len(there) < max(1, len(form.tickets))

    def form(
        self,
        form: Form,
        note: str = "",
        *,
        error: str = "",
        lost: bool = False,
        status: int = HTTPStatus.OK,
    ) -> HttpResponse:
        form, wrong = self._carried(form)
        context = {
            "form": replace(form, looked=""),
            "note": note,
            "error": error or wrong,
            **_choosing(form, lost=lost),
            "kinds": self.kinds.items(),
            "most_files": MOST_FILES,
            "longest_text": LONGEST_TEXT,
            "longest_detail": LONGEST_DETAIL,
            "longest_contact": LONGEST_CONTACT,
        }
        return show_giver(self.request, "giving/say", self.context() | context, status=status)

    def look(self, form: Form, hints: Hints, *, lost: bool = False) -> HttpResponse:
        """What is worth one more look, before anything is kept."""
        form, wrong = self._carried(form)
        if wrong:
            return self.form(form, error=wrong, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        marks = [("tell", one.start, one.end) for one in hints.tellings]
        marks += [("accuse", one.start, one.end) for one in hints.accusations]
        context = {
            "form": form,
            "hidden": replace(form, looked="1", chosen="", dropped="", held="").hidden(),
            "hints": hints,
            "pieces": layers(form.text, marks),
            "most_files": MOST_FILES,
            **_choosing(form, lost=lost),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if lost else HTTPStatus.OK
        return show_giver(self.request, "giving/look", self.context() | context, status=status)

    def receipt(self, kept: Submitted, *, sealed: bool) -> HttpResponse:
        """What comes next is said only of what was kept just now: a form sent again may have been sealed before, or not."""
        words = {"again": kept.again, "sealed": sealed and not kept.again}
        return show_receipt(self.request, "giving/sent", kept.code, entrance=self.entrance.code, **words)

    def context(self) -> dict[str, Any]:
        """What every page of an entrance says: whom it is about, who reads it, what is kept and how long."""
        campaign, about = self.entrance.campaign, self.entrance.about
        return {
            "entrance": self.entrance,
            "about": about,
            "about_root": about is not None and about.pk == campaign.root_id,
            "root": campaign.root,
            "names": names_of(campaign),
            "days": retention_days(campaign, self.entrance.channel, self.entrance.giver_kind),
            "fewest": int(template_of(campaign).parameter("givers_min")),
            "token": self._printed,
        }

"""Paper ballots are counted by two, each alone: a teller sees the own figures and whether both agree, never the other's."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Refused
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.ballots import commands
from huiyin.process.ballots.access import get_vote
from huiyin.process.ballots.models import Vote
from huiyin.process.ballots.queries import own_tallies, tallies_agree
from huiyin.process.ballots.rules.counting import Figures, Form
from huiyin.web.ballots.names import names_of_form
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line
from huiyin.web.frame.filters import address
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit

_COUNTS = ("out", "valid", "abstained", "blank", "spoiled")
_LONGEST_NUMBER = 6


@page(Right.BALLOT_HOLD, "GET", "POST")
def tally_paper(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The teller's sheet of one group (`group`); POST says what was counted."""
    found = get_vote(pk, actors=visit.actors, campaign=visit.running)
    by = visit.by(Right.BALLOT_HOLD, found.unit.path)
    group = line(request.GET if request.method == "GET" else request.POST, "group")
    if found.state != Vote.State.ANNOUNCED:
        raise Refused("这次测评已经计票，不能再改。", "This vote is counted: nothing can be changed.")
    form = Form.of_json(found.form)
    if request.method == "GET":
        return _sheet(request, visit, found, group)
    try:
        figures = _figures(request, form)
        agree = commands.tally_paper(found, group=group, figures=figures, by=by, at=visit.at)
    except HuiyinError as error:
        return _sheet(request, visit, found, group, error=error)
    if agree:
        messages.success(request, _("两个人的计票一致，这一组算数了。"))
    else:
        messages.warning(
            request, _("已记下。还要两个人各自计票并且一致：另一位没有计，或者两人不同、都要再点一遍。")
        )
    here = reverse("tally_paper", args=[visit.running.code, pk])
    return HttpResponseRedirect(address(here, {"group": group}))


def _sheet(
    request: HttpRequest, visit: Visit, found: Vote, group: str, *, error: HuiyinError | None = None
) -> HttpResponse:
    form = Form.of_json(found.form)
    names = names_of_form(found, form)
    chosen = group if group in form.group_codes else form.group_codes[0]
    own, agree = own_tallies(found, visit.account.code), tallies_agree(found)
    typed = (
        _typed(form, own.get(chosen))
        if error is None
        else {name: line(request.POST, name) for name in _names(form)}
    )
    labels = (_("发出"), _("有效"), _("弃权"), _("空白"), _("无效"))
    context = {
        "vote": found,
        "title": names.title,
        "groups": [(code, names.groups[code]) for code in form.group_codes],
        "group": chosen,
        "group_name": names.groups[chosen],
        "counted": [(names.groups[code], agree[code]) for code in form.group_codes if code in own],
        "levels": list(names.levels.values()),
        "counts": [(name, label, typed.get(name, "")) for name, label in zip(_COUNTS, labels, strict=True)],
        "rows": [
            (
                names.items[item],
                [
                    (_field(item, level), names.levels[level], typed.get(_field(item, level), ""))
                    for level in form.level_codes
                ],
            )
            for item in form.item_codes
        ],
        "said": sentence(error) if error else "",
    }
    return show(request, visit, "ballots/tally_paper", context, status=status_of(error) if error else 200)


def _field(item: str, level: str) -> str:
    return f"{item}-{level}"


def _names(form: Form) -> list[str]:
    """The fields of the sheet."""
    return [*_COUNTS, *(_field(item, level) for item in form.item_codes for level in form.level_codes)]


def _typed(form: Form, figures: Figures | None) -> dict[str, str]:
    """What the teller counted last, as the fields of the sheet."""
    if figures is None:
        return {}
    typed = {name: str(getattr(figures, name)) for name in _COUNTS}
    for item in form.item_codes:
        for level in form.level_codes:
            typed[_field(item, level)] = str(figures.marks.get(item, {}).get(level, 0))
    return typed


def _figures(request: HttpRequest, form: Form) -> Figures:
    """What was typed; an empty field is none."""
    counts = {name: _number(request, name) for name in _COUNTS}
    marks = {
        item: {level: _number(request, _field(item, level)) for level in form.level_codes}
        for item in form.item_codes
    }
    return Figures(**counts, marks=marks)


def _number(request: HttpRequest, name: str) -> int:
    typed = line(request.POST, name) or "0"
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _LONGEST_NUMBER):
        raise BadInput(f"“{typed[:20]}”不是张数，请写数字。", f"'{typed[:20]}' is no number of ballots.")
    return int(typed)

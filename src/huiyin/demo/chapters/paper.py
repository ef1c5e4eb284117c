"""A batch of paper forms for the parents of one school: printed in May, come back in June, and half typed in."""

from datetime import date, datetime, time

from huiyin.demo.library import paper_words
from huiyin.demo.world import World, moment
from huiyin.kit.clock import CHINA
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.rules.forms import Form
from huiyin.process.channels.commands import print_sheets, set_sheet_aside, type_sheet
from huiyin.process.channels.models import PaperBatch, PaperSheet
from huiyin.process.channels.rules.paper import FORM, Order, Sheet, SheetState, fields_of, row_of

_ASIDE = (SheetState.UNREADABLE, SheetState.BLANK, SheetState.VOID)


def give_out(world: World) -> None:
    """26 May, before the day begins: the office prints them; the school gives them out to nobody in particular."""
    words = paper_words()
    at = _morning(words["printed"])
    order = Order(words["name"], words["copies"], words["giver"], words["hand_in_by"])
    by = world.cast("officer", Role.OFFICE, at)
    print_sheets(world.campaign, world.units[words["unit"]], order, nonce=b"paper" * 3, by=by, at=at)


def type_some(world: World) -> None:
    """11 June, in the evening: some of what came back is typed in; the scans aren't kept here."""
    words, at = paper_words(), moment(6, 11, 18)
    by = world.cast("officer", Role.OFFICE, at)
    batch = PaperBatch.objects.select_related("campaign__root", "about").get(campaign=world.campaign)
    batch.campaign = world.campaign  # one object, so that its frozen template is read once
    numbers = list(PaperSheet.objects.filter(batch=batch).order_by("number").values_list("number", flat=True))
    form: Form = world.template.forms[FORM]
    for serial, told in enumerate(words["sheets"]):
        rows = tuple(row_of(fields_of(form), cells) for cells in told["rows"])
        nonce = b"sheet" + serial.to_bytes(2, "big")
        type_sheet(batch, Sheet(numbers.pop(), rows, told["written"]), nonce=nonce, by=by, at=at)
    for state in _ASIDE:
        for _ in range(words[state.value]):
            set_sheet_aside(batch, numbers.pop(), state, by=by, at=at)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(7, 55), CHINA)

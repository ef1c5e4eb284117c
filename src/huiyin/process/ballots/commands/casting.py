"""Somebody votes; nobody knows who."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Refused
from huiyin.process.ballots.models import Ballot, Slip, Vote
from huiyin.process.ballots.rules.codes import slip_hash
from huiyin.process.ballots.rules.counting import Form, marks_text


@transaction.atomic
def cast_ballot(code: str, marks: Mapping[str, str], *, abstains: bool = False, at: datetime) -> None:
    """Cast the ballot of a code (rules.codes.typed): `marks` maps items to levels, an item left out is blank.

    The code is deleted and a ballot with an id by chance is written: nothing ties the two, and there is no record of its own
    (SPEC rule 7). Refused for a code that isn't out any more and outside the vote's days. 3 queries.
    """
    kept = slip_hash(settings.HUIYIN_GIVERS_KEY, code)
    slip = Slip.objects.select_related("vote").filter(code_hash=kept).first()
    if slip is None or slip.vote.state != Vote.State.ANNOUNCED:
        raise no_such_slip()
    needs_to_run(slip.vote, at)
    try:
        text = marks_text(Form.of_json(slip.vote.form), marks, abstains=abstains)
    except ValueError:
        raise BadInput(
            "选票上有不认识的选项，请重新打开页面填写。",
            "The ballot holds an unknown choice: open the page again.",
        ) from None
    deleted, _ = Slip.objects.filter(code_hash=kept).delete()
    if not deleted:  # somebody was faster with the same code
        raise no_such_slip()
    Ballot.objects.create(vote=slip.vote, group=slip.group, marks=text)


def needs_to_run(vote: Vote, at: datetime) -> None:
    """Refused outside the vote's days."""
    today = day_in_china(at)
    if today < vote.opens_on:
        raise Refused(
            f"测评 {vote.opens_on.isoformat()} 开始，请届时再来，票码仍然有效。",
            f"The vote opens on {vote.opens_on.isoformat()}: come back then, the code stays good.",
        )
    if today > vote.closes_on:
        raise Refused(
            f"测评已于 {vote.closes_on.isoformat()} 截止。",
            f"The vote closed on {vote.closes_on.isoformat()}.",
        )


def no_such_slip() -> Refused:
    """The same sentence whether it was used or never was."""
    return Refused(
        "这个票码不能用：已经投过，或抄错了。请对照纸条再看一遍。",
        "This code can't be used: it was cast already, or copied wrongly. Compare it with the slip.",
    )

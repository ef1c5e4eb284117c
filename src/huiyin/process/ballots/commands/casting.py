"""Somebody votes; nobody knows who."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import BadInput
from huiyin.process.ballots.models import Ballot, Slip
from huiyin.process.ballots.queries.voting import no_such_slip, slip_of
from huiyin.process.ballots.rules.counting import Form, marks_text


@transaction.atomic
def cast_ballot(code: str, marks: Mapping[str, str], *, abstains: bool = False, at: datetime) -> None:
    """Cast the ballot of a code (rules.codes.typed): `marks` maps items to levels, an item left out is blank.

    The code is deleted and a ballot with an id by chance is written: nothing ties the two, and there is no record of its own
    (SPEC rule 7). Refused for a code that isn't out any more and outside the vote's days. 3 queries.
    """
    slip = slip_of(code, at)
    try:
        text = marks_text(Form.of_json(slip.vote.form), marks, abstains=abstains)
    except ValueError:
        raise BadInput(
            "选票上有不认识的选项，请重新打开页面填写。",
            "The ballot holds an unknown choice: open the page again.",
        ) from None
    deleted, _ = Slip.objects.filter(pk=slip.pk).delete()
    if not deleted:  # somebody was faster with the same code, or the vote was closed
        raise no_such_slip()
    Ballot.objects.create(vote=slip.vote, group=slip.group, marks=text)

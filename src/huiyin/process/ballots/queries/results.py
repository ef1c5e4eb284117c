"""The result of a counted vote, as it may be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.process.ballots.models import Vote
from huiyin.process.ballots.rules.counting import (
    FEWEST,
    Figures,
    Form,
    Share,
    below_the_line,
    share_of,
    shown_groups,
    total_of,
)


@dataclass(frozen=True)
class Result:
    """How many were given out and came back; what was marked, None where fewer than FEWEST came back; the groups, merged where small.

    `below` says whether the line was missed: None without a line, or where too few ballots decide nothing. `again_by` is the day by
    which the unit is voted on again.
    """

    form: Form
    out: int
    back: int
    total: Figures | None
    groups: Mapping[str, Figures]
    below: bool | None
    again_by: date | None

    def share(self, item: str | None = None) -> Share | None:
        """The share of an item, or of all together; None where nothing is shown."""
        return share_of(self.form, self.total, item) if self.total else None


def result_of(vote: Vote) -> Result | None:
    """The result; None while the vote runs. No query."""
    if vote.result is None:
        return None
    form = Form.of_json(vote.form)
    counted = vote.result  # PostgreSQL keeps it in an order of its own
    groups = {code: Figures.of_json(counted[code]) for code in form.group_codes if code in counted}
    total = total_of(groups)
    judged = form.line is not None and share_of(form, total).value is not None
    below = below_the_line(form, total) if judged else None
    published = vote.published_on
    return Result(
        form=form,
        out=total.out,
        back=total.back,
        total=total if total.back >= FEWEST else None,
        groups=shown_groups(groups),
        below=below,
        again_by=published + timedelta(days=form.again) if published and below else None,
    )

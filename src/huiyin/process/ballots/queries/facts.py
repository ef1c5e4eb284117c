"""What gates may ask of the votes about a unit (facts.toml, room "ballots")."""

from collections.abc import Sequence
from datetime import date

from huiyin.process.ballots.models import Vote
from huiyin.process.ballots.rules.counting import FEWEST, Figures, Form, share_of, total_of
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules.judging import Known

FACTS = ("ballots.satisfied_share",)


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation: the share of the latest vote with a line that was published by `on`; unknown before one, and of
    fewer ballots than are shown. One query."""
    if not participations:
        return {}
    units = [part.unit_id for part in participations]
    votes = Vote.objects.filter(
        campaign=participations[0].campaign, unit__in=units, state=Vote.State.PUBLISHED, published_on__lte=on
    )
    latest = {
        vote.unit_id: vote for vote in votes.order_by("number") if Form.of_json(vote.form).line is not None
    }
    found: dict[int, dict[str, Known]] = {}
    for part in participations:
        vote = latest.get(part.unit_id)
        if vote is None:
            continue
        groups = {code: Figures.of_json(data) for code, data in (vote.result or {}).items()}
        total = total_of(groups)
        share = share_of(Form.of_json(vote.form), total)
        if share.of and total.back >= FEWEST:  # of fewer nobody is shown what they marked, by no gate either
            found[part.pk] = {"ballots.satisfied_share": Known(share.hits / share.of, total.valid)}
    return found

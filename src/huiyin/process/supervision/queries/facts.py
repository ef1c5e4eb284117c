"""What gates may ask of the head's own acts and of the sheets of looks (facts.toml, room "supervision")."""

from collections.abc import Sequence
from datetime import date

from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.supervision.queries.head_acts import head_acts
from huiyin.process.supervision.queries.lookbacks import looked_back

FACTS = ("supervision.head_acts_done", "lookback.looks_done", "lookback.reported")


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation, on a day: whether what is due of the head's own acts is done; of the sheet of the stage that the unit is in how many
    looks are whole, and whether it was handed in and stands. Unknown where the template has no such acts, or no such sheet. 9 queries at most.
    """
    if not participations:
        return {}
    found: dict[int, dict[str, Known]] = {part.pk: {} for part in participations}
    template = template_of(participations[0].campaign)
    if template.head_acts.claim or template.head_acts.own_paper or template.head_acts.report:
        for pk, acts in head_acts(participations, on).items():
            found[pk]["supervision.head_acts_done"] = Known(acts.done)
    for pk, looked in looked_back(participations, on).items():
        found[pk]["lookback.looks_done"] = Known(looked.whole)
        found[pk]["lookback.reported"] = Known(looked.reported)
    return found

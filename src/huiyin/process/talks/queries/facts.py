"""What gates may ask of a unit's talks (facts.toml, room "talks"): that they took place, never what was said."""

from collections.abc import Sequence
from datetime import date

from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.talks.queries.standing import units_talks

FACTS = ("talks.coverage",)


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation: confirmed required pairs ÷ required pairs of all rounds, by the roster of the day `on`; unknown for a unit
    in which nobody has to talk with anybody. 4 queries."""
    return {
        pk: {"talks.coverage": Known(found.confirmed / found.required, found.required)}
        for pk, found in units_talks(participations, on).items()
        if found.required
    }

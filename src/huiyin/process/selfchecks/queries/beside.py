"""What reminders point out to the author of a paper, each with where the paper speaks of it by its words."""

from dataclasses import dataclass

from huiyin.analysis.answering import speaks_of
from huiyin.platform.texts.queries import frequencies
from huiyin.process.campaigns.queries import template_of
from huiyin.process.reminders.queries import Point, points_to
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.rules.content import Content, text_of


@dataclass(frozen=True)
class PointBeside:
    """`answered`: the text speaks of it by its words; a person looks either way."""

    point: Point
    answered: bool


def points_beside(paper: SelfCheck, content: Content) -> list[PointBeside]:
    """What was pointed out to the paper's author, or, for a team's, to anybody of the unit's head. 2 queries."""
    points = points_to(paper.participation.campaign, paper.participation.unit, paper.account)
    if not points:
        return []
    template = template_of(paper.participation.campaign)
    text = text_of(content, template.selfchecks.kind(paper.kind), template)
    found = speaks_of(text, [one.text for one in points], frequencies(paper.participation.campaign.pk))
    return [PointBeside(one, place is not None) for one, place in zip(points, found, strict=True)]

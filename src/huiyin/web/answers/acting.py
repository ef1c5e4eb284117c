"""In which of the visitor's capacities an answer is written or given."""

from collections.abc import Collection

from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.answers.access import answering
from huiyin.process.opinions.models import Opinion
from huiyin.web.frame.visit import Visit


def acting(visit: Visit, right: Right, opinions: Collection[Opinion]) -> Actor:
    """The capacity that reaches all of them, else any that has the right at all: the command says why it isn't enough."""
    return _reaching(visit, right, opinions) or visit.by(right)


def may(visit: Visit, right: Right, opinions: Collection[Opinion]) -> bool:
    """Whether the visitor may do it to all of them."""
    return _reaching(visit, right, opinions) is not None


def _reaching(visit: Visit, right: Right, opinions: Collection[Opinion]) -> Actor | None:
    about = {opinion.about.path if opinion.about else None for opinion in opinions}
    return answering(visit.actors, visit.running, right, about)

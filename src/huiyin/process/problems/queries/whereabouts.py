"""Where a giver's matter is, for whoever holds its receipt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huiyin.process.answers.models import RATINGS, Answer, Answered, Message
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.problems.models import Link, Problem


@dataclass(frozen=True)
class Behind:
    """A problem that an opinion stands behind. `title` is "" until somebody has looked that it names and tells of nobody."""

    pk: int
    number: str
    title: str
    owner: str
    raised_on: date


@dataclass(frozen=True)
class Whereabouts:
    """What a giver may know of their matter: where it went, the problems it stands behind, answers, and what was said to and fro; apart
    from that how they rated what was done (`ratings`, the oldest first).

    `gone`: its words are no longer kept. Reasons that the office wrote for itself aren't among it: a giver gets answers.
    """

    entered_on: date
    disposition: Disposition
    withdrawn_on: date | None
    gone: bool
    problems: tuple[Behind, ...]
    answers: tuple[Answer, ...]
    messages: tuple[Message, ...]
    ratings: tuple[Message, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether the office asked something."""
        return any(message.kind == Message.Kind.QUESTION for message in self.messages)

    @property
    def unanswered(self) -> bool:
        """Whether the office's last question has no reply yet."""
        last = [message.kind for message in self.messages if message.kind in (_QUESTION, _REPLY)]
        return last[-1:] == [_QUESTION]


_QUESTION, _REPLY = Message.Kind.QUESTION, Message.Kind.REPLY


def whereabouts(matter: int) -> Whereabouts | None:
    """Where the opinion with this id is; None when there is none. 4 queries, and one for each merge on the way."""
    opinion = Opinion.objects.filter(pk=matter).first()
    if opinion is None:
        return None
    said = _in_order(matter)
    return Whereabouts(
        entered_on=opinion.entered_on,
        disposition=Disposition(opinion.disposition),
        withdrawn_on=opinion.withdrawn_on,
        gone=opinion.salt is None,
        problems=tuple(_behind(opinion)),
        answers=tuple(
            Answer.objects.filter(
                pk__in=Answered.objects.filter(opinion=opinion).values("answer"), state=Answer.State.GIVEN
            ).order_by("decided_on", "pk")
        ),
        messages=tuple(one for one in said if one.kind not in RATINGS),
        ratings=tuple(sorted((one for one in said if one.kind in RATINGS), key=lambda one: one.turn or 0)),
    )


def _behind(opinion: Opinion) -> Iterator[Behind]:
    """The problems in which it lives now; what was sent twice stands behind those of the first."""
    links = Link.objects.filter(opinion__in=filter(None, (opinion.pk, opinion.duplicate_of_id)))
    homes = {
        home.pk: home for link in links.select_related("problem__owner") for home in [_home(link.problem)]
    }
    for _, problem in sorted(homes.items()):
        title = problem.title if problem.checked_on is not None else ""
        owner = problem.owner.name if problem.owner is not None else ""
        yield Behind(problem.pk, problem.number, title, owner, problem.raised_on)


def _home(problem: Problem) -> Problem:
    while problem.merged_into_id is not None:
        problem = Problem.objects.select_related("owner").get(pk=problem.merged_into_id)
    return problem


def _in_order(matter: int) -> list[Message]:
    """By the day. Of one day a question comes before what was said to it: ids tell no order."""
    order: list[str] = [_QUESTION, _REPLY]
    said = Message.objects.filter(Q(problem__isnull=False) | Q(salt__isnull=False), matter=matter)
    return sorted(said, key=lambda one: (one.on, order.index(one.kind) if one.kind in order else len(order)))

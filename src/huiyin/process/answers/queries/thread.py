"""What was said to and fro about one opinion, as it stands on its page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from huiyin.process.answers.models import RATINGS, Answer, Answered, Message, Receipt
from huiyin.process.opinions.models import Opinion


@dataclass(frozen=True)
class Line:
    """A message or an answer on its day; `turn` orders those of one day."""

    on: date
    turn: int
    message: Message | None = None
    answer: Answer | None = None


@dataclass(frozen=True)
class Thread:
    """The messages in the order of their days, the answers that the reader may open, and whether the giver can hear at all."""

    held: bool
    messages: tuple[Message, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def unread(self) -> tuple[Message, ...]:
        """What the giver said and nobody has noted; how they rated a fix isn't noted here."""
        waiting = (one for one in self.messages if not one.by and one.read_on is None)
        return tuple(one for one in waiting if one.kind not in RATINGS)

    @property
    def lines(self) -> list[Line]:
        """All of it in the order of the days; within a day what the office asked, what it answered, what the giver said."""
        lines = [Line(one.on, 2 if not one.by else 0, message=one) for one in self.messages]
        lines += [Line(one.decided_on or one.drafted_on, 1, answer=one) for one in self.answers]
        return sorted(lines, key=lambda line: (line.on, line.turn))


def thread_of(opinion: Opinion, answers: QuerySet[Answer], *, inspector: bool = False) -> Thread:
    """The thread of an opinion; what is said of retaliation only the `inspector` reads. `answers`: access.visible_answers.

    One query where there is no receipt, else 3.
    """
    if not Receipt.objects.filter(pk=opinion.pk).exists():
        return Thread(held=False)
    said = Message.objects.filter(matter=opinion.pk).order_by("on", "pk")
    if not inspector:
        said = said.exclude(kind=Message.Kind.RETALIATION)
    mine = answers.filter(pk__in=Answered.objects.filter(opinion=opinion).values("answer")).order_by("pk")
    return Thread(held=True, messages=tuple(said), answers=tuple(mine))

"""What the giver of an opinion heard and said since: the part of its page, for whoever may read the words."""

from dataclasses import dataclass
from datetime import date

from huiyin.platform.calendar.rules import YearMissing
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.answers.access import answering, is_inspector, visible_answers
from huiyin.process.answers.models import Message
from huiyin.process.answers.queries import Thread, limits_of, thread_of
from huiyin.process.answers.rules.messages import LONGEST_MESSAGE
from huiyin.process.opinions.models import Opinion
from huiyin.web.frame.visit import Visit


@dataclass(frozen=True)
class Hearing:
    """`answer_by`: the last day for the first answer, None where the calendar doesn't tell. `notes`: the unread messages that are
    the visitor's to note."""

    thread: Thread
    answer_by: date | None
    late: bool
    may_write: bool
    notes: tuple[int, ...]
    longest: int = LONGEST_MESSAGE

    @property
    def people(self) -> list[str]:
        """The codes of whoever of the office asked."""
        return [message.by for message in self.thread.messages if message.by]


def hearing_of(visit: Visit, opinion: Opinion) -> Hearing:
    """What stands on the page of an opinion. One query without a receipt, else 5."""
    inspector = is_inspector(visit.actors)
    thread = thread_of(opinion, visible_answers(visit.actors, visit.running), inspector=inspector)
    if not thread.held:
        return Hearing(thread, None, late=False, may_write=False, notes=())
    about = opinion.about.path if opinion.about else None
    works = answering(visit.actors, visit.running, Right.ANSWER_WRITE, [about]) is not None
    retaliation = Message.Kind.RETALIATION
    notes = [one.pk for one in thread.unread if (inspector if one.kind == retaliation else works)]
    answer_by = _answer_by(visit, opinion)
    late = opinion.answered_on is None and answer_by is not None and answer_by < visit.today
    return Hearing(thread, answer_by, late, works, tuple(notes))


def _answer_by(visit: Visit, opinion: Opinion) -> date | None:
    try:
        return limits_of(visit.running).answer_by(opinion.entered_on)
    except YearMissing:
        return None

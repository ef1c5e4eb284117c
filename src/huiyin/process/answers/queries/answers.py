"""Answers under way, and what stands beside one: the opinions that it is for, and of what in them it says nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from huiyin.analysis.unmentioned import Unmentioned, unmentioned
from huiyin.process.answers.models import Answer, Answered, Receipt
from huiyin.process.answers.rules.answers import MOST_OPINIONS, letters_digest
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion, OpinionQuerySet
from huiyin.process.opinions.rules.disposition import Disposition


@dataclass(frozen=True)
class AnswerRow:
    """An answer in a list; `opinions` is how many it is for."""

    answer: Answer
    opinions: int


def answer_rows(
    visible: QuerySet[Answer], state: Answer.State, *, before: int | None = None, size: int = 30
) -> tuple[tuple[AnswerRow, ...], int | None]:
    """Those in a state, the newest first, and the cursor of what is older. 2 queries. A returned one that was written anew isn't
    among them."""
    found = visible.filter(state=state)
    if state == Answer.State.RETURNED:
        found = found.filter(~Exists(Answer.objects.filter(follows=OuterRef("pk"))))
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: size + 1])
    shown = rows[:size]
    counted = Answered.objects.filter(answer__in=[row.pk for row in shown]).order_by().values_list("answer")
    counts: dict[int, int] = dict(counted.annotate(n=Count("pk")))
    made = tuple(AnswerRow(row, counts.get(row.pk, 0)) for row in shown)
    return made, shown[-1].pk if len(rows) > size else None


@dataclass(frozen=True)
class Beside:
    """An opinion beside its answer: `unmentioned` are the clauses of its text of which the answer says nothing by its words."""

    opinion: Opinion
    unmentioned: tuple[Unmentioned, ...] = ()

    @property
    def questions(self) -> int:
        return sum(one.asks for one in self.unmentioned)


def beside(opinions: Collection[Opinion], body: str) -> tuple[Beside, ...]:
    """Each of the opinions with what `body` leaves out of it; nothing is marked beside an answer that isn't written yet."""
    if not body.strip():
        return tuple(Beside(opinion) for opinion in opinions)
    left = unmentioned([opinion.text for opinion in opinions], body)
    return tuple(Beside(opinion, tuple(marks)) for opinion, marks in zip(opinions, left, strict=True))


def opinions_of(answer: Answer) -> list[Opinion]:
    """The opinions that an answer is for, in the order of their days. One query."""
    found = Opinion.objects.filter(pk__in=Answered.objects.filter(answer=answer).values("opinion"))
    return list(found.select_related("about").order_by("pk"))


def same_elsewhere(campaign: Campaign, body: str, but: Answer | None = None) -> int:
    """How many other answers of the campaign say the same, letter for letter; what was written again counts once. One query."""
    same = Answer.objects.filter(campaign=campaign, letters_digest=letters_digest(body))
    same = same.exclude(state=Answer.State.RETURNED)
    return (same.exclude(pk=but.pk) if but else same).count()


@dataclass(frozen=True)
class Answerable:
    """The opinions of a matter that an answer can be for now, the oldest first, and why others can't.

    `more` are left for another answer; of the rest `answered` have one, `drafted` one that waits, and `without` no receipt.
    """

    opinions: tuple[Opinion, ...]
    more: int
    answered: int
    drafted: int
    without: int


def answerable(mine: OpinionQuerySet, *, anew: bool = False) -> Answerable:
    """Which of `mine` (within the reader's reach) still want an answer; `anew`: also those that had one. 2 queries."""
    drafted = Exists(Answered.objects.filter(opinion=OuterRef("pk"), answer__state=Answer.State.DRAFT))
    held = Exists(Receipt.objects.filter(matter=OuterRef("pk")))
    standing = mine.exclude(disposition=Disposition.WITHDRAWN.value)
    rows = standing.order_by().values_list(held, drafted, "answered_on").annotate(n=Count("pk"))
    counts = {"open": 0, "answered": 0, "drafted": 0, "without": 0}
    for has_receipt, waits, answered_on, n in rows:
        counts[_kind(has_receipt=has_receipt, waits=waits, answered_on=None if anew else answered_on)] += n
    wanted = standing.filter(held, ~drafted)
    if not anew:
        wanted = wanted.filter(answered_on=None)
    found = tuple(wanted.select_related("about").order_by("pk")[:MOST_OPINIONS])
    return Answerable(
        found, counts["open"] - len(found), counts["answered"], counts["drafted"], counts["without"]
    )


def _kind(*, has_receipt: bool, waits: bool, answered_on: date | None) -> str:
    if not has_receipt:
        return "without"
    if waits:
        return "drafted"
    return "open" if answered_on is None else "answered"

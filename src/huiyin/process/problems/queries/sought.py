"""What a reader of the ledger looks for, as conditions on the problem's own row: no join, no count."""

from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Coalesce, StrIndex, Upper

from huiyin.process.problems.models import ProblemQuerySet

LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Sought:
    """What a reader looks for; what is empty asks for nothing. `text` in titles and numbers, `owner` a unit's id.

    `states`, `leaves` and `key_works`: one of these codes; `units`: owned by one of these (ids); `late_on`: not closed, and past its date on that
    day; `due_by`: its date had come by that day, closed or not, and it isn't kept up for good (`lasting`); `unowned`: nobody owns it yet.
    """

    text: str = ""
    owner: int | None = None
    source: str = ""
    focus: str = ""
    topic: str = ""
    horizon: str = ""
    states: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    key_works: tuple[str, ...] = ()
    units: tuple[int, ...] | None = None
    late_on: date | None = None
    due_by: date | None = None
    lasting: tuple[str, ...] = ()
    common: bool = False
    unowned: bool = False


def sought(visible: ProblemQuerySet, wanted: Sought) -> ProblemQuerySet:
    """The standing ones of `visible` that a reader looks for, in no order; for counting, too."""
    found = visible.standing().filter(_plain(wanted))
    if wanted.late_on is not None:
        # Hidden from the planner: it would take the index of dates, and sort all that is late before it gives the first fifty.
        due = Coalesce("due_on", Value(date.max), output_field=DateField())
        found = found.alias(due=due).filter(due__lt=wanted.late_on, closed_on=None)
    if wanted.due_by is not None:
        found = found.filter(due_on__lte=wanted.due_by).exclude(horizon__in=wanted.lasting)
    text = wanted.text.strip()[:LONGEST_SEARCH]
    if text:
        found = _holding(found, text)
    return found


def _holding(found: ProblemQuerySet, text: str) -> ProblemQuerySet:
    """Those that have a text in their title, or begin their number with it.

    Asked of each row in the order of the numbers: by LIKE PostgreSQL would expect a handful, and sort all that there are before it gives
    the first fifty. Letters that have no case needn't be turned, which takes longer than looking.
    """
    title, wanted = (Upper("title"), text.upper()) if text.upper() != text.lower() else (F("title"), text)
    found = found.alias(at=StrIndex(title, Value(wanted)))
    return found.filter(Q(at__gt=0) | Q(number__startswith=text))


def _plain(wanted: Sought) -> Q:
    codes = {"source": wanted.source, "focus": wanted.focus, "topic": wanted.topic, "horizon": wanted.horizon}
    found = Q(**{field: code for field, code in codes.items() if code})
    if wanted.owner is not None:
        found &= Q(owner=wanted.owner)
    if wanted.units is not None:
        # One unit is asked for by its key, which an index has in the order of the numbers.
        found &= Q(owner=wanted.units[0]) if len(wanted.units) == 1 else Q(owner__in=wanted.units)
    if wanted.states:
        found &= Q(state=wanted.states[0]) if len(wanted.states) == 1 else Q(state__in=wanted.states)
    if wanted.leaves:
        found &= Q(focus__in=wanted.leaves)
    if wanted.key_works:
        found &= Q(key_work__in=wanted.key_works)
    if wanted.common:
        found &= Q(common=True)
    if wanted.unowned:
        found &= Q(owner=None)
    return found

"""Suggestions are written, each pair once; what a person decided on stays as it was."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from huiyin.analysis.recurrence import bar
from huiyin.platform.orgs.models import Unit
from huiyin.platform.prepared import PreparedAmong
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.models import AgainSuggestion, Around, Watched
from huiyin.process.recurrences.queries.circles import Circle
from huiyin.process.recurrences.queries.comparing import Found

_CHANGES = ("margin", "likeness", "elsewhere", "certainty", "copy", "said_same", "nearest")


class Kept(NamedTuple):
    """How many suggestions are new, and how many others changed or went."""

    new: int = 0
    others: int = 0

    def __add__(self, more: object) -> "Kept":
        return Kept(self.new + more.new, self.others + more.others) if isinstance(more, Kept) else self


def keep(
    found: Sequence[Found], day: date, *, problems: Collection[int] = (), opinions: Collection[int] = ()
) -> Kept:
    """Put what was found in place of what was suggested of `problems` or of `opinions`.

    Part of a command that has taken its turn. What somebody decided on is left alone, and so is when a pair was first seen. 4 queries.
    """
    looked_at = Q(problem__in=problems) | Q(opinion__in=opinions)
    there = {(row.problem_id, row.opinion_id): row for row in AgainSuggestion.objects.filter(looked_at)}
    open_ = set(AgainSuggestion.objects.filter(looked_at).undecided().values_list("pk", flat=True))
    new, changed, wanted = [], [], set()
    for one in found:
        pair = one.problem, one.opinion
        wanted.add(pair)
        row = there.get(pair)
        if row is None:
            new.append(
                AgainSuggestion(
                    problem_id=one.problem,
                    opinion_id=one.opinion,
                    text_id=one.opinion,
                    first_seen_on=day,
                    **_why(one),
                )
            )
        elif row.pk in open_ and {name: getattr(row, name) for name in _CHANGES} != _why(one):
            for name, value in _why(one).items():
                setattr(row, name, value)
            changed.append(row)
    gone = [row.pk for pair, row in there.items() if pair not in wanted and row.pk in open_]
    if gone:
        AgainSuggestion.objects.filter(pk__in=gone).delete()
    if changed:
        AgainSuggestion.objects.bulk_update(changed, _CHANGES, batch_size=100)
    AgainSuggestion.objects.bulk_create(new, batch_size=100)
    return Kept(len(new), len(changed) + len(gone))


def _why(one: Found) -> dict[str, object]:
    values = {name: getattr(one, name) for name in _CHANGES}
    return {**values, "certainty": str(one.certainty), "nearest": list(one.nearest)}


def watch(circle: Circle, later: int, vocabulary: str, day: date) -> None:
    """A closed problem is watched from now on, as it is now. Part of a command that has taken its turn. 5 queries."""
    values = {
        "since": circle.since,
        "later": later,
        "bar": bar(later),
        "vocabulary": vocabulary,
        "weighed_on": day,
    }
    watched, _ = Watched.objects.update_or_create(problem_id=circle.problem, defaults=values)
    units: list[int | None] = list(Unit.objects.filter(path__in=circle.paths).values_list("pk", flat=True))
    Around.objects.filter(watched=watched).delete()
    Around.objects.bulk_create(Around(watched=watched, unit_id=unit) for unit in units or [None])


def raise_bars(counted: Mapping[int, int]) -> None:
    """So many came after each closing by now: the more there are, the likelier one is near by chance. A query, and a statement for those that changed."""
    known = dict(_LATER.all(sorted(counted)))
    changed = [
        (later, bar(later), pk) for pk, later in sorted(counted.items()) if known.get(pk, later) != later
    ]
    if not changed:
        return
    table = connection.ops.quote_name(Watched._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET later = %s, bar = %s WHERE problem_id = %s", changed)  # noqa: S608 - a name of our own


_LATER = PreparedAmong(lambda problems: Watched.objects.filter(pk__in=problems).values_list("pk", "later"))


def forget_problem(problem: Problem) -> None:
    """A problem isn't watched any more; its suggestions that nobody decided on go. Part of a command. 3 queries."""
    Watched.objects.filter(pk=problem.pk).delete()
    AgainSuggestion.objects.filter(pk__in=_undecided(problem)).delete()


def _undecided(problem: Problem) -> list[int]:
    return list(AgainSuggestion.objects.filter(problem=problem).undecided().values_list("pk", flat=True))

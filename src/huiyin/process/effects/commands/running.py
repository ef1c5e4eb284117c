"""A run over all effects of a campaign: what changed is measured anew, all verdicts are corrected once, what is new is written down."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.analysis.effects import (
    Counts,
    Ratio,
    false_discoveries,
    listening_needed,
    ratio,
    verdict,
)
from huiyin.analysis.listening import Part, Spread, together
from huiyin.kit.clock import day_in_china
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.audit.models import Head
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Campaign
from huiyin.process.effects.models import Effect, EffectPart, EffectRun
from huiyin.process.effects.queries.hearing import closed_problems
from huiyin.process.effects.queries.measuring import Measured, OfProblem, measure
from huiyin.process.effects.queries.standing import last_run
from huiyin.process.effects.queries.touched import WHOLE_EVERY, touched_since
from huiyin.process.effects.rules.words import Kind
from huiyin.process.opinions.queries import scopes_of

Key = tuple[str, str]
"""Kind and subject of an effect."""

_AT_ONCE = 200
_EXCEPT = ("id", "campaign", "run")


@transaction.atomic
def measure_effects(campaign: Campaign, *, whole: bool = False, by: Actor, at: datetime) -> EffectRun | None:
    """Look at all effects of a campaign; the run, or None where nothing happened since the last one.

    Only problems of units in which something happened are measured anew, all with `whole` and in every thirtieth run. The false
    discovery rate is controlled once, over every table that has both listening and the matter in it, so that each has one verdict
    everywhere. Rows are written where something is new; none is ever changed.
    """
    by.needs(Right.OVERVIEW_READ, campaign.root.path)
    take_turn()
    scopes, last = scopes_of(campaign), last_run(campaign)
    touched = touched_since(campaign, last, scopes)
    number = last.number + 1 if last else 1
    closed = closed_problems(campaign)
    if not whole and (not touched or (last is None and not closed)):
        return None
    whole = whole or touched.whole or number % WHOLE_EVERY == 0
    stands = _Standing(campaign)
    homes = {pk: effect.unit_id for pk, effect in stands.of_problem.items()}
    closed_now = {problem.pk for problem in closed}
    units: set[int] | None = None
    if not whole:
        units = set(touched.units)
        gone = (pk for pk in homes if pk in touched.problems or pk not in closed_now)
        units |= {home for pk in gone if (home := homes[pk]) is not None}
    measured = measure(campaign, closed, scopes, units, homes)
    seq = Head.objects.values_list("seq", flat=True).first() or 0
    tables = stands.tables(measured, closed_now, None if whole else measured.units)
    run = EffectRun(
        campaign=campaign,
        number=number,
        on=day_in_china(at),
        recorded=seq + 1,
        whole=whole,
        anew=len(measured.problems),
        tested=sum(table.tells for table in tables.values()),
    )
    run.save(force_insert=True)
    stands.write(run, tables)
    facts = {"number": number, "anew": run.anew, "tested": run.tested, "whole": whole}
    record(act="effects.measured", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return run


@dataclass(frozen=True)
class _Table:
    """A table to be judged, and what is written beside it."""

    counts: Counts
    spread: Spread | float
    beside: Mapping[str, Any]
    problems: int = 1

    @property
    def tells(self) -> bool:
        """Whether there is anything to be tested: the matter came up, others did, and both sides were listened to."""
        counts = self.counts
        return bool(
            counts.before + counts.after
            and counts.before_others + counts.after_others
            and counts.heard_before
            and counts.heard_after
        )

    @property
    def dispersion(self) -> float:
        return self.spread if isinstance(self.spread, float) else self.spread.dispersion


class _Standing:
    """What the rows of earlier runs say, and what this run adds. 2 queries and the inserts."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self.effects: dict[Key, Effect] = {
            (row.kind, row.subject): row for row in Effect.objects.latest_of(campaign)
        }
        self.of_problem = {
            int(subject): row
            for (kind, subject), row in self.effects.items()
            if kind == Kind.PROBLEM and row.verdict
        }
        self._parts: dict[tuple[str, str, int], EffectPart] = {
            (row.kind, row.subject, row.unit_id): row for row in EffectPart.objects.latest_of(campaign)
        }
        self._new_parts: list[EffectPart] = []

    def tables(self, measured: Measured, closed: set[int], units: set[int] | None) -> dict[Key, _Table]:
        """Every table there is now: what was measured, and what stands of the rest. `units`: those measured anew; None: all."""
        found: dict[Key, _Table] = {}
        for pk, row in self.of_problem.items():
            if pk in closed and pk not in measured.problems:
                found[Kind.PROBLEM, str(pk)] = _as_stands(row)
        for pk, problem in measured.problems.items():
            found[Kind.PROBLEM, str(pk)] = _of_problem(problem, self._campaign)
        self._take_parts(measured, units)
        sums: dict[Key, list[EffectPart]] = defaultdict(list)
        for part in self._parts.values():
            if part.problems and part.kind == Kind.UNIT:
                sums[Kind.UNIT, str(part.unit_id)].append(part)
                sums[Kind.CAMPAIGN, ""].append(part)
            elif part.problems:
                sums[part.kind, part.subject].append(part)
        return found | {key: _of_parts(key, parts, self._campaign) for key, parts in sums.items()}

    def _take_parts(self, measured: Measured, units: set[int] | None) -> None:
        now: set[tuple[str, str, int]] = set()
        for one in measured.parts:
            now.add((one.kind, one.subject, one.unit))
            self._take_part(
                EffectPart(
                    campaign=self._campaign,
                    unit_id=one.unit,
                    kind=one.kind,
                    subject=one.subject,
                    problems=one.problems,
                    before=one.part.before,
                    after=one.part.after,
                    others=one.part.others,
                    after_share=one.part.after_share,
                    squares=one.part.spread.squares,
                    freedom=one.part.spread.freedom,
                    waiting=one.waiting,
                    breaks=one.breaks,
                )
            )
        for key, row in list(self._parts.items()):
            if key not in now and row.problems and (units is None or row.unit_id in units):
                empty = {"problems": 0, "before": 0, "after": 0, "others": 0, "freedom": 0, "waiting": 0}
                same = {"campaign": self._campaign, "kind": row.kind, "subject": row.subject}
                self._take_part(
                    EffectPart(unit_id=row.unit_id, after_share=0.0, squares=0.0, breaks={}, **same, **empty)
                )

    def _take_part(self, row: EffectPart) -> None:
        key = (str(row.kind), row.subject, row.unit_id)
        if key not in self._parts or _differ(self._parts[key], row):
            self._parts[key] = row
            self._new_parts.append(row)

    def write(self, run: EffectRun, tables: Mapping[Key, _Table]) -> None:
        """Judge every table, once, and write the rows that say something new."""
        found = {key: self._ratio(key, table) for key, table in tables.items()}
        tested = [key for key, table in tables.items() if table.tells]
        stands = {tested[at] for at in false_discoveries([found[key].p for key in tested])}
        rows = [
            _row(run, key, table, found[key], stands=key in stands, needed=self._needed(key, table))
            for key, table in tables.items()
        ]
        rows += [_gone(run, row) for key, row in self.effects.items() if key not in tables and row.verdict]
        rows = [
            row
            for row in rows
            if (key := (str(row.kind), row.subject)) not in self.effects or _differ(self.effects[key], row)
        ]
        Effect.objects.bulk_create(rows, batch_size=_AT_ONCE)
        for part in self._new_parts:
            part.run = run
        EffectPart.objects.bulk_create(self._new_parts, batch_size=_AT_ONCE)

    def _same(self, key: Key, table: _Table) -> Effect | None:
        """The row that stands, where its counts are these: what takes time is worked out once."""
        row = self.effects.get(key)
        return row if row is not None and row.verdict and row.counts == table.counts else None

    def _ratio(self, key: Key, table: _Table) -> Ratio:
        row = self._same(key, table)
        return row.ratio if row is not None else ratio(table.counts)

    def _needed(self, key: Key, table: _Table) -> int | None:
        row = self._same(key, table)
        return row.needed if row is not None else listening_needed(table.counts)


def _of_problem(one: OfProblem, campaign: Campaign) -> _Table:
    beside = {
        "problem_id": one.matter.problem.pk,
        "unit_id": one.matter.unit,
        "since": campaign.started_on,
        "closed_on": one.matter.closed_on,
        "waiting": one.waiting,
        "outside": one.matter.outside,
        "channels": {code: list(sides) for code, sides in one.channels.items()},
        "breaks": one.breaks,
        "weekly": one.weekly,
    }
    return _Table(one.counts, one.spread, beside)


def _of_parts(key: Key, parts: Iterable[EffectPart], campaign: Campaign) -> _Table:
    """Of many units in a fixed order, so that the same parts make the same number."""
    rows = sorted(parts, key=lambda part: part.unit_id)
    counts = together(Part(one.before, one.after, one.others, one.after_share) for one in rows)
    total = sum((Spread(one.squares, one.freedom) for one in rows), Spread())
    changed: dict[str, bool] = {}
    for one in rows:
        changed |= one.breaks
    beside: dict[str, Any] = {
        "problem_id": None,
        "unit_id": rows[0].unit_id if key[0] == Kind.UNIT else None,
        "since": campaign.started_on,
        "closed_on": None,
        "waiting": sum(one.waiting for one in rows),
        "outside": 0,
        "channels": {},
        "breaks": changed,
        "weekly": [],
    }
    return _Table(counts, total, beside, sum(one.problems for one in rows))


_BESIDE = (
    "problem_id",
    "unit_id",
    "since",
    "closed_on",
    "waiting",
    "outside",
    "channels",
    "breaks",
    "weekly",
)


def _as_stands(row: Effect) -> _Table:
    return _Table(row.counts, row.dispersion, {name: getattr(row, name) for name in _BESIDE}, row.problems)


def _row(
    run: EffectRun, key: Key, table: _Table, found: Ratio, *, stands: bool, needed: int | None
) -> Effect:
    counts, said = table.counts, verdict(found, table.dispersion, stands=stands)
    return Effect(
        campaign=run.campaign,
        run=run,
        kind=key[0],
        subject=key[1],
        problems=table.problems,
        before=counts.before,
        before_others=counts.before_others,
        after=counts.after,
        after_others=counts.after_others,
        value=_bound(found.value),
        low=_bound(found.low),
        high=_bound(found.high),
        p=found.p,
        dispersion=round(table.dispersion, 6),
        verdict=said,
        needed=needed,
        **table.beside,
    )


def _gone(run: EffectRun, row: Effect) -> Effect:
    """Of something that isn't closed any more: the row says so, with nothing in it."""
    nothing = {"before": 0, "before_others": 0, "after": 0, "after_others": 0, "p": 1.0, "dispersion": 1.0}
    same = {"problem_id": row.problem_id, "unit_id": row.unit_id, "since": row.since}
    return Effect(
        campaign=run.campaign, run=run, kind=row.kind, subject=row.subject, problems=0, **same, **nothing
    )


def _bound(number: float) -> float | None:
    return None if number == float("inf") else number


def _differ(one: Any, other: Any) -> bool:
    names = [field.attname for field in one._meta.concrete_fields if field.name not in _EXCEPT]
    return any(_plain(getattr(one, name)) != _plain(getattr(other, name)) for name in names)


def _plain(value: object) -> object:
    """Floats as the database keeps them on both engines: to twelve digits."""
    return float(f"{value:.12g}") if isinstance(value, float) else value

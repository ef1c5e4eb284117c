"""What a column of a list over the ledger holds, by the code that a template's form gives it (DOMAIN 2.3, 2.4)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.process.campaigns.rules.forms import Column as FormColumn
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.problems.queries import LedgerRow
from huiyin.process.rectification.models import Evidence, Measure, RuleMade, Step
from huiyin.process.rectification.queries import Rectified, VoicesOfProblem
from huiyin.process.rectification.queries.voices import NOT_FIXED
from huiyin.process.rectification.rules.words import (
    EVIDENCE_KINDS,
    MEASURE_STATES,
    RULE_KINDS,
    EvidenceKind,
    MeasureState,
    RuleKind,
)
from huiyin.reports.layout.ledger_shape import Cell
from huiyin.reports.papers.material import Names

RATING = "rating"
"""The column of what the givers say, which takes queries of its own."""
_TOO_FEW = "人数不足，不显示"


@dataclass(frozen=True)
class ListNames:
    """What the codes of a campaign are called on its lists."""

    codes: Names
    states: Mapping[str, str]
    mirrors: Mapping[str, str]
    ratings: Mapping[str, str]

    @classmethod
    def of(cls, template: Template) -> "ListNames":
        asking = template.life.voices
        levels = template.lists[asking.levels].codes if asking else ()
        return cls(
            Names.of(template),
            {state.code: state.zh for state in template.life.states},
            {row.code: row.zh for row in template.mirrors},
            {**{level.code: level.zh for level in levels}, NOT_FIXED: "没有真改"},
        )


@dataclass(frozen=True)
class ListRow:
    """A row of a list: a problem, or (`single`) a measure or rule of it. `people` are names by the record's codes; `titled`
    says that a column names the problem. `voices`: what may be printed of the givers' say, where a column asks for it."""

    number: int
    row: LedgerRow
    there: Rectified
    names: ListNames
    people: Mapping[str, str]
    measure: Measure | None = None
    rule: RuleMade | None = None
    single: bool = False
    titled: bool = True
    voices: VoicesOfProblem | None = None

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Those that the row speaks of: its own one, else all that were not dropped."""
        if self.single:
            return (self.measure,) if self.measure else ()
        return tuple(one for one in self.there.measures if one.state != MeasureState.DROPPED)


def value_of(column: FormColumn, at: ListRow) -> Cell:
    """The cell of a column; empty for a code that the ledger doesn't know, and for what its kind can't hold."""
    reader = _READERS.get(column.code)
    value = reader(at) if reader else None
    if value is None or value == "":
        return None
    if column.kind == "date":
        return value if isinstance(value, date) else None
    if column.kind == "number":
        return value if isinstance(value, int) else None
    return value if isinstance(value, str) else f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def measures_in_words(measures: Iterable[Measure]) -> str:
    """All measures in one cell, a line each, by their numbers."""
    return "\n".join(f"{one.number}. {one.what}{_by_and_until(one)}" for one in measures)


def progress_in_words(measures: Iterable[Measure]) -> str:
    """What is said of each measure, a line each, by their numbers; those of which nothing is said are left out."""
    return "\n".join(f"{one.number}. {one.progress}" for one in measures if one.progress)


def _by_and_until(one: Measure) -> str:
    said = [one.doer, f"{one.until.isoformat()} 前" if one.until else ""]
    words = "，".join(part for part in said if part)
    return f"（{words}）" if words else ""


def _measure(at: ListRow) -> str:
    if at.single:
        return at.measure.what if at.measure else ""
    return measures_in_words(at.measures)


def _progress(at: ListRow) -> str:
    if at.single:
        return at.measure.progress if at.measure else ""
    return progress_in_words(at.measures)


def _due(at: ListRow) -> date | None:
    return at.measure.until if at.measure else at.row.problem.due_on


def _responsible(at: ListRow) -> str:
    own = at.measure.doer if at.measure else ""
    return own or at.row.problem.responsible


def _completion(at: ListRow) -> str:
    wanted = [
        one
        for one in at.there.measures
        if one.round == at.row.problem.round and one.state != MeasureState.DROPPED
    ]
    done = sum(one.state == MeasureState.DONE for one in wanted)
    return f"{len(wanted)} 条措施，已完成 {done} 条" if wanted else ""


def _evidence(at: ListRow) -> str:
    return "\n".join(map(_proof, at.there.evidence))


def _proof(one: Evidence) -> str:
    if one.kind == EvidenceKind.NONE:
        return f"{EVIDENCE_KINDS[EvidenceKind.NONE]}：{one.reason}"
    return f"{one.title}（{one.where or EVIDENCE_KINDS[EvidenceKind(one.kind)]}）"


def _rules(at: ListRow) -> str:
    return "\n".join(map(_rule, at.there.rules))


def _rule(one: RuleMade) -> str:
    kind = RULE_KINDS[RuleKind(one.kind)]
    if one.kind == RuleKind.NONE:
        return f"{kind}：{one.title}"
    number = f"（{one.number}）" if one.number else ""
    return f"{kind}《{one.title.strip('《》')}》{number}"


def _category(at: ListRow) -> str:
    names, leaf = at.names.codes, at.row.focus
    return f"{names.wind[leaf]}·{names.focus[leaf]}" if leaf in names.focus else ""


def _source(at: ListRow) -> str:
    return at.names.codes.source.get(at.row.source, at.row.source)


def _last(at: ListRow, *acts: Act) -> Step | None:
    return at.there.last(*acts)


def _own_check(at: ListRow) -> str:
    step = _last(at, Act.CHECK)
    return step.reason if step else ""


def _judged(at: ListRow) -> Step | None:
    step = _last(at, Act.ACCEPT, Act.RETURN, Act.REOPEN)
    return step if step and step.act != Act.REOPEN else None


def _acceptance(at: ListRow) -> str:
    step = _judged(at)
    return f"{'退回' if step.act == Act.RETURN else '通过'}：{step.reason}" if step else ""


def _accepted_by_on(at: ListRow) -> str:
    step = _judged(at)
    return f"{at.people.get(step.by, step.by)} {step.on.isoformat()}" if step else ""


def _claimed_by(at: ListRow) -> str:
    step = _last(at, Act.CLAIM)
    return at.people.get(step.by, step.by) if step else ""


def _lookback(at: ListRow) -> str:
    step = _last(at, Act.HOLD, Act.COME_BACK)
    return f"{at.names.states.get(step.after, '')}（{step.on.isoformat()}）" if step else ""


def _rating(at: ListRow) -> str:
    """What the givers say of the fix, a line each: how many of how many, the levels, and the rate with what is summed (SPEC rule 14)."""
    told = at.voices
    if told is None:
        return ""
    if told.asked is None:
        return _TOO_FEW
    if told.rated is None:
        return f"请 {told.asked} 人评价；{_TOO_FEW}"
    lines = [f"{told.rated} 人评价，{told.unrated} 人未评"]
    lines += [f"{_levels(at, part.codes)} {part.n}" for part in told.parts]
    if told.satisfied is not None:
        share = f"＝{told.rate:.0%}" if told.rate is not None else "（不足 10 人，不算率）"
        lines.append(f"满意率（{_levels(at, told.summed)}）{told.satisfied}/{told.rated}{share}")
    return "\n".join(lines)


def _levels(at: ListRow, codes: Iterable[str]) -> str:
    return "、".join(at.names.ratings.get(code, code) for code in codes)


def _behind(at: ListRow) -> str:
    row = at.row
    counted = _TOO_FEW if row.opinions is None else f"{row.opinions} 条 {row.givers} 人次"
    if at.titled:
        return f"{row.number}；{counted}"
    return f"{row.number} {row.title}；{row.owner or '责任单位未定'}；{counted}"


_READERS: Mapping[str, Callable[[ListRow], Cell]] = {
    "number": lambda at: at.number,
    "code": lambda at: at.row.number,
    "problem": lambda at: at.row.title,
    "task": lambda at: at.row.title,
    "manifestation": lambda at: at.row.problem.manifestation if at.row.checked else None,
    "category": _category,
    "source": _source,
    "cause": lambda at: at.names.codes.cause.get(at.row.problem.cause),
    "mirror": lambda at: at.names.mirrors.get(at.row.problem.mirror),
    "topic": lambda at: at.names.codes.topic.get(at.row.topic),
    "goal": lambda at: at.row.problem.goal,
    "standard": lambda at: at.row.problem.goal,
    "measure": _measure,
    "measures": _measure,
    "result": lambda at: at.measure.result if at.measure else None,
    "measure_state": lambda at: MEASURE_STATES[MeasureState(at.measure.state)] if at.measure else None,
    "leader": lambda at: at.row.problem.leader,
    "unit": lambda at: at.row.owner,
    "lead_office": lambda at: at.row.owner,
    "responsible": _responsible,
    "doer": _responsible,
    "due_on": _due,
    "horizon": lambda at: at.names.codes.horizon.get(at.row.horizon),
    "progress": _progress,
    "completion": _completion,
    "evidence": _evidence,
    "rules_made": _rules,
    "claimed_by": _claimed_by,
    "own_check": _own_check,
    "acceptance": _acceptance,
    "accepted_by_on": _accepted_by_on,
    RATING: _rating,
    "closure": lambda at: at.names.states.get(at.row.problem.state),
    "closed_on": lambda at: at.row.problem.closed_on,
    "lookback": _lookback,
    "raised_on": lambda at: at.row.raised_on,
    "title": lambda at: at.rule.title if at.rule else at.row.title,
    "action": lambda at: RULE_KINDS[RuleKind(at.rule.kind)] if at.rule else None,
    "effective_on": lambda at: at.rule.effective_on if at.rule else None,
    "reason": lambda at: at.row.title,
    "note": _behind,
}


TITLES = frozenset({"problem", "task", "title"})
"""The columns that name a problem."""

"""Facts that a paper may be made of: what the rooms know today, each a figure in one fixed sentence. A person chooses and words the
rest (R44). A room that is built later adds a function to SECTIONS.

Figures over few givers are for the office alone and go into no paper (SPEC rule 5); a share is offered with its n only, and none
under ten (rule 14). Nothing here counts papers, nor anything of a person.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from huiyin.kit.blocks import in_blocks
from huiyin.platform.audit.queries import head
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.queries import near_duplicates
from huiyin.process.campaigns.models import Campaign, Circular, CircularStop, PlanItem, UnitStage
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.papers import TO_WRITE, FrozenFact
from huiyin.process.campaigns.rules.plans import StageState
from huiyin.process.figures.queries import flow_below
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import Rate, balance
from huiyin.process.opinions.queries import overview as overview_of
from huiyin.process.opinions.rules.disposition import DISPOSITION_NAMES, Disposition
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.queries import problem_counts
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.reports.layout.official import chinese_date, chinese_number

CHAIN_HEAD = "audit.head"
FEWEST_FOR_A_SHARE = 10
_BLOCK = 400


@dataclass(frozen=True)
class Candidate:
    """A fact with the sentence in which it stands. `few`: over so few givers that it leaves the office in no paper."""

    fact: FrozenFact
    sentence: str
    few: bool = False


@dataclass(frozen=True)
class Section:
    """What belongs together on a paper: `code`, its heading, and the facts."""

    code: str
    zh: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Asked:
    """Of whom facts are gathered, as of which day, for whom."""

    campaign: Campaign
    unit: Unit
    on: date
    actors: tuple[Actor, ...]

    @property
    def whole(self) -> bool:
        """Whether the unit runs the campaign, so that figures of the whole of it are its own."""
        return self.unit.pk == self.campaign.root_id

    def may(self, right: Right) -> bool:
        return any(actor.may(right, self.unit.path) for actor in self.actors)

    def fact(self, code: str, zh: str, value: str, **more: int | None) -> FrozenFact:
        return FrozenFact(code, zh, value, self.on, **more)


def gather(campaign: Campaign, unit: Unit, on: date, actors: Iterable[Actor]) -> tuple[Section, ...]:
    """The facts of a unit and what is below it, by section; sections without facts are left out."""
    asked = Asked(campaign, unit, on, tuple(actors))
    sections = (Section(code, zh, tuple(make(asked))) for code, zh, make in SECTIONS)
    return tuple(section for section in sections if section.candidates)


def chosen(sections: Iterable[Section], codes: Collection[str]) -> tuple[Section, ...]:
    """Those facts whose code was picked, but none over few givers."""
    kept = (
        Section(
            section.code,
            section.zh,
            tuple(one for one in section.candidates if one.fact.code in codes and not one.few),
        )
        for section in sections
    )
    return tuple(section for section in kept if section.candidates)


def structure(sections: Iterable[Section]) -> str:
    """A draft: a heading for each section, its sentences with the figures in place, and a place for a person's words."""
    parts = []
    for number, section in enumerate(sections, start=1):
        said = "".join(candidate.sentence for candidate in section.candidates)
        parts += [f"{chinese_number(number)}、{section.zh}", said, f"{TO_WRITE}做法和事例，不写姓名】"]
    return "\n".join(parts)


def frozen(sections: Iterable[Section], on: date) -> tuple[FrozenFact, ...]:
    """What is kept with the draft: the picked facts, and the end of the record behind them. One query."""
    facts = tuple(candidate.fact for section in sections for candidate in section.candidates)
    return (*facts, FrozenFact(CHAIN_HEAD, "审计记录链头", head(), on))


def _opinions(asked: Asked) -> Iterator[Candidate]:
    """Of the whole campaign, for who may see its figures."""
    if not asked.whole or not asked.may(Right.OVERVIEW_READ):
        return
    found, fewest = overview_of(asked.campaign, [asked.unit.path]), fewest_givers(asked.campaign)
    received, twins = found.balance.received, len(near_duplicates(asked.campaign.pk))
    if not received:
        return
    yield Candidate(
        asked.fact("opinions.received", "收到意见建议", f"{received} 条", givers=received - twins),
        f"截至{chinese_date(asked.on)}，共收到意见建议{received}条，按文字去重后为{received - twins}人次，"
        f"涉及{found.units_heard_from}个单位。",
        few=received - twins < fewest,
    )
    yield from _places(asked, fewest)
    for code, zh, rate in (
        ("opinions.focus_rate", "聚焦率", found.rates.focus),
        ("opinions.specific_rate", "具体率", found.rates.specificity),
    ):
        if rate.shown is not None:
            yield _share(asked, code, zh, rate, fewest)


def _places(asked: Asked, fewest: int) -> Iterator[Candidate]:
    """The sum: small parts stand together, or whoever knows the whole could work them out."""
    parts = balance(asked.campaign).parts
    givers = {
        part: n - repeats for (part, n), repeats in zip(parts.items(), _repeats(asked, parts), strict=True)
    }
    shown, rest = merged(parts, givers, fewest)
    if not shown:
        return
    said = [f"{DISPOSITION_NAMES[part]}{n}条" for part, n in shown.items()] + (
        [f"其余{rest}条"] if rest else []
    )
    yield Candidate(
        asked.fact("opinions.places", "意见去向", "，".join(said)), f"按现在的去向：{'，'.join(said)}。"
    )


def merged(
    parts: Mapping[Disposition, int], givers: Mapping[Disposition, int], fewest: int
) -> tuple[dict[Disposition, int], int]:
    """The parts that may be told, and how many opinions all others hold together: none, or of at least `fewest` givers."""
    shown = {part: n for part, n in parts.items() if givers[part] >= fewest}
    small = {part for part, n in parts.items() if n and part not in shown}
    while small and sum(givers[part] for part in small) < fewest and shown:
        small.add(least := min(shown, key=lambda part: shown[part]))
        del shown[least]
    return shown, sum(parts[part] for part in small)


def _repeats(asked: Asked, parts: Iterable[Disposition]) -> list[int]:
    """How many opinions of each part say an earlier one again. One query a 400 of them."""
    counted: dict[str, int] = {}
    for block in in_blocks(sorted(near_duplicates(asked.campaign.pk)), _BLOCK):
        rows = Opinion.objects.of(asked.campaign).filter(pk__in=block).order_by().values_list("disposition")
        for place, n in rows.annotate(n=Count("pk")):
            counted[place] = counted.get(place, 0) + n
    return [counted.get(part.value, 0) for part in parts]


def _share(asked: Asked, code: str, zh: str, rate: Rate, fewest: int) -> Candidate:
    value = f"{rate.k / rate.n:.1%}（{rate.k}/{rate.n}）"
    marked = "（系统初判）" if rate.suggested else ""
    return Candidate(
        asked.fact(code, zh + marked, value, n=rate.n), f"{zh}{marked}{value}。", few=0 < rate.k < fewest
    )


def _problems(asked: Asked) -> Iterator[Candidate]:
    if not asked.may(Right.PROBLEM_READ):
        return
    visible = visible_problems(asked.actors, asked.campaign)
    if not asked.whole:
        visible = visible.filter(owner__in=Unit.objects.under(asked.unit.path))
    counts = problem_counts(visible)
    if not counts.standing:
        return
    names = {source.code: source.zh for source in template_of(asked.campaign).sources}
    parts = "，".join(f"{names.get(code, code)}{n}个" for code, n in counts.by_source.items())
    yield Candidate(
        asked.fact("problems.standing", "立为问题", f"{counts.standing} 个（{parts}）"),
        f"共立为问题{counts.standing}个，其中{parts}。",
    )
    if counts.without_owner:
        yield Candidate(
            asked.fact("problems.without_owner", "未定责任单位", f"{counts.without_owner} 个"),
            f"还有{counts.without_owner}个问题没有定责任单位。",
        )


def _stages(asked: Asked) -> Iterator[Candidate]:
    rows = UnitStage.objects.filter(
        participation__campaign=asked.campaign, participation__ended_on=None, state=StageState.OPEN
    )
    rows = rows.filter(participation__unit__in=Unit.objects.under(asked.unit.path))
    counted: dict[str, int] = dict(rows.order_by().values_list("stage").annotate(n=Count("pk")))
    for stage in template_of(asked.campaign).stages:
        if n := counted.get(stage.code):
            yield Candidate(
                asked.fact(f"stages.{stage.code}", f"进入“{stage.zh}”", f"{n} 个单位"),
                f"现有{n}个单位处于“{stage.zh}”环节。",
            )


def _plan(asked: Asked) -> Iterator[Candidate]:
    items = PlanItem.objects.sent().of_units([asked.unit.path])
    due = items.filter(ask__campaign=asked.campaign, participation__ended_on=None, due_on__lte=asked.on)
    found = due.aggregate(
        due=Count("pk"),
        done=Count("pk", filter=Q(done_on__isnull=False)),
        overdue=Count("pk", filter=Q(done_on=None, due_on__lt=asked.on)),
    )
    if not found["due"]:
        return
    share = f"，占{found['done'] / found['due']:.1%}" if found["due"] >= FEWEST_FOR_A_SHARE else ""
    yield Candidate(
        asked.fact("plan.done", "到期计划项已完成", f"{found['done']}/{found['due']} 项", n=found["due"]),
        f"截至{chinese_date(asked.on)}到期的计划任务{found['due']}项，已完成{found['done']}项{share}。",
    )
    if found["overdue"]:
        yield Candidate(
            asked.fact("plan.overdue", "逾期未完成", f"{found['overdue']} 项"),
            f"逾期未完成{found['overdue']}项。",
        )


def _circulars(asked: Asked) -> Iterator[Candidate]:
    units = Unit.objects.under(asked.unit.path)
    issued = Circular.objects.of(asked.campaign).standing().filter(issued_by__in=units).count()
    stops = CircularStop.objects.of_units([asked.unit.path]).filter(
        circular__campaign=asked.campaign, circular__withdrawn_on=None
    )
    found = stops.aggregate(reached=Count("pk"), done=Count("pk", filter=Q(acknowledged_at__isnull=False)))
    if issued and found["reached"]:
        yield Candidate(
            asked.fact("circulars.acknowledged", "文件签收", f"{found['done']}/{found['reached']}"),
            f"传达文件{issued}份，送达{found['reached']}个（次）单位，已签收{found['done']}个（次）。",
        )


def _flow(asked: Asked) -> Iterator[Candidate]:
    """Where problems stand, what came of closed ones and what is heard of these, as sums: of the whole campaign, for who may see its figures."""
    if not asked.whole or not asked.may(Right.OVERVIEW_READ):
        return
    flow = flow_below(asked.campaign, [asked.unit.path]).flow
    for code, zh, stage, lead in (
        (
            "flow.problems",
            "问题整改进度",
            flow.problems,
            f"截至{chinese_date(asked.on)}，台账共有问题{flow.problems.whole}个",
        ),
        ("flow.closed", "销号以后", flow.closed, f"已销号的{flow.closed.whole}个问题"),
        (
            "flow.effects",
            "整改成效",
            flow.effects,
            f"已销号的{flow.effects.whole}个问题，销号以后说的多了还是少了",
        ),
    ):
        if stage.whole and stage.holds:
            parts = "，".join(f"{_FLOW_NAMES[part.code]}{part.n}个" for part in stage.parts)
            yield Candidate(asked.fact(code, zh, f"{stage.whole} 个"), f"{lead}：{parts}。")


_FLOW_NAMES = {
    "before": "未认领",
    "open": "整改中",
    "above": "已上交",
    "done": "自查完成",
    "awaiting": "待验收",
    "closed": "已销号",
    "came_back": "又有反映",
    "false": "抽查不属实",
    "held": "看过属实",
    "unlooked": "尚未回头看",
    "proven": "证实少了",
    "not_yet": "尚不能证实",
    "worse": "反而更多",
    "unmeasured": "还没有算过",
}

SECTIONS: tuple[tuple[str, str, Callable[[Asked], Iterator[Candidate]]], ...] = (
    ("stages", "环节进展", _stages),
    ("circulars", "部署传达", _circulars),
    ("opinions", "听取意见", _opinions),
    ("problems", "查摆问题", _problems),
    ("flow", "整改进度", _flow),
    ("plan", "计划推进", _plan),
)

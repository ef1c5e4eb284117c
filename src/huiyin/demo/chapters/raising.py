"""Problems: raised from groups in the office's words, found by heads themselves, pointed out by the inspectors; merged, split."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.demo.chapters.deciding import Desk
from huiyin.demo.drawing import Voice
from huiyin.demo.library import ROOT_CODE, LedgerWords, ledger_words
from huiyin.demo.world import World
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.opinions.models import Group, Opinion
from huiyin.process.opinions.queries import GroupedOpinions
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.problems.commands import (
    Wording,
    link_opinions,
    merge_problems,
    raise_problem,
    split_problem,
)
from huiyin.process.problems.models import Link, Problem
from huiyin.process.problems.queries import candidates

_FEWEST, _ONE_MATTER, _SHARE = 3, 0.6, 0.25
_CHECKED = 0.8  # of the summaries: the rest waits for somebody to look
_WHOLE, _WITHOUT_OWNER, _MOST_ALIKE = 0.6, 3, 2
_FREE = (Disposition.WAITING, Disposition.LINKED)


@dataclass(frozen=True)
class Found:
    """A group that speaks of one matter: which, at which unit ("" for several), and its opinions of that matter."""

    group: GroupedOpinions
    matter: str
    unit: str
    opinions: tuple[Opinion, ...]
    whole: bool


@dataclass(frozen=True)
class Own:
    """A problem that nobody's opinion raised. `by` is a unit whose head found it, or "inspector", or "director"."""

    title: str
    summary: str
    source: str
    by: str
    unit: str
    focus: str
    topic: str
    cause: str
    horizon: str


# The inspectors' two findings of 23 May are the last two.
OWN = (
    Own("班子成员联系年级、班级制度执行不经常", "自查发现，联系记录期初期末多、期中少，个别班子成员本学期尚未参加联系班级的活动。", "own", "YH41", "YH41", "G1", "E20", "purpose", "lasting"),
    Own("行政会时间长、议而不决的事项较多", "自查近两个月会议记录，同一议题上会三次以上的有多项，落实责任人不明确。", "own", "YH31", "YH31", "F2", "E20", "responsibility", "at_once"),
    Own("教职工大会通报经费使用不够细", "自查发现通报只有总数，没有项目明细，教职工看不懂、问不到。", "own", "YH33", "YH33", "G2", "E17", "rules_not_kept", "at_once"),
    Own("评优考核中对年轻教师鼓励不足", "自查三年评优名单，任教五年以内教师占比偏低，方案多年未修订。", "own", "YH46", "YH46", "G7", "E15", "ability", "by_date"),
    Own("维修申报没有登记和回复", "自查发现报修靠口头传达，没有登记簿，办到哪一步说不清。", "own", "YH43", "YH43", "G8", "E18", "responsibility", "at_once"),
    Own("接待登记与审批手续不齐", "自查去年接待台账，部分接待事后补单，陪餐人数未写明。", "own", "YH71", "YH71", "S2", "E17", "rules_not_kept", "at_once"),
    Own("对外宣传多、对内倾听少", "自查公众平台与校长信箱，推送较多，信箱开启间隔偏长，来信回复不及时。", "own", "YH36", "YH36", "F6", "E16", "purpose", "lasting"),
    Own("处室之间会签事项传递慢", "自查公文流转记录，会签在处室间平均停留时间较长，缺少催办。", "own", "YH04", "YH04", "G8", "E20", "responsibility", "at_once"),
    Own("对基层学校报表缺少归口管理", "上级督查指出，面向学校的报表没有总目录，新增报表未履行审核手续。", "above", "director", ROOT_CODE, "F6", "E16", "rules_not_kept", "by_date"),
    Own("义务教育学校班额控制落实不力", "上级通报指出，部分学校起始年级班额超出规定，计划执行有偏差。", "above", "director", "YH03", "", "E12", "responsibility", "by_date"),
    Own("领导班子调查研究不深入", "班子集中议定：到基层多在学校会议室，随堂听课和与一线教师单独交谈偏少。", "collective", "director", ROOT_CODE, "F4", "E20", "purpose", "lasting"),
    Own("对遗留问题缺少主动化解", "班子集中议定：房产、教龄等遗留事项有接访、有登记，缺少牵头人和时间表。", "collective", "director", ROOT_CODE, "G6", "E15", "responsibility", "by_date"),
    Own("少数党员干部对活动的认识需要再提高", "督导组反馈：有的把活动当作一般性工作任务，学习以完成规定动作为满足，联系自身思想和岗位实际不够。", "supervision", "inspector", ROOT_CODE, "F1", "", "ideals", "lasting"),
    Own("征求到的意见没有聚焦到“四风”上", "督导组反馈：意见总量不少，但指向“四风”具体表现的偏少，有的单位以工作建议代替作风问题，下一环节需补征求、补梳理。", "supervision", "inspector", ROOT_CODE, "F3", "", "responsibility", "at_once"),
)  # fmt: skip

_SPLIT_SUMMARY = "从原问题中分出：反映人多次说明情况，未得到答复或答复后没有下文，需另定责任人。"


def raise_from_groups(world: World, desk: Desk, most: int) -> None:
    """The office raises the largest groups that speak of one matter, and puts what the grouping missed behind them, too."""
    there = list(Problem.objects.of(world.campaign))
    alike = Counter(problem.title for problem in there)
    known = {(problem.title, problem.owner_id) for problem in there}
    raised = 0
    for found in _chosen(list(_of_one_matter(world)), most):
        words = ledger_words().get(found.matter)
        owner = world.units[found.unit].pk if found.unit else None
        if words is None or alike[words.title] >= _MOST_ALIKE or (words.title, owner) in known:
            continue
        known.add((words.title, owner))
        problem = _raise(world, found, words, desk)
        alike[words.title] += 1
        if found.unit:
            _link_the_rest(world, problem, f"{found.matter}@{found.unit}", found, desk)
        raised += 1
        world.tell(raised, most)
        if raised == most:
            return


def _raise(world: World, found: Found, words: LedgerWords, desk: Desk) -> Problem:
    """One problem from a group. Whole groups are raised as such; of a mixed one only what speaks of the matter."""
    voices = [world.said[opinion.source_id] for opinion in found.opinions]
    wording = Wording(
        title=words.title,
        source="masses",
        manifestation=_summary(words, found, voices),
        focus=_most_common([voice.leaf for voice in voices]),
        topic=_most_common([voice.topic for voice in voices]),
        cause=words.cause,
        horizon=words.horizon,
        checked=desk.random.random() < _CHECKED,
    )
    group = Group.objects.get(pk=found.group.pk) if found.whole else None
    by = desk.inspector if found.unit == ROOT_CODE else desk.random.choice(desk.office)
    return raise_problem(
        world.campaign,
        wording,
        opinions=[opinion.pk for opinion in found.opinions],
        group=group,
        owner=world.units[found.unit] if found.unit else None,
        by=by,
        at=desk.tick(),
    )


def _summary(words: LedgerWords, found: Found, voices: Sequence[Voice]) -> str:
    if found.unit:
        return words.summary
    places = len({voice.unit for voice in voices if voice.unit})
    return f"{words.summary}涉及{places}个单位，需由局统一研究后确定责任单位。"


def _link_the_rest(world: World, problem: Problem, matter: str, found: Found, desk: Desk) -> None:
    """The office has read on: what speaks of the same matter in other words goes behind the same problem."""
    there = {opinion.pk for opinion in found.opinions}
    rest = [
        world.opinions[number].pk
        for number, voice in world.said.items()
        if voice.matter == matter and world.opinions[number].pk not in there
    ]
    placed = Opinion.objects.filter(pk__in=rest, disposition__in=_FREE).exclude(about=None)
    if found.unit == ROOT_CODE:
        placed = placed.filter(about=world.root)
    chosen = list(placed.values_list("pk", flat=True))
    if chosen:
        by = desk.inspector if found.unit == ROOT_CODE else desk.random.choice(desk.office)
        link_opinions(problem, chosen, by=by, at=desk.tick())


def _chosen(found: Sequence[Found], most: int) -> Iterator[Found]:
    """Mostly groups that are one matter of one unit, a few that are nobody's yet, and parts of mixed ones."""
    whole = [one for one in found if one.whole and one.unit]
    yield from whole[: round(most * _WHOLE)]
    yield from [one for one in found if not one.unit][:_WITHOUT_OWNER]
    yield from [one for one in found if one.unit and not one.whole]
    yield from whole[round(most * _WHOLE) :]


def _of_one_matter(world: World) -> Iterator[Found]:
    """Groups that nobody has raised yet and most of whose opinions speak of one matter; those of most givers first."""
    by_key = {opinion.pk: opinion for opinion in Opinion.objects.of(world.campaign)}
    for group in candidates(world.campaign, _FEWEST):
        members = [by_key[pk] for pk in group.opinions if by_key[pk].disposition in _FREE]
        voices = {opinion.pk: world.said[opinion.source_id] for opinion in members}
        matter = _most_common([voice.matter.partition("@")[0] for voice in voices.values()])
        of_it = [opinion for opinion in members if voices[opinion.pk].matter.startswith(f"{matter}@")]
        if matter and len(of_it) >= max(_FEWEST, _ONE_MATTER * len(members)):
            yield from _by_unit(group, matter, of_it, voices)


def _by_unit(
    group: GroupedOpinions, matter: str, of_it: Sequence[Opinion], voices: dict[int, Voice]
) -> Iterator[Found]:
    """One problem for each unit of which enough people speak; where it's one here and one there, one for nobody yet."""
    units = Counter(voices[opinion.pk].unit for opinion in of_it)
    spoken_of = [unit for unit, n in units.most_common() if n >= _FEWEST and n >= _SHARE * len(of_it)]
    for unit in spoken_of or [""]:
        here = [opinion for opinion in of_it if unit in {"", voices[opinion.pk].unit}]
        # What nobody has placed yet can't be linked by an office that acts for a part of the tree.
        placed = tuple(opinion for opinion in here if opinion.about_id is not None)
        if placed:
            yield Found(group, matter, unit, placed, whole=len(placed) == len(group.opinions))


def _most_common(words: Sequence[str]) -> str:
    return Counter(words).most_common(1)[0][0] if words else ""


def find_themselves(world: World, desk: Desk) -> None:
    """What heads found in their own units, what the level above and the team pointed out, and the inspectors' findings."""
    for own in OWN:
        checked = own.by == "inspector"
        wording = Wording(
            own.title, own.source, own.summary, own.focus, own.topic, own.cause, own.horizon, checked=checked
        )
        at = desk.tick()
        raise_problem(
            world.campaign, wording, owner=_owner(world, own), by=_finder(world, own, desk, at), at=at
        )


def _owner(world: World, own: Own) -> Unit:
    return world.units[own.unit]


def _finder(world: World, own: Own, desk: Desk, at: datetime) -> Actor:
    if own.by in {"inspector", "director"}:
        return desk.inspector if own.by == "inspector" else desk.director
    return world.actor(world.heads[own.by], Role.HEAD, at, own.by)


def merge_and_split(world: World, desk: Desk) -> None:
    """Two problems of one unit and topic become one; of the largest, some opinions become a problem of their own."""
    standing = list(
        Problem.objects.of(world.campaign).filter(source="masses").exclude(owner=None).order_by("pk")
    )
    pairs: dict[tuple[int | None, str], Problem] = {}
    for problem in standing:
        other = pairs.setdefault((problem.owner_id, problem.topic), problem)
        if other.pk != problem.pk and problem.topic:
            merge_problems(other, [problem], by=desk.director, at=desk.tick())
            standing = [one for one in standing if one.pk not in {other.pk, problem.pk}]
            break
    _split_largest(standing, desk)


def _split_largest(problems: Sequence[Problem], desk: Desk) -> None:
    behind = {problem: linked_to(problem) for problem in problems}
    largest = max(behind, key=lambda problem: len(behind[problem]))
    wording = Wording(
        title=f"{largest.title}：其中无人答复的部分",
        source="masses",
        manifestation=_SPLIT_SUMMARY,
        focus="G5",
        topic=largest.topic,
        cause="responsibility",
        horizon="at_once",
    )
    split_problem(largest, behind[largest][-3:], wording, by=desk.director, at=desk.tick())


def linked_to(problem: Problem) -> list[int]:
    """The opinions behind a problem, by id."""
    return list(
        Link.objects.filter(problem=problem).order_by("opinion_id").values_list("opinion_id", flat=True)
    )

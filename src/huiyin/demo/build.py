"""Builds the demo world by commands only, chapter by chapter, in the order in which things happened."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from django.db import transaction

from huiyin.demo.cast import CAST, PASSWORD, Member
from huiyin.demo.chapters import (
    circulars,
    deciding,
    drafts,
    entrances,
    founding,
    gating,
    hearing,
    inspecting,
    judging,
    letters,
    listening,
    looking,
    looking_back,
    meeting,
    paper,
    progress,
    publicity,
    raising,
    rectifying,
    selfchecks,
    sitting,
    verdicts,
    voting,
)
from huiyin.demo.drawing import draw_voices
from huiyin.demo.world import Step, Tell, World
from huiyin.platform.orgs.models import Grant, Post, Unit
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.process.opinions.models import Decision, Group, Intake, Opinion
from huiyin.process.opinions.queries import balance
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.problems.models import Problem

TEMPLATE = "mass-line-2014"
SEED = 2014
_RAISED_FIRST, _RAISED_SECOND = 26, 38


@dataclass(frozen=True)
class Chapter:
    """A part of the story: its code for timing, what is shown while it runs, the function, whether it is one transaction."""

    code: str
    zh: str
    tell: Callable[[World], None]
    whole: bool = True


def first_week(world: World) -> None:
    """17–19 May: the office triages the first week and raises what stands out."""
    desk = deciding.first_desk(world)
    numbers = sorted(world.said)
    world.random.shuffle(numbers)
    _decide(world, numbers, desk, "first")
    raising.raise_from_groups(world, desk, _RAISED_FIRST)
    deciding.settle_some(world, numbers, desk)


def second_week(world: World) -> None:
    """22–23 May: the rest, as far as the office got; problems that people found themselves; a merge and a split."""
    desk = deciding.second_desk(world)
    before = set(
        Decision.objects.filter(opinion__campaign=world.campaign).values_list("opinion__source_id", flat=True)
    )
    numbers = sorted(set(world.said) - before)
    world.random.shuffle(numbers)
    _decide(world, numbers, desk, "second")
    raising.raise_from_groups(world, desk, _RAISED_SECOND)
    deciding.settle_some(world, numbers, desk)
    raising.find_themselves(world, desk)
    raising.merge_and_split(world, desk)


def _decide(world: World, numbers: list[str], desk: deciding.Desk, week: str) -> None:
    deciding.mark_resent(world, numbers, desk)
    deciding.withdraw_some(world, numbers, desk)
    triaged = deciding.triage(world, numbers, desk, week)
    deciding.think_again(world, triaged, desk)


CHAPTERS: Sequence[Chapter] = (
    Chapter("found", "建单位", founding.found),
    Chapter("appoint", "任命人员", founding.appoint),
    Chapter("redeem", "兑换登录条", founding.redeem, whole=False),
    Chapter("start", "启动活动", founding.start),
    Chapter("progress_1", "填报春季的进展", progress.spring),
    Chapter("entrances", "设收集点", entrances.open_ways),
    Chapter("listen_1", "收录第一周的意见", listening.listen_first_week),
    Chapter("study", "记学习讨论", meeting.study),
    Chapter("circular_1", "上级来文", circulars.arrive),
    Chapter("decide_1", "梳理第一周的意见", first_week),
    Chapter("circular_2", "转发和签收", circulars.pass_down),
    Chapter("listen_2", "收录第二周的意见", listening.listen_second_week),
    Chapter("circular_3", "陆续签收", circulars.chase),
    Chapter("decide_2", "梳理第二周的意见", second_week),
    Chapter("briefing", "写简报、签发", circulars.report),
    Chapter("meet", "召开推进会", meeting.push_meeting),
    Chapter("judge", "核对拿不准的意见", judging.go_through_doubts),
    Chapter("letters_1", "督导组反馈意见书", letters.to_bureau),
    Chapter("inspect_1", "登记回避、发督办通知", inspecting.begin),
    Chapter("box", "开一个网上意见箱", hearing.open_box),
    Chapter("forum", "记一次座谈会", hearing.hold_forum),
    Chapter("vote", "预告测评、投票", voting.vote),
    Chapter("paper_1", "印一批征求意见表", paper.give_out),
    Chapter("rectify_1", "五月底的进展和整改", rectifying.late_may),
    Chapter("look_back", "交“八看”", gating.look_back),
    Chapter("letters_2", "逐条答复", letters.answer_bureau),
    Chapter("advance", "进入第二环节", progress.advance),
    Chapter("tell_1", "公示办好的事", publicity.tell_first),
    Chapter("sit_1", "班子会第一次", sitting.first),
    Chapter("selfcheck", "送一份自查材料", selfchecks.hand_in_first),
    Chapter("count", "计票、公布", voting.count),
    Chapter("inspect_2", "发指导书、安排走访", inspecting.go_on),
    Chapter("letters_3", "反馈给学校", letters.to_schools),
    Chapter("gates_1", "关口退回", verdicts.send_back),
    Chapter("rectify_2", "六月的进展和整改", rectifying.june),
    Chapter("paper_2", "录一半纸质表", paper.type_some),
    Chapter("point_out", "发提醒单", selfchecks.point_out),
    Chapter("selfchecks", "写自查材料、审阅", selfchecks.write),
    Chapter("draw", "抽样", looking.draw),
    Chapter("inspect_3", "走访两所学校", inspecting.look),
    Chapter("answers", "答复反映人", hearing.answer_some),
    Chapter("letters_4", "学校答复", letters.answer_schools),
    Chapter("sit_2", "班子会重新召开", sitting.second),
    Chapter("gates_2", "关口再看一次", verdicts.look_again),
    Chapter("reals", "评“五个实”、交“六看”", gating.judge_reals),
    Chapter("drafts", "写环节小结", drafts.summarise),
    Chapter("tell_2", "再公示一件", publicity.tell_more),
    Chapter("vote_next", "预告下一次测评", voting.announce_next),
    Chapter("look", "核查抽中的", looking.look),
    Chapter("effects", "算整改成效", looking_back.measure),
    Chapter("figures", "清点数目", looking_back.count),
)
AUTUMN: Sequence[Chapter] = (
    Chapter("inspect_4", "按清单督导一所学校", inspecting.inspect),
    Chapter("leave", "两所学校进入第三环节", gating.leave_examine),
    Chapter("round", "安排第二轮听取", looking_back.plan_listening),
    Chapter("listen_3", "第二轮听取", looking_back.listen_again),
    Chapter("effects_2", "再算整改成效", looking_back.tell),
    Chapter("december", "十二月“回头看”", gating.look_in_december),
    Chapter("figures_2", "再清点数目", looking_back.count_again),
)
"""What happens after the day on which visitors find the world, for who wants to see what came of it (`huiyin demo --autumn`)."""


@dataclass(frozen=True)
class Built:
    """Who can sign in with which password, and how much of what there is."""

    cast: tuple[Member, ...]
    password: str
    counts: Mapping[str, int]


@contextmanager
def silently(_code: str, _zh: str) -> Iterator[Tell]:
    """Show nothing."""
    yield lambda _done, _total: None


def build_demo(scale: float = 1.0, *, seed: int = SEED, autumn: bool = False, step: Step = silently) -> Built:
    """Build the world in the open, empty database: about 3,000 opinions at scale 1, up to June or, with `autumn`, to December. `step` shows
    each chapter.

    A chapter is one transaction, so a build that is stopped leaves whole chapters; the database is then to be thrown away.
    """
    with step("write", "写意见"):
        voices = draw_voices(scale, seed)
    world = World(load_template(library_folder(TEMPLATE)), voices, Random(seed))  # noqa: S311 - a play needs no secrets
    for chapter in (*CHAPTERS, *(AUTUMN if autumn else ())):
        with step(chapter.code, chapter.zh) as tell:
            world.tell = tell
            if chapter.whole:
                with transaction.atomic():
                    chapter.tell(world)
            else:
                chapter.tell(world)
    return Built(CAST, PASSWORD, _counts(world))


def _counts(world: World) -> dict[str, int]:
    campaign = world.campaign
    parts = balance(campaign)
    return {
        "units": Unit.objects.count(),
        "people": Post.objects.values("account").distinct().count(),
        "grants": Grant.objects.count(),
        "intakes": Intake.objects.filter(campaign=campaign).count(),
        "opinions": parts.received,
        **{part.value: parts.parts[part] for part in Disposition},
        "triaged": Opinion.objects.of(campaign).filter(triage_round__gt=0).count(),
        "groups": Group.objects.filter(campaign=campaign).count(),
        "problems": Problem.objects.of(campaign).count(),
    }

"""A campaign with something to hide from everybody: two schools, the bureau itself, and one member of the cast a role.

Every text has a word of its own, so that whatever leaks is known by it.
"""

from dataclasses import dataclass
from datetime import date

from django.test import Client

from huiyin.platform.accounts.commands import redeem_slip
from huiyin.platform.accounts.models import Account
from huiyin.platform.files.rules import ready_evidence
from huiyin.platform.notices.commands import put_message, send_due
from huiyin.platform.notices.models import Message
from huiyin.platform.notices.rules.sections import Line, Section
from huiyin.platform.orgs.commands import give_grant, give_post, hand_out_slip, open_account
from huiyin.platform.orgs.models import Grant, Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.answers.commands import report_retaliation
from huiyin.process.answers.queries import receipt_of
from huiyin.process.campaigns.commands import (
    draft_paper,
    issue_circular,
    lay_plan,
    report_progress,
    sign_paper,
)
from huiyin.process.campaigns.commands.circulars import Notice
from huiyin.process.campaigns.commands.papers import Draft
from huiyin.process.campaigns.commands.reporting import Progress
from huiyin.process.campaigns.models import PlanItem
from huiyin.process.campaigns.queries.cascade import next_below
from huiyin.process.channels.commands import open_entrance, seal_opinion, submit_opinion
from huiyin.process.channels.rules.given import Given
from huiyin.process.effects.commands import measure_effects
from huiyin.process.opinions.commands import group_opinions, judge_pair, sweep_opinions
from huiyin.process.opinions.models import CommonMatter, Doubt, Opinion, Placement
from huiyin.process.opinions.rules.identity import keyed
from huiyin.process.opinions.rules.intake import Said
from huiyin.process.opinions.rules.judging import in_order
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.reports.papers.candidates import frozen
from tests.access.again import said_again_of
from tests.access.criticised import criticise
from tests.access.gathered import Gathered, gather_people
from tests.access.heard import Heard, hear_people
from tests.access.inspected import Inspected, inspect
from tests.access.judged import judge
from tests.access.lettered import send_back
from tests.access.listened import Listened, listen
from tests.access.papered import papers_of
from tests.access.sampled import draw_samples
from tests.access.talked import Talked, talk_over
from tests.access.voted import hold_votes
from tests.access.worked import decide, work_on
from tests.web.conftest import GIVERS, OFFICE, PASSWORD
from tests.world import World

SCHOOL_WORDS, OTHER_WORDS, BUREAU_WORDS = "玄武湖食堂", "朱雀桥校车", "青龙巷窗口"
SCHOOL_PROBLEM, OTHER_PROBLEM, LOOSE_PROBLEM = "白虎问题", "貔貅问题", "獬豸问题"
CHECKED, UNCHECKED = "凤凰归纳", "麒麟归纳"
SCHOOL_PROGRESS, OTHER_PROGRESS = "狴犴进展", "螭吻进展"
MESSAGE = "烛龙提醒"
SEALED_WORDS, RETALIATION = "饕餮举报", "梼杌报复"
SCHOOL_NOTICE, OTHER_NOTICE, SCHOOL_DRAFT, BUREAU_LETTER = "鲲鹏通知", "精卫通知", "毕方草稿", "穷奇函件"
MEETING_WORDS, DRAFT_WORDS, STUDY_WORDS = "玉兔要求", "金乌草稿", "勾陈讨论"
CRITICISM_WORDS = "駮兽批评"
UNTOLD_WORDS, SCHOOL_MEASURE = "饕餮公示", "文鳐措施"
TALKED, SHARED = "应龙要点", "腾蛇公开"
LOOKED, RETURNED, RETURNED_ALONE = "天禄八看", "辟邪退回", "獬豸单告"
PAPER_WORDS, PAPER_DRAFT, POINTED = "夔龙自查", "狌狌底稿", "鸾鸟提醒"
FOUND, FOUND_DRAFT = "驺吾反馈", "蛊雕拟稿"
ANNOUNCED, LEARNED, ISSUED, TIED = "朱獳告知", "朏朏走访", "讙兽文书", "狰兽回避"
RAW = {SCHOOL_WORDS, OTHER_WORDS, BUREAU_WORDS}
LEDGER = {SCHOOL_PROBLEM, OTHER_PROBLEM, LOOSE_PROBLEM}
ITEM = "topic_told"
OTHER_PERSON, OTHER_UNIT = "某foreign_clerk", "云河市实验幼儿园"
PROGRESS = {SCHOOL_PROGRESS, OTHER_PROGRESS}
PAPERS = {SCHOOL_NOTICE, OTHER_NOTICE, SCHOOL_DRAFT, BUREAU_LETTER}
SCHOOL_ENTRANCE, OTHER_ENTRANCE = "当康收集点", "夔牛收集点"
SCHOOL_FORUM, OTHER_FORUM, FORUM_WORDS = "白泽会议室", "狻猊会议室", "诸犍说的话"
MEETINGS = {MEETING_WORDS, STUDY_WORDS}
ALL = (
    RAW
    | MEETINGS
    | {DRAFT_WORDS, MESSAGE, SCHOOL_ENTRANCE, OTHER_ENTRANCE, SCHOOL_FORUM, OTHER_FORUM, FORUM_WORDS}
    | {UNTOLD_WORDS, SCHOOL_MEASURE, SEALED_WORDS, RETALIATION, CRITICISM_WORDS}
    | {TALKED, SHARED}  # the first by nobody who hasn't typed the passphrase
    | LEDGER
    | PROGRESS
    | PAPERS
    | {LOOKED, RETURNED, RETURNED_ALONE}
    | {CHECKED, UNCHECKED, OTHER_PERSON, OTHER_UNIT, PAPER_WORDS, PAPER_DRAFT, POINTED, FOUND, FOUND_DRAFT}
    | {ANNOUNCED, LEARNED, ISSUED, TIED}
)

# Who may ever come to see which words, on whatever page, in whatever list, search, export or suggestion.
SEES: dict[str, set[str]] = {
    "anonymous": set(),
    "outsider": set(),
    "lapsed": set(),
    "discipline": {SEALED_WORDS, RETALIATION},
    "administrator": {OTHER_PERSON, OTHER_UNIT},
    "school_office": MEETINGS
    | {
        SCHOOL_PROBLEM,
        SCHOOL_MEASURE,
        CHECKED,
        SCHOOL_PROGRESS,
        SCHOOL_NOTICE,
        SCHOOL_DRAFT,
        SCHOOL_ENTRANCE,
        SCHOOL_FORUM,
        POINTED,
        FOUND,
        LOOKED,
        RETURNED,
    },
    "clerk": MEETINGS
    | {SCHOOL_PROBLEM, SCHOOL_MEASURE, CHECKED, SCHOOL_PROGRESS, SCHOOL_NOTICE, SCHOOL_DRAFT, SCHOOL_FORUM}
    | {CRITICISM_WORDS, POINTED, FOUND, ANNOUNCED, ISSUED, LOOKED, RETURNED},
    "head": MEETINGS
    | {SCHOOL_PROBLEM, SCHOOL_MEASURE, CHECKED, SCHOOL_PROGRESS, SCHOOL_NOTICE, SCHOOL_DRAFT, SHARED}
    | {CRITICISM_WORDS, PAPER_WORDS, PAPER_DRAFT, POINTED, FOUND, ANNOUNCED, ISSUED}
    | {LOOKED, RETURNED, RETURNED_ALONE},
    "member": MEETINGS
    | {SCHOOL_PROBLEM, SCHOOL_MEASURE, CHECKED, SCHOOL_PROGRESS, SCHOOL_NOTICE, SHARED}
    | {CRITICISM_WORDS, PAPER_WORDS, POINTED, FOUND, ANNOUNCED, ISSUED}
    | {LOOKED, RETURNED, RETURNED_ALONE},
    "foreign_clerk": {OTHER_PROBLEM, OTHER_PERSON, OTHER_UNIT, OTHER_PROGRESS, OTHER_NOTICE, OTHER_FORUM},
    "leader": LEDGER
    | PROGRESS
    | PAPERS
    | MEETINGS
    | {SCHOOL_MEASURE, CHECKED, OTHER_PERSON, OTHER_UNIT, POINTED, FOUND, ISSUED, TIED}
    | {LOOKED, RETURNED, RETURNED_ALONE},
    "office": ALL
    - {
        BUREAU_WORDS,
        SEALED_WORDS,
        RETALIATION,
        TALKED,
        SHARED,
        CRITICISM_WORDS,
        PAPER_WORDS,
        PAPER_DRAFT,
        FOUND_DRAFT,
        ANNOUNCED,
        LEARNED,
        ISSUED,
    },
    "supervision": ALL
    - {
        MESSAGE,
        SCHOOL_DRAFT,
        DRAFT_WORDS,
        SCHOOL_ENTRANCE,
        OTHER_ENTRANCE,
        SCHOOL_FORUM,
        OTHER_FORUM,
        SEALED_WORDS,
        TALKED,
        SHARED,
        PAPER_WORDS,
        PAPER_DRAFT,
    },
}


@dataclass
class Cast:
    """Clients by name, and the things that pages are asked for."""

    clients: dict[str, Client]
    accounts: dict[str, Account]
    campaign: str
    school_opinion: int
    other_opinion: int
    bureau_opinion: int
    sealed: int
    given: int
    group: int
    common: int
    pair: tuple[int, int]
    judgement: int
    school_problem: str
    other_problem: str
    unchecked_problem: str
    evidence: int
    school: Unit
    other: Unit
    grant: int
    post: int
    spare: Account
    school_item: int
    other_item: int
    message: int
    school_notice: int
    other_notice: int
    school_draft: int
    bureau_letter: int
    briefing: int
    gathered: Gathered
    listened: Listened
    entrance: str
    heard: Heard
    school_vote: int
    other_vote: int
    talked: Talked
    sitting: int
    criticism: int
    waiting_plan: int
    branch: int
    selfcheck: int
    selfcheck_version: int
    selfcheck_draft: int
    reminder: int
    letter: int
    letter_draft: int
    inspected: Inspected
    again_problem: str
    again_opinion: int


def build_cast(world: World) -> Cast:
    opinions = _say(world)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    group_opinions(world.campaign, by=world.office, at=world.at)
    pair, judgement = _judge(world)
    school = _raise(world, SCHOOL_PROBLEM, CHECKED, world.school, checked=True)
    unchecked = _raise(world, SCHOOL_PROBLEM, UNCHECKED, world.school, checked=False)
    other = _raise(world, OTHER_PROBLEM, UNCHECKED, world.other_school, checked=False)
    _raise(world, LOOSE_PROBLEM, UNCHECKED, None, checked=False)
    evidence = work_on(world, school, SCHOOL_MEASURE)
    decide(world, unchecked)
    items = _plan(world)
    accounts = _accounts(world)
    sealed, given = _accuse(world)
    measure_effects(world.campaign, whole=True, by=world.office, at=world.at)
    cast = Cast(
        clients={name: _client(account) for name, account in accounts.items() if name in SEES}
        | {"anonymous": Client()},
        accounts=accounts,
        campaign=world.campaign.code,
        school_opinion=opinions[SCHOOL_WORDS],
        other_opinion=opinions[OTHER_WORDS],
        bureau_opinion=opinions[BUREAU_WORDS],
        sealed=sealed,
        given=given,
        group=Placement.objects.get(opinion=opinions[SCHOOL_WORDS]).group.number,
        common=CommonMatter.objects.get(campaign=world.campaign).number,
        pair=pair,
        judgement=judgement,
        school_problem=school.number,
        other_problem=other.number,
        unchecked_problem=unchecked.number,
        evidence=evidence,
        school=world.school,
        other=world.other_school,
        grant=Grant.objects.get(account=accounts["foreign_clerk"]).pk,
        post=give_post(
            accounts["foreign_clerk"],
            PostKind.MEMBER,
            world.other_school,
            since=date(2014, 1, 1),
            by=OFFICE,
            at=world.at,
        ).pk,
        spare=accounts["spare"],
        school_item=items[SCHOOL_PROGRESS],
        other_item=items[OTHER_PROGRESS],
        message=_tell(world, accounts["office"]),
        **_papers(world),
        gathered=gather_people(world, MEETING_WORDS, DRAFT_WORDS, STUDY_WORDS, UNTOLD_WORDS),
        listened=listen(world, (SCHOOL_ENTRANCE, OTHER_ENTRANCE), (SCHOOL_FORUM, OTHER_FORUM), FORUM_WORDS),
        entrance=open_entrance(
            world.campaign, name="家长", channel="online", about=world.school, by=world.office, at=world.at
        ).code,
        heard=hear_people(world, SCHOOL_WORDS, BUREAU_WORDS, accounts["office"].code),
        **hold_votes(world),
        talked=talk_over(world, accounts["head"], accounts["member"], TALKED, SHARED),
        **criticise(world, accounts, CRITICISM_WORDS),
        **said_again_of(world, opinions[SCHOOL_WORDS], SCHOOL_PROBLEM, SCHOOL_WORDS),  # type: ignore[arg-type]
        **_papers_and_gates(world, accounts),
        **send_back(world, FOUND, FOUND_DRAFT),
        inspected=inspect(world, accounts["supervision"], ANNOUNCED, LEARNED, ISSUED, TIED),
    )
    draw_samples(world, accounts["supervision"])
    return cast


def _papers_and_gates(world: World, accounts: dict[str, Account]) -> dict[str, int]:
    made = papers_of(world, accounts, PAPER_WORDS, PAPER_DRAFT, POINTED)
    judge(world, LOOKED, RETURNED, RETURNED_ALONE, SelfCheck.objects.get(pk=made["selfcheck"]))
    return made


def _accuse(world: World) -> tuple[int, int]:
    """Ids of a matter that was given sealed, beside one that the office split off, and of an opinion that somebody was made to suffer for."""
    given = []
    for number, (words, accuses) in enumerate(
        ((f"{SEALED_WORDS}一", True), (f"{SEALED_WORDS}二", False), ("校门口的路灯不亮", False))
    ):
        entrance = open_entrance(
            world.campaign,
            name=f"家长{number}",
            channel="online",
            about=world.school,
            by=world.office,
            at=world.at,
        )
        nonce = bytes([number] * 16)
        code = submit_opinion(entrance, Given(words, accuses=accuses), nonce=nonce, at=world.at).code
        receipt = receipt_of(code)
        assert receipt is not None
        given.append(receipt.matter)
        if not accuses and words.startswith(SEALED_WORDS):
            opinion = Opinion.objects.get(pk=receipt.matter)
            sweep_opinions(world.campaign, by=world.office, at=world.at)
            seal_opinion(opinion, by=world.office, at=world.at)
    report_retaliation(receipt, RETALIATION, at=world.at)
    return given[0], given[2]


def _plan(world: World) -> dict[str, int]:
    """A plan for all, and a word of each school on the same item of it."""
    lay_plan(world.campaign, {"city_meeting": date(2014, 5, 16)}, by=world.office, at=world.at)
    found = {}
    for unit, said in ((world.school, SCHOOL_PROGRESS), (world.other_school, OTHER_PROGRESS)):
        items = PlanItem.objects.filter(participation__unit=unit).select_related("ask", "participation__unit")
        item = items.get(ask__code=ITEM)
        report_progress(item, Progress(said, None, ""), item.version, by=world.office, at=world.at)
        found[said] = item.pk
    return found


def _papers(world: World) -> dict[str, int]:
    """A notice to each school, a draft of the first school, and a letter and a briefing of the bureau, signed."""
    made = {}
    for name, unit, text in (
        ("school_notice", world.school, SCHOOL_NOTICE),
        ("other_notice", world.other_school, OTHER_NOTICE),
    ):
        to = [part for part in next_below(world.campaign, world.bureau) if part.unit_id == unit.pk]
        file = ready_evidence(text.encode(), f"{text}.txt") if name == "school_notice" else None
        notice = Notice("method", text, text)
        made[name] = issue_circular(
            world.campaign, notice, world.bureau, to, file=file, by=world.office, at=world.at
        ).pk
    leader = Actor("leader", Role.LEADER, world.bureau.path)
    for name, unit, kind, text in (
        ("school_draft", world.school, "briefing", SCHOOL_DRAFT),
        ("bureau_letter", world.bureau, "feedback_letter", BUREAU_LETTER),
        ("briefing", world.bureau, "briefing", "第一期"),
    ):
        paper = draft_paper(
            world.campaign,
            unit,
            Draft(kind, text, text, frozen((), date(2014, 5, 23))),
            by=world.office,
            at=world.at,
        )
        made[name] = paper.pk
        if name != "school_draft":
            sign_paper(paper, 1, by=leader, at=world.at)
    return made


def _say(world: World) -> dict[str, int]:
    """Three givers a unit, so that they make groups; the first of each is handed back."""
    said = []
    for unit, words in (
        (world.school, SCHOOL_WORDS),
        (world.other_school, OTHER_WORDS),
        (world.bureau, BUREAU_WORDS),
    ):
        for number, tail in enumerate(
            ("上周三坏了没有人管", "上周三又坏了还是没人管", "坏了三次，上周三起没人来管"), 1
        ):
            key = f"{unit.pk}{number}".rjust(64, "0")
            said.append(
                Said(
                    key=key,
                    source_id=f"{unit.pk}-{number}",
                    title="",
                    body=f"{words}{tail}",
                    row_no=len(said) + 2,
                    raised_on=date(2014, 5, 1),
                    giver_kind="parent",
                    about=unit.pk,
                    unit_as_written=unit.name,
                )
            )
    world.take_said(said)
    rows = {opinion.source_key: opinion.pk for opinion in Opinion.objects.of(world.campaign)}
    return {
        words: rows[keyed(world.campaign.secret, row.key)]
        for row in reversed(said)
        for words in RAW
        if row.body.startswith(words)
    }


def _judge(world: World) -> tuple[tuple[int, int], int]:
    """Of three opinions about the first school, the first and the second were judged; the second and the third are in doubt."""
    about = Opinion.objects.filter(about=world.school).order_by("row_no").values_list("pk", flat=True)
    first, second, third = about
    made = judge_pair(world.campaign, first, second, same=True, by=world.office, at=world.at)
    one, other = in_order(second, third)
    Doubt.objects.create(
        campaign=world.campaign, one_id=one, other_id=other, likeness=50, weight=1, inside=True
    )
    return (one, other), made.pk


def _tell(world: World, account: Account) -> int:
    """A message that is the office's own business."""
    section = Section("direct:1", MESSAGE, (Line(MESSAGE, "/"),))
    put_message(account, date(2014, 5, 23), [section], by=OFFICE, at=world.at)
    send_due(by=OFFICE, at=world.at, deliver=lambda _: True, off=lambda _: False)
    return Message.objects.get(account=account).pk


def _raise(world: World, title: str, summary: str, owner: Unit | None, *, checked: bool) -> Problem:
    wording = Wording(title=title, source="masses", manifestation=summary, checked=checked)
    return raise_problem(world.campaign, wording, owner=owner, by=world.office, at=world.at)


def _accounts(world: World) -> dict[str, Account]:
    long_ago, last_round = date(2013, 9, 1), date(2014, 5, 22)
    roles: dict[str, tuple[Role, Unit, date | None] | None] = {
        "outsider": None,
        "office": (Role.OFFICE, world.bureau, None),
        "school_office": (Role.OFFICE, world.school, None),
        "head": (Role.HEAD, world.school, None),
        "clerk": (Role.CLERK, world.school, None),
        "member": (Role.MEMBER, world.school, None),
        "foreign_clerk": (Role.CLERK, world.other_school, None),
        "spare": (Role.CLERK, world.other_school, None),
        "supervision": (Role.SUPERVISION, world.bureau, date(2014, 10, 31)),
        "lapsed": (Role.SUPERVISION, world.bureau, last_round),
        "leader": (Role.LEADER, world.bureau, None),
        "discipline": (Role.DISCIPLINE, world.bureau, None),
        "administrator": (Role.ADMINISTRATOR, world.bureau, None),
    }
    found = {}
    for login, held in roles.items():
        account, slip = open_account(login, f"某{login}", by=OFFICE, at=world.at)
        if held is not None:
            role, unit, until = held
            by = GIVERS.get(role, Actor("office", Role.OFFICE))
            slip = hand_out_slip(account, by=by, at=world.at)
            give_grant(account, role, unit, since=long_ago, until=until, by=by, at=world.at)
        found[login] = redeem_slip(login, slip.code, PASSWORD, at=world.at)
    return found


def _client(account: Account) -> Client:
    client = Client()
    assert client.post("/sign-in", {"login": account.login, "password": PASSWORD}).status_code == 302
    return client

"""Who asks for English reads English: only people's words, marked as Chinese, and names of the data are left."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client
from django.urls import get_resolver, resolve
from pytest_django import Settings

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_grant, give_post
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.answers.commands import ask_giver, give_answer, report_retaliation, return_answer
from huiyin.process.answers.models import Answer
from huiyin.process.answers.queries import receipt_of
from huiyin.process.campaigns.commands import (
    acknowledge_circular,
    ask_units,
    draft_paper,
    edit_paper,
    issue_circular,
    lay_plan,
    pass_on_circular,
    sign_paper,
    withdraw_circular,
)
from huiyin.process.campaigns.commands.asking import Wanted
from huiyin.process.campaigns.commands.circulars import Notice
from huiyin.process.campaigns.commands.papers import Draft
from huiyin.process.campaigns.models import (
    Ask,
    Campaign,
    Circular,
    CircularStop,
    Paper,
    Participation,
    PlanItem,
)
from huiyin.process.campaigns.queries.cascade import next_below, participation_of
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.channels.commands import (
    open_contact,
    open_entrance,
    open_sealed_contact,
    submit_opinion,
)
from huiyin.process.channels.models import Entrance
from huiyin.process.channels.rules.given import Given
from huiyin.process.effects.commands import measure_effects
from huiyin.process.inspections.commands import plan_visit
from huiyin.process.inspections.rules.visits import Planned
from huiyin.process.lifemeetings.models import LifeMeeting, Recorder
from huiyin.process.lifemeetings.rules.states import MeetingState
from huiyin.process.meetings.models import AgendaEntry, Meeting
from huiyin.process.opinions.commands import group_opinions, judge_pair, sweep_opinions
from huiyin.process.opinions.models import Doubt, Intake, Opinion
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.publicity.models import PublicMatter
from huiyin.process.publicity.rules.matters import MatterState
from huiyin.process.rectification.commands import Deliberated, Said, decide_together, rate_fix, take_step
from huiyin.process.rectification.models import Deliberation, Evidence, Extension, Measure, Step
from huiyin.process.sealed.commands import note_sealed
from huiyin.process.sealed.models import SealedMatter
from huiyin.process.supervision.commands import advance_stage
from huiyin.process.supervision.models import StageDecision
from huiyin.reports.papers.candidates import chosen, frozen, gather
from huiyin.web.frame.language import COOKIE, ENGLISH
from tests.access.again import said_again_of
from tests.access.criticised import criticise
from tests.access.gathered import gather_people
from tests.access.heard import hear_people
from tests.access.inspected import inspect
from tests.access.judged import judge
from tests.access.lettered import send_back
from tests.access.listened import listen
from tests.access.papered import point_out, write_paper, write_team_paper
from tests.access.sampled import draw_samples
from tests.access.talked import talk_over
from tests.access.voted import hold_votes
from tests.access.worked import work_on
from tests.web.conftest import OFFICE, PASSWORD
from tests.world import World

HAN = re.compile(r"[㐀-鿿]+")
READ_ALOUD = {"placeholder", "aria-label", "title", "data-h", "alt"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "rect", "source", "wbr"}
LINES = ("食堂上周三的午餐只有两片肉，问总务处说菜价涨了", "食堂上周三午餐只有两片肉，总务处说是菜价涨了，没有人管",
         "孩子说食堂午餐只有两片肉，总务处只说菜价涨了", "同一份留守儿童数据，这学期已经填报了五次，德育处要一遍",
         "孩子说食堂上周三的午餐只有两片肉，总务处说菜价涨了", "食堂上周三的午餐两片肉，总务处说菜价涨了，没有人管")  # fmt: skip
MOST_OF_A_KIND = 12  # pages at one address: the plan alone has hundreds
NO_PAGES = {
    "circular_file",
    "paper_docx",
    "calendar_feed",
    "meeting_news",
    "meeting_minutes",
    "meeting_paper",
    "study_paper",
    "posters_pdf",
    "export_opinions",
    "export_problems",
    "export_list",
    "export_ledger",
    "export_deliberation_list",
    "people_form",
    "units_form",
    "export_plan",
    "export_tasks",
    "export_progress",
    "export_vote",
    "selfcheck_docx",
    "selfcheck_reviews",
    "visit_pack_docx",
    "visit_log_xlsx",
    "visit_year_xlsx",
    "ladder_docx",
    "sealed_file",
    "scan_picture",
    "evidence_file",
    "unit_talks_ics",
    "my_talks_ics",
    "talk_record",
    "reminder_docx",
    "reminders_xlsx",
    "lifemeeting_package",
    "export_sample",
    "formalism_list",
    "letter_docx",
    "letter_reply",
    "look_docx",
    "effects_paper",
    "export_effects",
}
AT_THE_END = {"doubts", "doubt_lists", "next_recurrence"}  # lead to the first pair while one waits
ONLY_POSTED = {
    "report_progress",
    "assign_problem", "close_campaign", "lay_plan", "sign_ask", "set_item_date", "advance_stage", "fill_item",
    "sign_out", "choose_language", "decide_about", "undo_decision", "check_summary", "give_grant", "end_grant",
    "give_post", "end_post", "hand_out_slip", "close_account", "set_day", "clear_day", "take_in_year",
    "acknowledge_circular", "pass_on_circular", "withdraw_circular", "edit_paper", "sign_paper",
    "put_away", "add_channel", "remove_channel", "renew_feed", "end_feed",
    "judge_pair", "judge_pairs", "judge_list", "put_off_doubt", "undo_judgement",
    "drop_meeting", "hold_meeting", "redate_by_meeting", "drop_entry", "link_finding", "unlink_finding",
    "attach_paper", "withdraw_study", "close_entrance", "take_down_note",
    "tell_progress", "end_measure", "withdraw_evidence",
    "keep_scans", "set_sheet_aside", "skip_scan", "close_batch",
    "reply_under_receipt", "add_under_receipt", "withdraw_under_receipt", "report_retaliation", "rate_fix",
    "give_answer", "return_answer", "retire_phrase", "ask_giver", "read_messages",
    "decide_recurrence", "put_off_recurrence", "undo_recurrence", "link_recurrence",
    "begin_selfcheck", "save_selfcheck", "finish_selfcheck", "name_drafters", "sign_reminder",
    "drop_letter", "issue_letter", "sign_letter", "correct_letter", "answer_finding", "look_at_answer", "tie_finding",
    "change_visit", "confirm_entry", "add_to_entry", "draft_step", "issue_step", "sign_step", "answer_step", "declare_recusal", "lift_recusal",
    "issue_slips", "close_vote", "publish_vote", "cast_ballot",
    "approve_matter", "return_matter", "withdraw_matter",
    "seal_opinion", "open_contact", "open_sealed_contact", "note_sealed", "tell_giver", "erase_matter", "close_sealed", "hand_back_sealed",
    "assign_problems", "save_view", "drop_view",
    "lay_out_talks", "remind_head", "ask_for_talk", "plan_talk", "say_held", "confirm_talk", "object_to_talk", "say_not_held",
    "write_point", "share_point", "act_on_lifemeeting", "judge_lifemeeting", "keep_entry",
    "freeze_population", "draw_sample", "break_off_sample", "start_visit", "say_of_item",
    "judge_gate", "write_look", "return_look",
}  # fmt: skip


class Page(HTMLParser):
    """What a page says outside of elements with lang="zh", and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.said: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        apart = (given.get("lang") or "").startswith("zh") or tag in {"script", "style"}
        silent = apart or any(silent for _, silent in self.open)
        if tag not in VOID:
            self.open.append((tag, silent))
        if not silent:
            self.said += [value for name, value in attrs if name in READ_ALOUD and value]
        if tag == "a" and given.get("href") and "language=zh" not in str(given["href"]):
            self.links.append(str(given["href"]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.open or not self.open[-1][1]:
            self.said.append(data)


@pytest.fixture
def readers(
    world: World, account: Callable[..., Account], at: datetime, settings: Settings, tmp_path: Path
) -> list[Client]:
    """Clients in English of an office, a clerk, inspectors, an administrator and a discipline officer, where much is to see."""
    settings.HUIYIN_FILES = str(tmp_path / "files")
    taken = world.take(*LINES)
    Opinion.objects.filter(pk__in=[opinion.pk for opinion in taken[:4]]).update(about=world.school)
    Opinion.objects.filter(pk__in=[opinion.pk for opinion in taken[4:]]).update(about=world.other_school)
    sweep_opinions(world.campaign, by=world.office, at=at)
    group_opinions(world.campaign, by=world.office, at=at)
    _judge(world, taken, at)
    wording = Wording(
        title="午餐菜品缩水", source="masses", manifestation="上周三午餐只有两片肉", checked=True
    )
    raise_problem(world.campaign, wording, opinions=[taken[0].pk], owner=world.school, by=world.office, at=at)
    _rectify(world, at)
    ask_of_both(world, at)
    gather_people(world, "会上说的", "草稿里说的", "学过的")
    settings.HUIYIN_ADDRESS = "https://huiyin.example.cn"
    listen(world, ("甲", "乙"), ("三楼", "四楼"), LINES[0])
    _answer(world, at)
    hold_votes(world)
    head = account("lin", (Role.HEAD, world.school))
    give_post(head, PostKind.HEAD, world.school, since=date(2014, 1, 1), by=OFFICE, at=at)
    give_grant(head, Role.CLERK, world.school, since=date(2014, 9, 1), by=OFFICE, at=at)
    write_paper(world, head, Role.HEAD, "4月8日家长会上说的事没有答复", hand_in=True)
    point_out(world, account("tan", (Role.MEMBER, world.school)), "一周开了七次会")
    send_back(world, "开会太多", "发文太多")
    account("bare")
    lay_plan(world.campaign, {"city_meeting": date(2014, 5, 16)}, by=world.office, at=at)
    _ask_much(world, at)
    _pass_down(world, at)
    open_entrance(
        world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=at
    )
    protect(world, at)
    rate(world, at)
    roles = [Role.OFFICE, Role.CLERK, Role.SUPERVISION, Role.ADMINISTRATOR, Role.DISCIPLINE]
    for role in roles:
        account(role.value, (role, world.school if role is Role.CLERK else world.bureau))
    member, clerk = (Account.objects.get(login=login) for login in ("tan", Role.CLERK.value))
    around = {"head": head, "member": member, "clerk": clerk, "foreign_clerk": clerk}
    criticise(world, around, LINES[1])
    _meet(world, clerk)
    talk_over(world, head, Account.objects.get(login=Role.CLERK.value), LINES[0], LINES[1])
    write_team_paper(world, Account.objects.get(login=Role.CLERK.value))
    judge(world, LINES[0], LINES[1], LINES[2])
    _supervise(world, Account.objects.get(login=Role.SUPERVISION.value))
    office = Account.objects.get(login=Role.OFFICE.value)
    PublicMatter.objects.filter(state=MatterState.DRAFT).update(drafted_by=office.code)
    return [Client(), *(client_of(login) for login in [*(role.value for role in roles), "bare"])]


def _supervise(world: World, inspector: Account) -> None:
    """Visits that were announced and entered, a paper that was issued, samples, and the effect of what is closed."""
    inspected = inspect(world, inspector, LINES[0], LINES[1], LINES[2], LINES[3])
    second = Account.objects.get(login="second")
    today = Planned("talk", world.at.date(), LINES[1], noticed_on=world.at.date())
    by = Actor(inspector.code, Role.SUPERVISION, world.bureau.path)
    visit = plan_visit(world.campaign, world.school, today, [inspector, second], by=by, at=world.at)
    assert visit.number != inspected.visit
    draw_samples(world, inspector)
    measure_effects(world.campaign, whole=True, by=world.office, at=world.at)


def _meet(world: World, clerk: Account) -> None:
    """Further meetings of the first school: one to be reported, and the plan of one that is being written."""
    part = Participation.objects.get(campaign=world.campaign, unit=world.school)
    told = {
        "participation": part,
        "plan": LINES[2],
        "planned_on": date(2014, 5, 22),
        "drafted_by": clerk.code,
    }
    over = LifeMeeting.objects.create(
        number=2, state=MeetingState.REPORTING, held_on=date(2014, 5, 22), **told
    )
    Recorder.objects.create(meeting=over, account=clerk, by=clerk.code, on=date(2014, 5, 22))
    LifeMeeting.objects.create(number=3, **told)


def protect(world: World, at: datetime) -> None:
    """A sealed matter that was noted, a contact that was looked at, and a report of retaliation."""
    entrance = open_entrance(
        world.campaign, name="家长", channel="online", about=world.school, by=world.office, at=at
    )
    for number, accuses in enumerate((True, False)):
        given = Given(LINES[1], contact="wang@example.cn", accuses=accuses)
        code = submit_opinion(entrance, given, nonce=bytes([number] * 16), at=at).code
        receipt = receipt_of(code)
        assert receipt is not None
    report_retaliation(receipt, LINES[2], at=at)
    matter = SealedMatter.objects.select_related("campaign__root", "about").get()
    officer = Actor("officer", Role.DISCIPLINE)
    note_sealed(matter, LINES[3], by=officer, at=at)
    open_sealed_contact(matter, LINES[3], by=officer, at=at)
    opinion = Opinion.objects.select_related("campaign__root").get(pk=receipt.matter)
    open_contact(opinion, LINES[3], by=world.office, at=at)


def rate(world: World, at: datetime) -> None:
    """A problem that was handed in, and a giver who says that it isn't really fixed."""
    entrance = open_entrance(
        world.campaign, name="教师", channel="online", about=world.school, by=world.office, at=at
    )
    receipt = receipt_of(submit_opinion(entrance, Given(LINES[0]), nonce=b"r" * 16, at=at).code)
    assert receipt is not None
    wording = Wording(title=LINES[2], source="masses", manifestation=LINES[2], checked=True)
    behind = [receipt.matter]
    problem = raise_problem(
        world.campaign, wording, opinions=behind, owner=world.school, by=world.office, at=at
    )
    Problem.objects.filter(pk=problem.pk).update(state="awaiting")
    moved = {"before": "checked", "after": "awaiting", "role": "head", "by": "head-3"}
    Step.objects.create(problem=problem, round=1, act=Act.SUBMIT, **moved, on=at.date())
    rate_fix(receipt, problem.number, "not_fixed", LINES[3], at=at)
    said_again_of(world, receipt.matter, LINES[2], LINES[1])


def _judge(world: World, taken: list[Opinion], at: datetime) -> None:
    """A word on one pair, and another pair in doubt for the second time."""
    judge_pair(world.campaign, taken[0].pk, taken[1].pk, same=True, by=world.office, at=at)
    one, other = sorted([taken[2].pk, taken[3].pk])
    Doubt.objects.create(
        campaign=world.campaign, one_id=one, other_id=other, likeness=50, weight=1, put_off=1
    )


def _rectify(world: World, at: datetime) -> None:
    """Another problem of the school, claimed, with a measure, a file and a later date asked for."""
    wording = Wording(title="后门的灯不亮", source="own", topic="E01")
    lit = raise_problem(world.campaign, wording, owner=world.school, by=world.clerk, at=at)
    work_on(world, lit, "换灯")
    decide_together([lit], Deliberated(at.date(), "校长", "总务处换灯"), by=world.clerk, at=at)
    lit.refresh_from_db()
    path = world.school.path
    head = Actor("head-3", Role.HEAD, path, own=frozenset({path}))
    take_step(lit, Act.CLAIM, Said(shown="a" * 64), by=head, at=at)


def _answer(world: World, at: datetime) -> None:
    """Answers that wait, were returned and were given, a question and what givers said of their own."""
    returned, given = (hear_people(world, words, words) for words in ("后门的灯", "校车"))
    approver = Actor("approver", Role.OFFICE)
    answers = Answer.objects.select_related("campaign__root")
    return_answer(answers.get(pk=returned.school_answer), 1, "没有说哪天修", by=approver, at=at)
    give_answer(answers.get(pk=given.school_answer), 1, by=approver, at=at)
    ask_giver(Opinion.objects.get(pk=given.school_opinion), "是哪一路？", by=approver, at=at)
    hear_people(world, "操场", "大厅")


def _ask_much(world: World, at: datetime) -> None:
    """A task that waits for a signature, and a stage that was let pass."""
    part = Participation.objects.select_related("unit", "campaign__root").get(unit=world.school)
    fields = tuple(f"栏{number}" for number in range(61))
    ask_units(
        world.campaign, Wanted("报送大表", date(2014, 6, 6), fields=fields), [part], by=world.office, at=at
    )
    leader = Actor("leader", Role.LEADER)
    advance_stage(part, "listen", "已当面核对", by=leader, at=at)


def _pass_down(world: World, at: datetime) -> None:
    """The city's paper at the bureau and the schools, one that was withdrawn; a paper in three drafts, and a signed one."""
    campaign, bureau, office = world.campaign, world.bureau, world.office
    below, own = next_below(campaign, bureau), participation_of(campaign, bureau)
    notice = Notice(
        "method", "实施办法", "一、总体要求", "云活办〔2014〕9号", "市委活动办", "city_meeting", 3
    )
    assert own is not None
    issue_circular(campaign, notice, bureau, [own], by=office, at=at)
    stop = CircularStop.objects.select_related("participation__unit", "circular__campaign__root").get()
    acknowledge_circular(stop, by=office, at=at)
    pass_on_circular(stop, "不另要报表", below, by=office, at=at)
    sent = [
        issue_circular(campaign, Notice("method", "通知", "正文"), bureau, below, by=office, at=at)
        for _ in range(2)
    ]
    withdraw_circular(sent[0], "发错了", by=office, at=at)
    newer = Notice("method", "通知", "改过的正文")
    issue_circular(campaign, newer, bureau, below, replaces=sent[1], by=office, at=at)
    facts = frozen(
        chosen(gather(campaign, bureau, at.date(), [office]), {"circulars.acknowledged"}), at.date()
    )
    for body in ("【待写：做法】", "各校已签收"):
        paper = draft_paper(campaign, bureau, Draft("briefing", "逐级部署", body, facts), by=office, at=at)
        edit_paper(paper, "逐级部署", f"{body}。", 1, by=Actor("another", Role.OFFICE), at=at)
    sign_paper(Paper.objects.get(pk=paper.pk), 2, by=Actor("leader", Role.LEADER), at=at)


def ask_of_both(world: World, at: datetime) -> None:
    """One thing that both schools are late with, and one that is due soon."""
    schools = list(Participation.objects.filter(campaign=world.campaign).exclude(unit=world.bureau))
    for title, day in (("报送食堂台账", 30), ("上报排查情况", 26)):
        wanted = Wanted(title, date(2014, 5, day), demand="写明供货商", who="联络员", fields=("供货商",))
        ask_units(world.campaign, wanted, schools, by=world.office, at=at)
    PlanItem.objects.filter(ask__title="报送食堂台账").update(due_on=date(2014, 5, 20), progress="已问过食堂")


def client_of(login: str) -> Client:
    client = Client()
    client.post("/sign-in", {"login": login, "password": PASSWORD})
    return client


def data() -> list[str]:
    """Names that the data brings, the longest first: they stay as they are in any language."""
    units = ((unit.name, unit.kind, *unit.aliases) for unit in Unit.objects.all())
    named = [
        *chain.from_iterable(units),
        *Account.objects.values_list("name", flat=True),
        *Campaign.objects.values_list("name", flat=True),
        *Intake.objects.values_list("file_name", flat=True),
        *Circular.objects.values_list("title", flat=True),
        *Paper.objects.values_list("title", flat=True),
        *chain.from_iterable(Problem.objects.values_list("title", "manifestation")),
        *chain.from_iterable(Ask.objects.values_list("title", "demand", "who", "product")),
        *chain.from_iterable(Ask.objects.values_list("fields", flat=True)),
        *chain.from_iterable(StageDecision.objects.values_list("waived", flat=True)),
        *StageDecision.objects.values_list("why", flat=True),
        *chain.from_iterable(Measure.objects.values_list("what", "doer", "result")),
        *Evidence.objects.values_list("title", flat=True),
        *Extension.objects.values_list("reason", flat=True),
        *chain.from_iterable(Deliberation.objects.values_list("present", "conclusion")),
        *PlanItem.objects.exclude(progress="").values_list("progress", flat=True),
        *Meeting.objects.values_list("title", flat=True),
        *AgendaEntry.objects.values_list("title", flat=True),
        *chain.from_iterable(PublicMatter.objects.values_list("title", "withdrawn_why")),
    ]
    return sorted(filter(None, named), key=len, reverse=True)


def pages_of(client: Client) -> Iterator[tuple[str, str, Page]]:
    """(name of the address, path, page) of all that links lead to from the first page on."""
    client.cookies[COOKIE] = ENGLISH
    entrances = [f"/say/{code}" for code in Entrance.objects.values_list("code", flat=True)]
    ahead, seen = ["/", "/sign-in", "/slip", "/r", "/vote", "/vote/thanks", *entrances], set()
    visited: Counter[str] = Counter()
    while ahead:
        path = urldefrag(ahead.pop())[0]
        name = resolve(path.partition("?")[0]).url_name or ""
        if path in seen or name in NO_PAGES:
            continue
        seen.add(path)
        visited[name] += 1
        if visited[name] > MOST_OF_A_KIND:
            continue
        answer = client.get(path)
        if answer.status_code in {302, 303}:
            ahead.append(urljoin(path, answer.headers["Location"]))
        else:
            assert answer.status_code in {200, 403}, path
            page = Page(answer.text)
            ahead += [urljoin(path, link) for link in page.links if urljoin(path, link).startswith("/")]
            yield name, path, page


def chinese_of(client: Client) -> Iterator[tuple[str, str, set[str]]]:
    """(name of the address, path, what is left of Chinese) of every page."""
    known = data()
    for name, path, page in pages_of(client):
        said = "\n".join(page.said)
        for each in known:
            said = said.replace(each, "")
        yield name, path, set(HAN.findall(said))


Crawled = list[list[tuple[str, str, set[str]]]]
_crawled: Crawled = []


@pytest.fixture
def crawled(request: pytest.FixtureRequest, db: None) -> Crawled:
    """What is left of Chinese on every page that each reader comes to: they go through all of them once, for two tests."""
    if not _crawled:
        _crawled.extend([list(chinese_of(client)) for client in request.getfixturevalue("readers")])
    return _crawled


def of_people(chinese: str) -> bool:
    """Whether it is a piece of what somebody said."""
    return any(chinese in line for line in LINES)


def test_no_page_in_english_speaks_chinese(crawled: Crawled) -> None:
    names: set[str] = set()
    left: dict[str, list[str]] = {}
    for pages in crawled:
        for name, path, chinese in pages:
            names.add(name)
            if ours := [each for each in chinese if not of_people(each)]:
                left[path] = ours
    everything = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert everything - NO_PAGES - ONLY_POSTED - AT_THE_END - names == set()
    assert not left


def test_the_end_of_a_queue_speaks_english_too(readers: list[Client]) -> None:
    Doubt.objects.all().delete()
    client = readers[1]
    client.cookies[COOKIE] = ENGLISH
    said = "\n".join(Page(client.get("/c/mass-line/groups/doubts").text).said)
    for each in data():
        said = said.replace(each, "")
    assert "Nothing is in doubt" in said
    assert not [each for each in HAN.findall(said) if each != "中文"]


def test_the_words_of_people_are_marked_as_chinese(crawled: Crawled) -> None:
    """A screen reader speaks them as Chinese: an opinion, the title of a group, the words that led to a suggestion."""
    unmarked = {name for name, _, chinese in crawled[1] if any(map(of_people, chinese))}
    assert unmarked == set()

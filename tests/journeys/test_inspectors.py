"""The inspectors' side in a real browser: a gate returned and passed, a visit from its plan to the ledger, a letter from its draft to the last answer.

Built by commands, in a process of their own beside the server: accounts, a problem of the ledger, a paper that was handed in; while the
journey goes on, the two tasks that a return made and the paper written anew. The template is the shipped one with two gates out of the first
stage. The rest is done by the people themselves on their pages.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from huiyin.kit.clock import day_in_china
from huiyin.reports.checker.official import check_official
from tests.journeys.browsing import CHEAP, HUIYIN, free_port, hand, looked_at, own_environment, served
from tests.journeys.test_second_stage import GIVEN, PASSWORD, SCHOOL, Stage, press
from tests.migrated import begin

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        os.environ.get("HUIYIN_DATABASE", ":memory:") != ":memory:",
        reason="it serves a database of its own: once is enough",
    ),
]
HOME, PROBLEM = "/c/mass-line", "食堂伙食账目不按月公布"
HEADINGS = ["日期", "督导单位", "督导人员", "方式", "了解到的情况", "发现的问题", "提出的要求", "反馈对象", "回访结果"]  # fmt: skip
WIDTHS = (390, 1280)
PEOPLE = f"""
from django.core.management import call_command
call_command("migrate", verbosity=0)
from huiyin.platform.orgs.commands import give_grant, give_post, open_account
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.campaigns.commands import lay_plan
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.selfchecks.commands import begin_selfcheck, hand_in_selfcheck, save_selfcheck
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.rules.content import Content, Item
from tests.world import TEMPLATE, build_world
world = build_world(at)
by = {{gate.code: gate for gate in TEMPLATE.gates}}
leave = by["leave_listen"]
answered = [one for one in leave.conditions if one.fact == "supervision.findings_answered"]
gates = (
    by["awareness"].model_copy(update={{"stage": "listen", "at": leave.at}}),
    leave.model_copy(update={{"conditions": tuple(answered)}}),
)
template = TEMPLATE.model_copy(update={{"gates": gates, "plan": ()}}).model_dump_json()
Campaign.objects.filter(pk=world.campaign.pk).update(template=template)
campaign = Campaign.objects.select_related("root").get()
lay_plan(campaign, {{"city_meeting": date(2014, 5, 16)}}, by=world.office, at=at)
since = today - timedelta(days=100)
roles = {{"xiaozhang": (Role.HEAD, world.school), "fuxiao": (Role.MEMBER, world.school), "lianluo": (Role.CLERK, world.school)}}
roles |= {{login: (Role.SUPERVISION, world.bureau) for login in ("dudao", "dudao2")}} | {{"zhuren": (Role.OFFICE, world.bureau)}}
for login, (role, unit) in roles.items():
    account, _ = open_account(login, f"某{{login}}", by=world.office, at=at)
    until = today + timedelta(days=200) if role is Role.SUPERVISION else None
    give_grant(account, role, unit, since=since, until=until, by=world.office, at=at)
    if role in (Role.HEAD, Role.MEMBER):
        give_post(account, PostKind.HEAD if role is Role.HEAD else PostKind.MEMBER, unit, since=since, by=world.office, at=at)
account.set_password("{PASSWORD}")
Account.objects.update(password=account.password, must_change_password=False)
wording = Wording("{PROBLEM}", "masses", "三月以来没有公布", focus="F1", checked=True)
raise_problem(campaign, wording, owner=world.school, by=world.office, at=at)
begin_selfcheck(part(), who("fuxiao"), team=False, by=acting("fuxiao"), at=at)
"""
HAND_IN = """
from huiyin.process.selfchecks.commands import hand_in_selfcheck, save_selfcheck
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.rules.content import Content, Item
paper = SelfCheck.objects.select_related("participation__campaign__root", "participation__unit", "account").get()
case = Item("四月八日家长会上的三条意见没有答复", "G3", date(2014, 4, 8), "purpose", "月底前逐一回访", "expectations")
save_selfcheck(paper, Content({"discipline": f"第{paper.edits}次写：两次没有参加组织生活会。"}, (case,)), paper.edits, keep=True, by=acting("fuxiao"), at=at)
paper.refresh_from_db()
hand_in_selfcheck(paper, paper.edits, shown="a" * 64, discussed=None, by=acting("fuxiao"), at=at)
"""
DONE = """
from huiyin.process.campaigns.commands import report_progress
from huiyin.process.campaigns.commands.reporting import Progress
from huiyin.process.campaigns.models import PlanItem
related = ("ask__campaign__root", "participation__unit", "participation__campaign__root")
items = PlanItem.objects.filter(ask__origin="return", participation=part()).select_related(*related)
for item in items:
    report_progress(item, Progress("账目已公布", today, ""), item.version, by=acting("lianluo"), at=at)
print(len(items))
"""


@pytest.fixture(scope="module")
def stage(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder, port = tmp_path_factory.mktemp("inspectors"), free_port()
    address = f"http://127.0.0.1:{port}"
    env = own_environment(
        HUIYIN_DATABASE=str(folder / "huiyin.sqlite3"),
        HUIYIN_ADDRESS=address,
        HUIYIN_GIVERS_KEY="the-key-of-a-journey-that-lasts-a-minute-only",
        DJANGO_SETTINGS_MODULE="huiyin.config.settings",
    )
    begin(folder / "huiyin.sqlite3")
    words = ["serve", "--port", str(port), "--no-work"]
    with ExitStack() as running:
        do = running.enter_context(hand(env))
        unit = do("\n".join([GIVEN, PEOPLE, HAND_IN, "print(part().unit_id)"]))
        running.enter_context(
            served(words, f"{address}/sign-in", folder / "log", env, program=CHEAP + HUIYIN)
        )
        made = Stage(do, address, browser, unit)
        yield made
        for page in made.pages.values():
            page.context.close()


def said(page: Page, text: str) -> None:
    expect(page.locator("body")).to_contain_text(text)


def days(many: int) -> str:
    return (day_in_china(datetime.now(tz=UTC)) + timedelta(days=many)).isoformat()


def test_a_gate_is_returned_mended_and_passed(stage: Stage) -> None:
    inspector, author = stage.page("dudao"), stage.page("fuxiao")
    here = f"{HOME}/units/{stage.part}/gates/awareness"
    inspector.goto(f"{HOME}/units/{stage.part}/gates")
    said(inspector, "尚无结论")
    inspector.goto(here)
    inspector.get_by_text("各个事实怎么算").click()
    said(inspector, "学习教育、大讨论、大排查的记录数")
    inspector.locator("input[name=verdict][value=return]").check()
    inspector.locator("[name=why]").fill("对照自己的少，事例旧。")
    inspector.locator("[name='text.1']").fill("账目公布到五月")
    inspector.locator("[name='due.1']").fill(days(14))
    problem = inspector.locator("[name='about.1'] option", has_text=PROBLEM).get_attribute("value") or ""
    assert problem.startswith("problem:")
    inspector.locator("[name='about.1']").select_option(problem)
    inspector.locator("details.item summary").nth(1).click()
    inspector.locator("[name='text.2']").fill("把自己摆进去，写三件具体的事")
    inspector.locator("[name='due.2']").fill(days(7))
    paper = inspector.locator("[name='about.2'] option", has_text="某fuxiao").get_attribute("value") or ""
    inspector.locator("[name='about.2']").select_option(paper)
    looked_at(inspector, "inspectors-gate-return", WIDTHS)
    press(inspector, "记下结论")
    said(inspector, "退回")
    said(inspector, "在改")
    clerk, office = stage.page("lianluo"), stage.page("zhuren")
    clerk.goto(f"{HOME}/todo")
    said(clerk, "账目公布到五月")
    author.goto(f"{HOME}/selfchecks")
    author.locator("main").get_by_role("link", name="某fuxiao").first.click()
    said(author, "把自己摆进去，写三件具体的事")
    office.goto(f"{HOME}/units/{stage.part}/gate")
    said(office, "被退回，还没有再过关")
    assert stage.command(DONE, HAND_IN) == "1"
    inspector.goto(f"{HOME}/gates?gate=awareness&again=yes")
    said(inspector, "改好了，等再看")
    inspector.goto(here)
    expect(inspector.locator(".round .state", has_text="已改")).to_have_count(2)
    mended = datetime.fromisoformat(days(0))
    expect(inspector.locator(".round").last).to_contain_text(
        f"前 · {mended.month} 月 {mended.day} 日改好 · 第"
    )
    inspector.locator("input[name=verdict][value=pass]").check()
    inspector.locator("[name=why]").fill("三件事写到了人和日子。")
    press(inspector, "记下结论")
    said(inspector, "第 2 次")
    looked_at(inspector, "inspectors-gate-passed", WIDTHS)
    office.goto(f"{HOME}/units/{stage.part}/gate")
    expect(office.locator("main")).not_to_contain_text("被退回")


def test_a_visit_goes_from_its_plan_to_the_ledger(stage: Stage) -> None:
    one, other = stage.page("dudao"), stage.page("dudao2")
    _plan(one, stage, "special", "2026-12")
    visit = one.url
    one.goto(f"{visit}/pack")
    said(one, "要问的")
    looked_at(one, "inspectors-pack", WIDTHS)
    assert one.pdf(format="A4").startswith(b"%PDF")
    one.goto(visit)
    one.get_by_role("link", name="录入走访情况").click()
    one.get_by_label("查阅").check()
    one.locator("[name=learned]").fill("公示栏三个月没有换。")
    one.locator("[name='found.1']").fill("三月、四月的账目没有公布。")
    one.locator("[name='demand.1']").fill("十日内补齐并公布。")
    one.locator("[name='due.1']").fill(days(10))
    one.locator("[name=told]").fill("校长")
    looked_at(one, "inspectors-enter", WIDTHS)
    press(one, "保存")
    said(one, "等另一位")
    expect(one.locator("main").get_by_role("button", name="确认")).to_have_count(0)
    other.goto(f"{HOME}/todo")
    other.goto(visit)
    press(other, "确认")
    said(other, "已确认")
    looked_at(other, "inspectors-visit", WIDTHS)
    log = other.request.get(f"{HOME}/inspections/log.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(log.body())).get_sheet_by_index(0).to_python()
    assert HEADINGS in [[str(cell) for cell in row] for row in rows]
    assert any("公示栏三个月没有换。" in map(str, row) for row in rows)
    one.goto(f"{HOME}/problems")
    said(one, "三月、四月的账目没有公布")
    _plan(one, stage, "whole", "2026-13")
    one.goto(f"{HOME}/inspections/year")
    said(one, "2026-13")
    said(one, "的次数已满")
    looked_at(one, "inspectors-year", WIDTHS)
    _plan(one, stage, "whole", "2026-14")
    said(one, "一年最多 1 次")
    expect(one.locator("main [role=alert]")).to_be_visible()
    looked_at(one, "inspectors-plan-refused", WIDTHS)


def _plan(page: Page, stage: Stage, kind: str, number: str) -> None:
    page.goto(f"{HOME}/inspections/plan?unit={stage.part}")
    page.locator(f"input[name=kind][value={kind}]").check()
    page.locator("[name=day]").fill(days(0))
    page.get_by_label("某dudao2").check()
    page.locator("[name=list_number]").fill(number)
    page.locator("[name=noticed_on]").fill(days(-40))
    page.locator("[name=scope]").fill("食堂账目和收费公示")
    press(page, "安排")


def test_a_letter_keeps_the_stage_open_until_each_point_is_answered(stage: Stage) -> None:
    one, other, head = (stage.page(login) for login in ("dudao", "dudao2", "xiaozhang"))
    one.goto(f"{HOME}/letters/draft?unit={stage.part}")
    one.locator("[name=judgement]").fill("第一环节总体情况良好。")
    one.locator("[name='text.1']").fill("少数党员干部对活动认识有待提高。")
    one.locator("details.item summary").nth(1).click()
    one.locator("[name='text.2']").fill("征求意见不能聚焦，具体问题收集不多。")
    one.locator("[name=demand]").fill("下一环节要采取措施改进。")
    looked_at(one, "inspectors-letter-form", WIDTHS)
    press(one, "存为草稿")
    letter = one.url
    expect(one.locator("main").get_by_role("button", name="签发")).to_have_count(0)
    other.goto(letter)
    press(other, "签发")
    said(other, "还没有签收")
    head.goto(letter)
    press(head, "签收")
    said(head, "已签收")
    office, clerk = stage.page("zhuren"), stage.page("lianluo")
    gate = f"{HOME}/units/{stage.part}/gate"
    office.goto(gate)
    said(office, "必须满足的条件没有达到")
    office.locator("[name=why]").fill("先过去再说")
    press(office, "通过，进入下一环节")
    expect(office.locator("main [role=alert]")).to_contain_text("上一级领导小组")
    for number, words in ((1, "补了一次学习讨论，四十人发言。"), (2, "又听了一轮，问到具体的人和事。")):
        clerk.goto(letter)
        clerk.locator(f"#finding-{number} [name=text]").fill(words)
        if number == 1:
            looked_at(clerk, "inspectors-letter-answer", WIDTHS)
        press(clerk, f"答复第 {number} 条")
    one.goto(letter)
    looked_at(one, "inspectors-letter", WIDTHS)
    for name in ("letter.docx", "reply.docx"):
        assert check_official(BytesIO(one.request.get(f"{letter}/{name}").body())) == [], name
    office.goto(gate)
    expect(office.locator("main")).not_to_contain_text("必须满足的条件没有达到")
    press(office, "通过，进入下一环节")
    said(office, SCHOOL)
    office.goto(f"{HOME}/units/{stage.part}")
    said(office, "查摆问题、开展批评")

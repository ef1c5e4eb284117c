"""From the first stage to the look back in December, in a real browser: a paper returned, a meeting held again, a gate returned and passed, a
false closing that a sample finds, one problem proven, one come back, one of which nothing can be told yet.

Each act on its day: the server's clock and the commands' is a file with the moment. Built by commands, in a process of its own beside the
server: tests/journeys/year.py. The rest is done by the people themselves on their pages.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from tests.journeys import year
from tests.journeys.browsing import CHEAP, HUIYIN, ROOT, free_port, hand, looked_at, own_environment, served
from tests.migrated import begin

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        os.environ.get("HUIYIN_DATABASE", ":memory:") != ":memory:",
        reason="it serves a database of its own: once is enough",
    ),
]
HOME = "/c/mass-line"
WIDTHS = (390, 1280)
TASK, ADVANCE = "把教师的意见原话带到会上", "通过，进入下一环节"
# The clock of the served program, before anything has taken it from its room: the moment in a file, and what went by since it was written.
PROGRAM = f"""
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from huiyin.kit import clock
written = Path(os.environ["JOURNEY_MOMENT"])
def now():
    since = datetime.now().timestamp() - written.stat().st_mtime
    return (datetime.fromisoformat(written.read_text()) + timedelta(seconds=since)).astimezone(UTC)
clock.now = now
{CHEAP}
{HUIYIN}
"""
STAGES = """stages => stages.map(stage => ({
  whole: +stage.querySelector("h2 b").textContent,
  total: stage.querySelector(".total td").textContent.trim().replace(/\\s+/g, " "),
  parts: Object.fromEntries([...stage.querySelectorAll("table.sum tr:not(.total)")].map(row =>
    [row.querySelector("th").textContent.trim(), +row.querySelector("td").textContent])),
}))"""
# Each ends by SystemExit; one that fails ends the process.
TYPED = """
import json, sys
from huiyin.cli.main import main
for words in json.loads(sys.argv[1]):
    sys.argv = ["huiyin", *words]
    try:
        main()
    except SystemExit as ended:
        if ended.code:
            raise
"""


@dataclass
class Year:
    """The installation: time goes on when somebody says so, each of the people has a browser window."""

    env: dict[str, str]
    do: Callable[[str], str]
    folder: Path
    address: str
    browser: Browser
    moment: str = ""
    unit: int = 0
    pages: dict[str, Page] = field(default_factory=dict)

    def turn(self, moment: str) -> None:
        """It is then, by the clocks of the server and of commands."""
        self.moment = f"2014-{moment}+08:00"
        (self.folder / "next").write_text(self.moment)
        (self.folder / "next").replace(self.folder / "moment")

    def act(self, name: str) -> Any:
        """Play what is prepared by commands; what it answers."""
        return json.loads(self.do(f"from tests.journeys import year; year.play({name!r}, {self.moment!r})"))

    def huiyin(self, *commands: Sequence[str]) -> str:
        """Commands as an administrator types them, one after the other in one process; what they say."""
        done = subprocess.run(
            [sys.executable, "-c", TYPED, json.dumps(commands)],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr[-3000:]
        return done.stdout

    def page(self, login: str) -> Page:
        """Somebody's page, signed in at the first time."""
        if login not in self.pages:
            context = self.browser.new_context(
                base_url=self.address,
                viewport={"width": 1280, "height": 900},
                locale="zh-CN",
                accept_downloads=True,
            )
            context.set_default_timeout(20_000)
            page = self.pages[login] = context.new_page()
            page.goto("/sign-in")
            page.locator("input[name=login]").fill(login)
            page.locator("input[name=password]").fill(year.PASSWORD)
            page.locator("main button").first.click()
            page.wait_for_url(lambda url: "/sign-in" not in url)
        return self.pages[login]


@pytest.fixture(scope="module")
def run(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    folder, port = tmp_path_factory.mktemp("year"), free_port()
    address = f"http://127.0.0.1:{port}"
    env = own_environment(
        HUIYIN_DATABASE=str(folder / "huiyin.sqlite3"),
        HUIYIN_ADDRESS=address,
        HUIYIN_GIVERS_KEY="the-key-of-a-journey-that-lasts-a-minute-only",
        DJANGO_SETTINGS_MODULE="huiyin.config.settings",
        JOURNEY_MOMENT=str(folder / "moment"),
    )
    begin(folder / "huiyin.sqlite3")
    with ExitStack() as running:
        made = Year(env, running.enter_context(hand(env)), folder, address, browser)
        made.turn("05-30T09:00:00")
        made.unit = made.act("spring")
        words = ["serve", "--port", str(port), "--no-work"]
        running.enter_context(
            served(words, f"{address}/sign-in", folder / "log", env, program=PROGRAM, cold=True)
        )
        yield made
        for page in made.pages.values():
            page.context.close()


def press(page: Page, name: str) -> None:
    """Press the one button of that name, and wait for what comes."""
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def from_todo(page: Page, name: str) -> None:
    """To what waits for somebody, by the line of their list."""
    page.goto(f"{HOME}/todo")
    page.locator("main").get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def main_of(page: Page) -> Any:
    return expect(page.locator("main"))


def test_from_the_first_stage_to_the_look_back(run: Year) -> None:
    leave_the_first_stage(run)
    run.turn("06-10T09:00:00")
    known = run.act("meeting")
    return_a_paper(run, known["paper"])
    order_a_meeting_again(run, known["first"])
    return_at_the_gate(run)
    run.turn("06-18T17:00:00")
    look_at_the_second(run, known["first"], run.act("held_again"))
    pass_the_gate(run)
    run.turn("10-15T09:00:00")
    assert run.act("autumn") == len(year.CLOSED)
    here, seal = draw(run)
    reopened = find_false(run, here)
    draw_again(run, here, seal, reopened)
    run.turn("12-08T09:00:00")
    again = say_what_came_back(run)
    look_back(run)
    run.turn("12-09T03:00:00")
    assert run.act("night") == {"wrong": 0, "opinions": year.SPOKEN}
    run.turn("12-09T09:00:00")
    verdicts = effects(run)
    one_page(run, again, reopened)
    reports(run, verdicts)


def leave_the_first_stage(run: Year) -> None:
    """The office lets the school pass: the eight looks were handed in, the study was written down, people were listened to."""
    office = run.page("zhuren")
    office.goto(f"{HOME}/units/{run.unit}/gate")
    main_of(office).to_contain_text("学习教育、听取意见")
    office.locator("[name=why]").fill("推进会的部署已当面核对。")
    press(office, ADVANCE)
    main_of(office).to_contain_text("已通过，单位进入下一环节")


def return_a_paper(run: Year, paper: int) -> None:
    """The head sends the team's paper back with what is wrong; the clerk mends it and hands it in again."""
    clerk, head = run.page("lianluo"), run.page("xiaozhang")
    here = f"{HOME}/selfchecks/{paper}"
    clerk.goto(here)
    for words in (
        "总的来说还可以，有时学习不够。",
        "今年开了三次班子会，两次没有议题，三月八日的会开了四个小时。",
    ):
        clerk.locator("[name='block.discipline']").fill(words)
        press(clerk, "保存，并留一稿")
        clerk.goto(f"{here}/hand-in")
        clerk.locator("[name=discussed_on]").fill("2014-06-09")
        clerk.locator("[name=discussed]").fill("班子六人都到了，逐条对过意见。")
        press(clerk, "送审")
        if words.startswith("总的"):
            from_todo(head, "自查材料等您审阅")
            head.locator(f"a[href$='{here}/review']").click()
            head.locator("input[name=verdict][value=revise]").check()
            head.locator("input[name=reason]:visible").first.check()
            head.locator("[name=remark]").fill("没有一件有日期的事，请写清楚。")
            press(head, "记下结论")
            from_todo(clerk, "您写的材料退回了，等您改")
            clerk.locator(f"a[href$='{here}']").first.click()
            main_of(clerk).to_contain_text("没有一件有日期的事，请写清楚。")
    main_of(clerk).to_contain_text("第 2 稿")


def order_a_meeting_again(run: Year, first: int) -> None:
    """The inspectors say that it was a show, and have it held again."""
    inspector = run.page("dudao")
    inspector.goto(f"{HOME}/life-meetings/{first}")
    inspector.locator("form[action$='/judge'] input[name=code][value=show]").check()
    inspector.locator("form[action$='/judge'] [name=text]").first.fill("三条批评都是客气话，没有一件事。")
    press(inspector, "点评")
    inspector.get_by_text("责令重新召开", exact=True).last.click()
    inspector.locator("select[name=code]").select_option(index=1)
    inspector.locator("details [name=text]").fill("相互批评没有说到一件具体的事。")
    press(inspector, "责令重开")
    main_of(inspector).to_contain_text("被责令重新召开。这一次原样留着")


def return_at_the_gate(run: Year) -> None:
    """Without a meeting that stands nobody passes: the gate is returned, what must change is a task of the school, and the stage stays shut."""
    inspector, clerk = run.page("dudao"), run.page("lianluo")
    inspector.goto(f"{HOME}/units/{run.unit}/gates/leave_examine")
    main_of(inspector).to_contain_text("专题民主生活会还没有召开")
    inspector.locator("[name=verdict][value=return]").check()
    inspector.locator("[name=why]").fill("会要重开，教师的意见没有带到会上。")
    inspector.locator("[name='text.1']").fill(TASK)
    inspector.locator("[name='due.1']").fill("2014-06-20")
    press(inspector, "记下结论")
    main_of(inspector).to_contain_text("第 1 次 ▲ 退回")
    inspector.goto(f"{HOME}/units/{run.unit}/gate")
    inspector.locator("[name=why]").fill("先进第三环节再补。")
    press(inspector, ADVANCE)
    expect(inspector.get_by_role("alert")).to_contain_text("被退回，还没有再过关")
    clerk.goto(f"{HOME}/todo")
    expect(clerk.locator("main").get_by_role("link", name=TASK)).to_be_visible()


def look_at_the_second(run: Year, first: int, second: int) -> None:
    """The second was held to the point; the first is kept as it was, and leads to it."""
    inspector, clerk = run.page("dudao"), run.page("lianluo")
    inspector.goto(f"{HOME}/life-meetings/{second}")
    inspector.locator("form[action$='/judge'] input[name=code][value=good]").check()
    inspector.locator("form[action$='/judge'] [name=text]").first.fill("人人都提到了具体的事。")
    press(inspector, "点评")
    main_of(inspector).to_contain_text("人人都提到了具体的事。")
    clerk.goto(f"{HOME}/life-meetings/{first}")
    main_of(clerk).to_contain_text("三条批评都是客气话，没有一件事。")
    clerk.get_by_role("link", name="看记录").click()
    expect(clerk.get_by_text("希望多注意身体。")).to_have_count(3)
    clerk.go_back()
    clerk.get_by_role("link", name="到重新召开的那一次").click()
    clerk.wait_for_url(f"**/life-meetings/{second}")
    clerk.get_by_role("link", name="看记录").click()
    expect(clerk.get_by_text("三月只听过一节课")).to_have_count(30)


def pass_the_gate(run: Year) -> None:
    """The task is done, the gate is passed, and the stage opens."""
    inspector, clerk = run.page("dudao"), run.page("lianluo")
    from_todo(clerk, TASK)
    clerk.locator("[name=progress]").fill("十六条意见原话都念了，一条一条回应。")
    clerk.locator("[name=done]").check()
    press(clerk, "记下")
    from_todo(inspector, "关口退回后改好了，等您再下结论")
    inspector.locator("main").get_by_role("link", name=year.SCHOOL).click()
    main_of(inspector).to_contain_text("已改")
    inspector.locator("[name=verdict][value=pass]").check()
    inspector.locator("[name=why]").fill("列席了第二次会，看了记录。")
    press(inspector, "记下结论")
    main_of(inspector).to_contain_text("第 2 次 ● 过关")
    looked_at(inspector, "look-back-gate", WIDTHS)
    inspector.goto(f"{HOME}/units/{run.unit}/gate")
    press(inspector, ADVANCE)
    main_of(inspector).to_contain_text("已通过，单位进入下一环节")


def draw(run: Year) -> tuple[str, str]:
    """The seed's hash is announced, the population is frozen, the sample drawn; its address and the hash. Its unit sees none of it."""
    one, clerk = run.page("dudao"), run.page("lianluo")
    one.goto(f"{HOME}/samples")
    one.get_by_role("link", name="抽一次样").click()
    one.locator("form[method=get] [name=tolerable]").fill("50")
    one.locator("form[method=get] [name=confidence]").fill("99")
    press(one, "算一算")
    one.locator("[name=kind][value=problem]").check()
    press(one, "抽种子，公布摘要")
    here = one.url
    seal = one.locator("code.hash").first.inner_text()
    press(one, "冻结名单")
    main_of(one).to_contain_text("名单已冻结：6 个")
    press(one, "抽取")
    main_of(one).to_contain_text("抽出 4 个")
    clerk.goto(here)
    main_of(clerk).to_contain_text("您的范围内没有正在核查的")
    return here, seal


def find_false(run: Year, here: str) -> str:
    """Two go and find a closing false: reopened under the same number, one round more; the number. From the visit on its unit sees it."""
    one, two, clerk = run.page("dudao"), run.page("dudao2"), run.page("lianluo")
    drawn = one.locator("table.cards tbody tr")
    expect(drawn).to_have_count(4)
    false = drawn.filter(has_text=re.compile("|".join(year.CLOSED[3:]))).first
    number = false.locator("a .nowrap").inner_text()
    false.get_by_role("link").click()
    one.locator("select[name=second]").select_option(label="某dudao2")
    press(one, "开始核查")
    clerk.goto(here)
    expect(clerk.locator("table.cards tbody tr")).to_contain_text([number])
    for page, words in ((one, "现场没有，问了两个班都说没改。"), (two, "翻了台账，没有记录。")):
        from_todo(page, "去看过的等您写明看法")
        page.locator("main a", has_text="第 1 号").click()
        page.locator("main a", has_text=number).click()
        page.locator("[name=holds][value=no]").check()
        page.locator("[name=words]").fill(words)
        press(page, "记下")
    main_of(two).to_contain_text("两个人说的一致，已成结论")
    looked_at(two, "look-back-sample-item", WIDTHS)
    two.get_by_role("link", name="去重新整改").click()
    two.locator("[name=reason_code]").first.check()
    two.locator("[name=reason]").fill("抽查不属实，重新整改。")
    two.locator("[name=until]").fill("2014-11-30")
    two.locator("main form button").last.click()
    two.wait_for_load_state()
    main_of(two).to_contain_text(number)
    main_of(two).to_contain_text("第 2 轮")
    return number


def draw_again(run: Year, here: str, seal: str, false: str) -> None:
    """The others hold. What that says of all is told, and anybody draws the same again from what is published."""
    one = run.page("dudao")
    assert run.act("looked") == 4
    one.goto(here)
    main_of(one).to_contain_text("看了 4 个，不属实的 1 个")
    main_of(one).to_contain_text("已重新整改")
    looked_at(one, "look-back-sample", WIDTHS)
    with one.expect_download() as saved:
        one.get_by_role("link", name="下载名单和种子").click()
    saved.value.save_as(run.folder / "sample.zip")
    redrawn = json.loads(run.huiyin(("sample", "redraw", str(run.folder / "sample.zip"), "--json")))
    assert all(check["same"] for check in redrawn["checked"])
    assert any(seal in str(check.values()) for check in redrawn["checked"])
    assert false in str(redrawn["sample"])


def say_what_came_back(run: Year) -> str:
    """The office says by key what speaks again of what was closed; the number of the problem that follows."""
    office = run.page("zhuren")
    from_todo(office, "意见可能又说起已销号的问题，等人判断")
    looked_at(office, "look-back-bench", WIDTHS)
    office.set_viewport_size({"width": 390, "height": 844})
    expect(office.get_by_role("button", name="又说起了")).to_be_in_viewport()
    office.set_viewport_size({"width": 1280, "height": 900})
    asked = []
    while office.url != f"{run.address}{HOME}/recurrences":
        asked.append(office.locator(".read .words").inner_text())
        office.keyboard.press("n" if asked[-1] == year.ASIDE else "y")
        expect(office.locator(".read .words", has_text=asked[-1])).to_have_count(0)
        office.wait_for_load_state()
    assert sorted(asked) == sorted([*year.AGAIN, year.ASIDE])
    office.get_by_role("link", name="另立新问题").click()
    office.locator("[name=reason]").fill("锅炉只修过一次，天冷又坏了。")
    press(office, "另立新问题")
    main_of(office).to_contain_text(year.BACK)
    number = office.url.rsplit("/", 1)[-1]
    assert number.endswith("-2")
    main_of(office).to_contain_text(number.removesuffix("-2"))
    return number


def look_back(run: Year) -> None:
    """The school looks back in December, with the facts beside its words."""
    clerk = run.page("lianluo")
    clerk.goto(f"{HOME}/units/{run.unit}/looks/final_looks")
    for box in clerk.locator("main form textarea").all():
        box.fill("对着台账一条一条看过，一条又说起了，已重新列入。")
    for group in clerk.locator("main form fieldset").all():
        group.locator("input[type=radio]").first.check()
    press(clerk, "写全了，送督导组")
    main_of(clerk).to_contain_text("已送出，旁边的事实一起留存")


def effects(run: Year) -> dict[str, str]:
    """Every closed problem with the verdict that its row says: one is proven, of the others nothing can be told yet."""
    office = run.page("zhuren")
    office.goto(f"{HOME}/effects")
    looked_at(office, "look-back-effects", WIDTHS)
    problems = office.locator("section", has=office.get_by_role("heading", name="各问题", exact=True))
    rows = problems.locator("tbody tr")
    found = {}
    for row in rows.all():
        found[row.locator("th .nowrap").inner_text()] = row.locator(".verdict").inner_text().split()[-1]
        verdict = "成效已证实" if year.PROVEN in row.inner_text() else "尚不能证实"
        assert found[row.locator("th .nowrap").inner_text()] == verdict
    assert len(found) == len(year.CLOSED) - 1
    expect(rows.filter(has_text=year.BACK)).to_contain_text(re.compile(r"3/\d+.*2/\d+", re.DOTALL))
    rows.filter(has_text=year.UNKNOWN).get_by_role("link").click()
    main_of(office).to_contain_text("如果今后没有人再说起，还要再听到")
    return found


def one_page(run: Year, again: str, reopened: str) -> None:
    """Numbers that add up; what came back with the givers' words; from a number to the words in three clicks."""
    office = run.page("zhuren")
    office.goto(f"{HOME}/one-page")
    looked_at(office, "look-back-one-page", WIDTHS)
    stages = office.locator(".one-page > div").evaluate_all(STAGES)
    for stage in stages:
        assert sum(stage["parts"].values()) == stage["whole"], stage
        assert stage["total"] == f"{stage['whole']} ✓ 对得上"
    opinions, problems, closed, effect = (stage["parts"] for stage in stages)
    linked = len([*year.MEETINGS, *year.BOILER, *year.CARS, *year.AGAIN])
    assert opinions["已列入问题"] == linked
    assert stages[0]["whole"] == year.SPOKEN
    assert problems["验收销号"] == stages[2]["whole"] == stages[3]["whole"] == 5
    assert stages[1]["whole"] == len(year.CLOSED) + 1
    assert (closed["又说到了"], closed["抽查不属实"]) == (1, 0)
    assert (effect["证明有成效"], effect["还不能证明"], effect["更差了"]) == (1, 4, 0)
    main_of(office).to_contain_text("这些问题里有 1 个重新整改过，还是原来的编号")
    back = office.locator("section", has=office.get_by_role("heading", name="什么又回来了"))
    assert sorted(back.locator("p").get_by_role("link").all_inner_texts()) == sorted([again, reopened])
    expect(back.locator("blockquote")).to_have_text(re.compile("锅炉"))
    office.locator(".one-page tr", has_text="又说到了").get_by_role("link").click()
    office.locator("main").get_by_role("link", name=year.BACK).first.click()
    office.locator("main").get_by_role("link", name=year.BOILER[0][:8]).first.click()
    expect(office).to_have_url(re.compile(rf"{HOME}/opinions/\d+$"))
    main_of(office).to_contain_text(year.BOILER[0])


def reports(run: Year, verdicts: dict[str, str]) -> None:
    """`huiyin lookback` says the same, in three formats."""
    files = [run.folder / f"lookback.{kind}" for kind in ("json", "xlsx", "docx")]
    run.huiyin(*(("lookback", "--campaign", "mass-line", "--out", str(file)) for file in files))
    told = json.loads(files[0].read_text(encoding="utf-8"))
    assert {row["number"]: row["verdict"] for row in told["problems"]} == verdicts
    book = CalamineWorkbook.from_path(files[1]).get_sheet_by_index(0).to_python()
    head = next(row for row in book if "编号" in row)
    at = {name: head.index(name) for name in ("编号", "结论")}
    rows = {row[at["编号"]]: row[at["结论"]] for row in book}
    assert {number: rows[number] for number in verdicts} == verdicts
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows] for table in Document(str(files[2])).tables
    ]
    lines = {row[0]: row[-1] for table in tables if "结论" in table[0] for row in table}
    assert {number: lines[number] for number in verdicts} == verdicts
    again = {row[0]: row[-1] for table in tables if "结论" not in table[0] for row in table}
    assert again["2014-002"] == "2014-002-2"
